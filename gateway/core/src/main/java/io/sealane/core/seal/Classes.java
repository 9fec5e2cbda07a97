package io.sealane.core.seal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

import io.sealane.core.document.FieldClass;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Which class each digest has: pairs of {@code hex(SHA-256(digest))} and class, sorted.
 *
 * <p>The issuer lists all digests of a token so, decoys included, in the disclosure {@code
 * _classes}, which auditors alone are shown. The receiver lists those it was shown the values of;
 * the hash of that is the {@code cset} of its receipt. So both can be compared without a value.
 *
 * @param ofDigestHash class by lower-case hexadecimal SHA-256 of the digest's text
 */
public record Classes(SortedMap<String, FieldClass> ofDigestHash) {
    /** The claim of the disclosure. */
    public static final String NAME = "_classes";

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    public Classes {
        ofDigestHash = Collections.unmodifiableSortedMap(new TreeMap<>(ofDigestHash));
    }

    /** The classes of these digests, given as they stand in {@code _sd}. */
    public static Classes ofDigests(Map<String, FieldClass> classOfDigest) {
        var sorted = new TreeMap<String, FieldClass>();
        classOfDigest.forEach((digest, cls) -> sorted.put(Digest.hex(digest), cls));
        return new Classes(sorted);
    }

    /**
     * Reads the {@code _classes} disclosure of a token whose signature was verified.
     *
     * @param disclosure as it is stored and shown, base64url
     * @throws Refusal BAD_DISCLOSURE if it is not the one the token has the digest of
     */
    public static Classes open(IssuerToken token, String disclosure) throws Refusal {
        if (!Digest.base64Url(disclosure).equals(token.classesDigest())) {
            throw bad("This list of classes is not the one that the issuer signed.");
        }
        try {
            JsonNode array = Json.parse(Base64Url.decode(disclosure));
            if (array.size() != 3 || !NAME.equals(array.path(1).textValue())) {
                throw bad("A disclosure of classes is salt, name and list.");
            }
            return of(array.get(2));
        } catch (Refusal refusal) {
            throw refusal.as(Code.BAD_DISCLOSURE);
        }
    }

    /** The pairs, as they are signed and hashed. */
    public ArrayNode toJson() {
        ArrayNode list = Json.array();
        ofDigestHash.forEach((hash, cls) -> list.addArray().add(hash).add(cls.name()));
        return list;
    }

    /** The {@code cset}: base64url of the SHA-256 of the canonical form of the pairs. */
    public String hash() {
        return Digest.base64Url(Json.canonical(toJson()));
    }

    private static Classes of(JsonNode list) throws Refusal {
        var sorted = new TreeMap<String, FieldClass>();
        if (!list.isArray()) {
            throw bad("The classes are a list.");
        }
        for (JsonNode pair : list) {
            if (pair.size() != 2 || !pair.path(0).isTextual() || !pair.path(1).isTextual()) {
                throw bad("A class is listed as a hash and a name.");
            }
            String hash = pair.get(0).textValue();
            String name = pair.get(1).textValue();
            boolean follows = sorted.isEmpty() || sorted.lastKey().compareTo(hash) < 0;
            if (!HASH.matcher(hash).matches() || !FieldClass.isName(name) || !follows) {
                throw bad("The list of classes is not sorted, or not made of hashes and classes.");
            }
            sorted.put(hash, new FieldClass(name));
        }
        return new Classes(sorted);
    }

    private static Refusal bad(String detail) {
        return new Refusal(Code.BAD_DISCLOSURE, detail);
    }
}
