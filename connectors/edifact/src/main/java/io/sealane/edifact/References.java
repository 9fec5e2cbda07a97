package io.sealane.edifact;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.document.CheckDigits;
import io.sealane.core.json.Json;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads RFF. A reference near the event hides the message's own of the same kind. */
final class References {
    private static final Map<String, String> DOCUMENTS = Map.of("BN", "BKG", "BM", "TRD");
    private static final Map<String, String> OTHERS =
            Map.of(
                    "FF", "FF", "SI", "SI", "CR", "CR", "AAO", "AAO", "EQ", "EQ", "ON", "PO", "CO",
                    "PO");

    private final ArrayNode documents = Json.array();
    private final ArrayNode others = Json.array();

    private References() {}

    /** Those of an event. */
    static References of(Unit unit) {
        var references = new References();
        Set<String> near = references.addAll(unit.direct("RFF"), Set.of(), unit);
        references.addAll(Unit.of(unit.header(), "RFF"), near, unit);
        return references;
    }

    /** Puts them where an event has them. */
    void into(ObjectNode event) {
        if (!documents.isEmpty()) {
            event.set("documentReferences", documents);
        }
        if (!others.isEmpty()) {
            event.set("references", others);
        }
    }

    private Set<String> addAll(List<Segment> segments, Set<String> hidden, Unit unit) {
        var seen = new HashSet<String>();
        for (Segment rff : segments) {
            String kind = rff.look(1, 1);
            String value = rff.look(1, 2).strip();
            if (value.isEmpty() || value.length() > 100) {
                continue;
            }
            if (DOCUMENTS.containsKey(kind) || OTHERS.containsKey(kind)) {
                seen.add(kind);
                add(rff, kind, value, hidden, unit);
            }
        }
        return seen;
    }

    private void add(Segment rff, String kind, String value, Set<String> hidden, Unit unit) {
        ObjectNode reference = Json.object();
        boolean document = DOCUMENTS.containsKey(kind);
        if (document) {
            reference.put("documentReferenceType", DOCUMENTS.get(kind));
            reference.put("documentReferenceValue", value);
        } else {
            reference.put("referenceType", OTHERS.get(kind));
            reference.put("referenceValue", value);
        }
        ArrayNode list = document ? documents : others;
        if (contains(list, reference)) {
            // Said twice.
            rff.take(1, 1);
            rff.take(1, 2);
        } else if (!hidden.contains(kind)) {
            list.add(reference);
            rff.take(1, 1);
            rff.take(1, 2);
            if (kind.equals("EQ")) {
                checkDigit(value, "RFF", unit);
            }
        }
    }

    /** Takes the container of an EQD as a reference; false if its number is none. */
    boolean addContainer(String number, Unit unit) {
        String plain = number.replace(" ", "");
        if (plain.isEmpty()) {
            return false;
        }
        ObjectNode reference = equipment(plain);
        if (!contains(others, reference)) {
            others.add(reference);
            checkDigit(plain, "EQD", unit);
        }
        return true;
    }

    private static ObjectNode equipment(String number) {
        return Json.object().put("referenceType", "EQ").put("referenceValue", number);
    }

    private static void checkDigit(String number, String where, Unit unit) {
        if (!CheckDigits.isContainerNumber(number)) {
            unit.warn()
                    .accept(
                            "container-check-digit",
                            "The container number of " + where + " has another check digit.");
        }
    }

    private static boolean contains(ArrayNode list, ObjectNode reference) {
        for (var one : list) {
            if (one.equals(reference)) {
                return true;
            }
        }
        return false;
    }
}
