package io.sealane.core.seal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.sealane.core.document.FieldClass;
import io.sealane.core.document.Shape;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;
import io.sealane.core.seal.SealedDocument.Item;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Turns one document's shape into what is signed and the disclosures of what is hidden. */
final class Hiding {
    private static final int SALT_BYTES = 16;

    private final RandomGenerator random;
    private final List<@Nullable Item> items = new ArrayList<>();
    private final Map<String, FieldClass> classes = new HashMap<>();

    Hiding(RandomGenerator random) {
        this.random = random;
    }

    /** What stands in the signed payload for {@code document}. */
    JsonNode signed(Shape document) throws Refusal {
        return signed(document, SealedDocument.NO_PARENT);
    }

    /** All that was hidden so far, each after the part it is nested in. */
    List<Item> items() {
        var all = new ArrayList<Item>(items.size());
        for (Item item : items) {
            if (item == null) {
                throw new IllegalStateException("a part is still being hidden");
            }
            all.add(item);
        }
        return all;
    }

    /** The disclosure of the class of every digest so far. */
    String classesDisclosure() {
        return disclosure(Classes.NAME, Classes.ofDigests(classes).toJson());
    }

    String digestOf(String disclosure) {
        return Digest.base64Url(disclosure);
    }

    private JsonNode signed(Shape shape, int parent) throws Refusal {
        return switch (shape) {
            case Shape.Value value -> {
                checkNames(value.json());
                yield value.json();
            }
            case Shape.Members object -> object(object, parent);
            case Shape.Elements array -> array(array, parent);
        };
    }

    private ObjectNode object(Shape.Members shape, int parent) throws Refusal {
        ObjectNode object = Json.object();
        var names = new HashSet<String>();
        var digests = new ArrayList<String>();
        for (Shape.Member member : shape.members()) {
            checkName(member.name());
            if (!names.add(member.name())) {
                throw new IllegalStateException("a shape names a member twice");
            }
            if (member.hidden() == null) {
                object.set(member.name(), signed(member.value(), parent));
            } else {
                digests.add(hide(member.name(), member.value(), member.hidden(), parent));
            }
        }
        for (int i = 0; i < shape.decoys(); i++) {
            digests.add(decoy());
        }
        if (!digests.isEmpty()) {
            // SPEC: RFC 9901 4.2.4.1: the order of the digests must not tell the order of the
            // claims; nor, sorted, which are decoys.
            digests.sort(null);
            digests.forEach(object.putArray("_sd")::add);
        }
        return object;
    }

    private ArrayNode array(Shape.Elements shape, int parent) throws Refusal {
        ArrayNode array = Json.array();
        int decoys = shape.decoys();
        int position = 0;
        for (Shape.Element element : shape.elements()) {
            // Decoys go among the elements, every arrangement as likely as another: behind them
            // they would tell how many elements there are to whoever is shown the last.
            while (random.nextInt(decoys + shape.elements().size() - position) < decoys) {
                array.addObject().put("...", decoy());
                decoys--;
            }
            if (element.hidden() == null) {
                array.add(signed(element.value(), parent));
            } else {
                String digest = hide(null, element.value(), element.hidden(), parent);
                array.addObject().put("...", digest);
            }
            position++;
        }
        for (; decoys > 0; decoys--) {
            array.addObject().put("...", decoy());
        }
        return array;
    }

    private String hide(@Nullable String name, Shape value, FieldClass hidden, int parent)
            throws Refusal {
        int index = items.size();
        items.add(null); // keeps the place before the parts nested in this one
        String encoded = disclosure(name, signed(value, index));
        Item item = new Item(encoded, hidden, parent);
        items.set(index, item);
        String digest = item.digest();
        classes.put(digest, hidden);
        return digest;
    }

    // SPEC: RFC 9901 4.2.1 and 4.2.2: [salt, name, value] of a member, [salt, value] of an element;
    // 9.3: at least 128 bits of salt, fresh for each.
    private String disclosure(@Nullable String name, JsonNode value) {
        var text = new StringBuilder(128).append("[\"").append(randomText(SALT_BYTES)).append('"');
        if (name != null) {
            text.append(',').append(Json.text(TextNode.valueOf(name)));
        }
        text.append(',').append(Json.text(value)).append(']');
        return Base64Url.encode(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    // SPEC: RFC 9901 4.2.5: a hash over a random number cannot be told from another digest. Its
    // class is that of what must look absent, so that absence and presence look alike.
    private String decoy() {
        String digest = Digest.base64Url(randomText(Digest.LENGTH));
        classes.put(digest, FieldClass.GOVERNMENT);
        return digest;
    }

    private String randomText(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Base64Url.encode(bytes);
    }

    private static void checkNames(JsonNode value) throws Refusal {
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            checkName(member.getKey());
        }
        for (JsonNode child : value) {
            checkNames(child);
        }
    }

    // SPEC: RFC 9901 4.1: _sd and ... occur for digests only, _sd_alg at the top only.
    private static void checkName(String name) throws Refusal {
        if (name.equals("_sd") || name.equals("...") || name.equals("_sd_alg")) {
            throw new Refusal(
                    Code.SCHEMA_VIOLATION, "RFC 9901 reserves a name that the document uses.");
        }
    }
}
