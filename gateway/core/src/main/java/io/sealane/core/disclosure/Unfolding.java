package io.sealane.core.disclosure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts disclosures into the payload they belong to: RFC 9901 7.1, steps 3 to 5.
 *
 * <p>One instance unfolds one payload. Whatever does not fit is refused with BAD_DISCLOSURE.
 */
final class Unfolding {
    /** How deep disclosures may be nested in one another. */
    static final int MAX_DEPTH = 16;

    private static final int TOP = -1;

    private final Hash hash;
    private final Map<String, Disclosure> byDigest = new HashMap<>();
    private final Set<String> digestsSeen = new HashSet<>();
    private final List<Opened> opened = new ArrayList<>();
    private final List<String> path = new ArrayList<>();

    private record Disclosure(int index, String digest, @Nullable String name, JsonNode value) {}

    /** Where in the nesting of disclosures something stands. */
    private record Place(int parent, int depth) {}

    /**
     * A payload as its reader may see it.
     *
     * @param claims the payload with its disclosures in place, without digests and {@code _sd_alg}
     * @param opened every disclosure, in the order in which the payload refers to them
     */
    record Unfolded(ObjectNode claims, List<Opened> opened) {}

    private Unfolding(Hash hash) {
        this.hash = hash;
    }

    /**
     * The payload with all these disclosures, each of which must have its place in it.
     *
     * @param digests of the disclosures, in their order
     */
    static Unfolded unfold(ObjectNode payload, List<String> disclosures, List<String> digests)
            throws Refusal {
        var unfolding = new Unfolding(Hash.of(payload));
        for (int i = 0; i < disclosures.size(); i++) {
            unfolding.read(disclosures.get(i), digests.get(i));
        }
        ObjectNode claims = unfolding.object(payload, new Place(TOP, 0));
        // SPEC: RFC 9901 7.1(5): a disclosure that nothing refers to.
        if (unfolding.opened.size() != disclosures.size()) {
            throw bad("A disclosure belongs to no digest in the token.");
        }
        return new Unfolded(claims, List.copyOf(unfolding.opened));
    }

    private void read(String encoded, String digest) throws Refusal {
        JsonNode array;
        try {
            array = Json.parse(Base64Url.decode(encoded));
        } catch (Refusal refusal) {
            throw refusal.as(Code.BAD_DISCLOSURE);
        }
        // SPEC: RFC 9901 4.2.1: salt, name, value; 4.2.2: salt, value.
        int size = array.size();
        if (!array.isArray() || size < 2 || size > 3 || !array.get(0).isTextual()) {
            throw bad("A disclosure is an array of salt, name if a member, and value.");
        }
        if (size == 3 && !array.get(1).isTextual()) {
            throw bad("The name in a disclosure is a string.");
        }
        String name = size == 3 ? array.get(1).textValue() : null;
        var disclosure = new Disclosure(byDigest.size(), digest, name, array.get(size - 1));
        if (byDigest.put(digest, disclosure) != null) {
            throw bad("A disclosure is there twice.");
        }
    }

    private JsonNode value(JsonNode value, Place place) throws Refusal {
        if (path.size() > Json.MAX_DEPTH) {
            throw bad("The disclosures build a value that is nested too deep.");
        }
        return switch (value) {
            case ObjectNode object -> object(object, place);
            case ArrayNode array -> array(array, place);
            default -> value;
        };
    }

    private ObjectNode object(ObjectNode signed, Place place) throws Refusal {
        ObjectNode shown = Json.object();
        for (Map.Entry<String, JsonNode> member : signed.properties()) {
            String name = member.getKey();
            // SPEC: RFC 9901 7.1(3)(e), (f): what is there for digests alone goes.
            if (name.equals("_sd") || (name.equals("_sd_alg") && path.isEmpty())) {
                continue;
            }
            checkName(name);
            path.add(name);
            shown.set(name, value(member.getValue(), place));
            path.removeLast();
        }
        // SPEC: RFC 9901 7.1(3)(b)(i): an array of strings.
        JsonNode digests = signed.get("_sd");
        if (digests != null && !digests.isArray()) {
            throw bad("_sd is an array of strings.");
        }
        if (digests != null) {
            for (JsonNode digest : digests) {
                disclose(find(digest, "_sd is an array of strings."), shown, place);
            }
        }
        return shown;
    }

