package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.json.Json;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What travels together is raised together: goods and the boxes they are in. Were one raised
 * without the other, the gap that it leaves would tell what the raising hides.
 *
 * @param links the arrays at the top of a document whose elements travel together, each with the
 *     paths of the names that link its elements to others
 * @param mark the member that the issuer puts, in the clear, into an element that it raises: so the
 *     element's own value says so, and the receiver derives the same class
 */
record Together(Map<String, List<List<String>>> links, String mark) {

    /** One element on its way to be signed. */
    static final class Piece {
        private final JsonNode value;
        private final Set<String> names = new HashSet<>();
        private final Shape shape;
        private boolean raised;

        private Piece(JsonNode value, Shape shape, boolean raised) {
            this.value = value;
            this.shape = shape;
            this.raised = raised;
        }

        JsonNode value() {
            return value;
        }

        Shape shape() {
            return shape;
        }

        boolean raised() {
            return raised;
        }
    }

    Piece piece(String array, JsonNode value, Shape shape, boolean raised) {
        var piece = new Piece(value, shape, raised);
        for (JsonNode name : Values.at(value, links.getOrDefault(array, List.of()))) {
            piece.names.add(name.asText());
        }
        return piece;
    }

    /**
     * Raises every piece that is linked, however indirectly, to a raised one.
     *
     * @param all whether something outside of the pieces raises the whole shipment
     */
    static void raise(List<Piece> pieces, boolean all) {
        var names = new HashSet<String>();
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Piece piece : pieces) {
                piece.raised = piece.raised || all || linked(piece, names);
                if (piece.raised) {
                    changed |= names.addAll(piece.names);
                }
            }
        }
    }

    private static boolean linked(Piece piece, Set<String> names) {
        for (String name : piece.names) {
            if (names.contains(name)) {
                return true;
            }
        }
        return false;
    }

    /** A raised element: one disclosure with the mark and with nothing nested in it. */
    Shape marked(JsonNode element) {
        ObjectNode marked = Json.object();
        marked.setAll((ObjectNode) element);
        return new Shape.Value(marked.put(mark, true));
    }

    boolean isMarked(JsonNode element) {
        return element.path(mark).booleanValue();
    }

    /**
     * How many digests an array of elements has. Raised elements take the place of decoys: as long
     * as they are not more than the others, or than the least array has room for, their number does
     * not show.
     */
    static int padded(int elements, int raised) {
        int least = Math.max(4, Math.max(elements, 2 * (elements - raised)));
        int power = Integer.highestOneBit(least);
        return power == least ? power : power * 2;
    }
}
