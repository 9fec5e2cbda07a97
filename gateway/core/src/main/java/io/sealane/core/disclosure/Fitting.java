package io.sealane.core.disclosure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.document.FieldClass;
import io.sealane.core.document.Shape;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;
import io.sealane.core.seal.Classes;
import io.sealane.core.seal.IssuerToken;
import io.sealane.core.seal.SealedDocument;
import io.sealane.core.seal.SealedDocument.Item;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * Holds what somebody signed against the shape that it must have: the same parts hidden at the same
 * places, with the same values, and as many decoys. Used once.
 *
 * <p>That every disclosure has its one place in the token was seen before, by {@link Unfolding}.
 */
final class Fitting {
    private static final int LEAST_SALT_BYTES = 16;

    private final Map<String, Part> byDigest = new HashMap<>();
    private final List<@Nullable Item> items = new ArrayList<>();
    private final Map<String, FieldClass> classes = new HashMap<>();

    /** A disclosure, read. */
    private record Part(String encoded, String digest, @Nullable String name, JsonNode value) {}

    /**
     * Reads the disclosures.
     *
     * @param digests of the disclosures, in their order
     */
    Fitting(List<String> disclosures, List<String> digests) throws Refusal {
        var salts = new HashSet<String>();
        for (int i = 0; i < disclosures.size(); i++) {
            JsonNode array = Json.parse(Base64Url.decode(disclosures.get(i)));
            String salt = array.path(0).asText();
            // SPEC: RFC 9901 9.3: at least 128 bits, and a new one for each.
            if (Base64Url.decode(salt).length < LEAST_SALT_BYTES || !salts.add(salt)) {
                throw new Refusal(
                        Code.BAD_DISCLOSURE, "Each disclosure has a salt of 128 bits of its own.");
            }
            String name = array.size() == 3 ? array.get(1).textValue() : null;
            JsonNode value = array.get(array.size() - 1);
            byDigest.put(digests.get(i), new Part(disclosures.get(i), digests.get(i), name, value));
        }
    }

    void fit(Shape shape, JsonNode signed) throws Refusal {
        fit(shape, signed, SealedDocument.NO_PARENT, "");
    }

    /** All that is hidden, each after the part that it is nested in. */
    List<Item> items() {
        return items.stream().map(java.util.Objects::requireNonNull).toList();
    }

    /** The signed list of classes must be the one that follows from the shape, decoys included. */
    void checkClasses(IssuerToken token, String disclosure) throws Refusal {
        if (!Classes.open(token, disclosure).equals(Classes.ofDigests(classes))) {
            throw new Refusal(
                    Code.MISMATCH, "The classes listed are not those of the profile.", "/_classes");
        }
    }

    private void fit(Shape shape, JsonNode signed, int parent, String at) throws Refusal {
        switch (shape) {
            case Shape.Value value -> {
                if (!Arrays.equals(Json.canonical(value.json()), Json.canonical(signed))) {
                    throw misfit("What stands here is not what the profile puts here.", at);
                }
            }
            case Shape.Members object -> object(object, signed, parent, at);
            case Shape.Elements array -> array(array, signed, parent, at);
        }
    }

    private void object(Shape.Members shape, JsonNode json, int parent, String at) throws Refusal {
        if (!(json instanceof ObjectNode signed)) {
            throw misfit("An object stands here.", at);
        }
        Map<String, Part> hidden = new HashMap<>();
        int decoys = digests(signed.path("_sd"), hidden, at);
        int clear = signed.size() - (signed.has("_sd") ? 1 : 0);
        for (Shape.Member member : shape.members()) {
            String below = Json.pointer(at, member.name());
            if (member.hidden() == null) {
                clear--;
                fit(member.value(), there(signed.get(member.name()), below), parent, below);
            } else {
                hide(hidden.remove(member.name()), member.value(), member.hidden(), parent, below);
            }
        }
        if (clear != 0 || !hidden.isEmpty()) {
            throw misfit("More stands or is hidden here than the profile knows.", at);
        }
        checkDecoys(shape.decoys(), decoys, at);
    }

    /** Sorts the digests of an object into disclosures by name and decoys, which it counts. */
    private int digests(JsonNode digests, Map<String, Part> hidden, String at) throws Refusal {
        int decoys = 0;
        String before = "";
        for (JsonNode one : digests) {
            String digest = one.textValue();
            // SPEC: RFC 9901 4.2.4.1: the order must not tell the order of the claims.
            if (digest.compareTo(before) <= 0) {
                throw misfit("Digests are sorted.", at);
            }
            before = digest;
            Part part = byDigest.get(digest);
            if (part == null) {
                decoys += decoy(digest);
            } else if (part.name() != null) {
                hidden.put(part.name(), part);
            }
        }
        return decoys;
    }

    private void array(Shape.Elements shape, JsonNode json, int parent, String at) throws Refusal {
        if (!(json instanceof ArrayNode signed)) {
            throw misfit("A list stands here.", at);
        }
        int decoys = 0;
        int position = 0;
        for (JsonNode one : signed) {
            String digest = one.path("...").textValue();
            Part part = digest == null ? null : byDigest.get(digest);
            if (digest != null && part == null) {
                decoys += decoy(digest);
                continue;
            }
            String below = at + "/" + position;
            if (position == shape.elements().size()) {
                throw misfit("The list is longer than the profile makes it.", at);
            }
            Shape.Element element = shape.elements().get(position++);
            if (element.hidden() == null) {
                fit(element.value(), one, parent, below);
            } else {
                hide(part, element.value(), element.hidden(), parent, below);
            }
        }
        if (position != shape.elements().size()) {
            throw misfit("The list is shorter than the profile makes it.", at);
        }
        checkDecoys(shape.decoys(), decoys, at);
    }

    private void hide(@Nullable Part part, Shape value, FieldClass hidden, int parent, String at)
            throws Refusal {
        if (part == null) {
            throw misfit("This is hidden by itself, as " + hidden + ".", at);
        }
        int index = items.size();
        items.add(null); // keeps the place before the parts nested in this one
        fit(value, part.value(), index, at);
        items.set(index, new Item(part.encoded(), hidden, parent));
        classes.put(part.digest(), hidden);
    }

    /** One digest of nothing: of the class of what must look absent. */
    private int decoy(String digest) throws Refusal {
        if (Base64Url.decode(digest).length != Digest.LENGTH) {
            throw new Refusal(Code.BAD_DISCLOSURE, "A digest is a SHA-256 in base64url.");
        }
        classes.put(digest, FieldClass.GOVERNMENT);
        return 1;
    }

    private static void checkDecoys(int wanted, int there, String at) throws Refusal {
        if (wanted != there) {
            throw misfit("The profile wants " + wanted + " decoys here.", at);
        }
    }

    private static JsonNode there(@Nullable JsonNode value, String at) throws Refusal {
        if (value == null) {
            throw misfit("This stands in the clear.", at);
        }
        return value;
    }

    private static Refusal misfit(String detail, String at) {
        return new Refusal(Code.MISMATCH, detail, at);
    }
}