    private void disclose(@Nullable Disclosure disclosure, ObjectNode shown, Place place)
            throws Refusal {
        if (disclosure == null) {
            return; // SPEC: RFC 9901 7.1(3)(c)(i): withheld, or a decoy.
        }
        String name = disclosure.name();
        // SPEC: RFC 9901 7.1(3)(c)(ii)(1): three elements.
        if (name == null) {
            throw bad("The disclosure of an array element stands for a member.");
        }
        // SPEC: RFC 9901 7.1(3)(c)(ii)(2): reserved names.
        checkName(name);
        // SPEC: RFC 9901 7.1(3)(c)(ii)(3): already there, in the clear or disclosed before.
        if (shown.has(name)) {
            throw bad("A disclosure repeats a member that is there.");
        }
        path.add(name);
        shown.set(name, open(disclosure, place));
        path.removeLast();
    }

    private ArrayNode array(ArrayNode signed, Place place) throws Refusal {
        ArrayNode shown = Json.array();
        path.add("*");
        for (JsonNode element : signed) {
            if (!element.has("...")) {
                shown.add(value(element, place));
                continue;
            }
            // SPEC: RFC 9901 4.2.4.2: ... is the only key, its value is a digest.
            if (element.size() != 1) {
                throw bad("Beside ... stands no other member.");
            }
            Disclosure disclosure = find(element.get("..."), "... is a string.");
            if (disclosure == null) {
                continue; // SPEC: RFC 9901 7.1(3)(d): removed.
            }
            // SPEC: RFC 9901 7.1(3)(c)(iii)(1): two elements.
            if (disclosure.name() != null) {
                throw bad("The disclosure of a member stands for an array element.");
            }
            shown.add(open(disclosure, place));
        }
        path.removeLast();
        return shown;
    }

    /** SPEC: RFC 9901 7.1(3)(c)(ii)(5), (iii)(3): the same steps for the value disclosed. */
    private JsonNode open(Disclosure disclosure, Place place) throws Refusal {
        if (place.depth() == MAX_DEPTH) {
            throw bad("Disclosures are nested deeper than 16.");
        }
        opened.add(
                new Opened(
                        disclosure.index(),
                        place.parent(),
                        path,
                        disclosure.value(),
                        disclosure.digest()));
        return value(disclosure.value(), new Place(disclosure.index(), place.depth() + 1));
    }

    private @Nullable Disclosure find(JsonNode digest, String form) throws Refusal {
        if (!digest.isTextual()) {
            throw bad(form);
        }
        if (!hash.isDigest(digest.textValue())) {
            throw bad("A digest is as many bytes as its hash has, in base64url.");
        }
        // SPEC: RFC 9901 7.1(4): no digest twice, wherever, disclosed or not.
        if (!digestsSeen.add(digest.textValue())) {
            throw bad("A digest occurs twice.");
        }
        return byDigest.get(digest.textValue());
    }

    // SPEC: RFC 9901 4.1: the names _sd and ... are for digests alone; 4.1.1: _sd_alg is nowhere
    // but
    // at the top of what the issuer signed.
    private static void checkName(String name) throws Refusal {
        if (name.equals("_sd") || name.equals("...") || name.equals("_sd_alg")) {
            throw bad("A reserved name is used as a claim.");
        }
    }

    private static Refusal bad(String detail) {
        return new Refusal(Code.BAD_DISCLOSURE, detail);
    }
}
