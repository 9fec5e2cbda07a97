package io.sealane.node.party;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.agreement.Directory.Retired;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.Refusal;
import io.sealane.core.identity.Signer;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;
import io.sealane.core.json.Members;
import io.sealane.core.seal.Jws;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Set;

/**
 * That a party is from now on as told here, signed by its node. Each names the one before, of
 * whatever party: the parties of a node are what these say, in their order.
 *
 * @param number of changes so far, from 1
 * @param prev base64url hash of the signed statement before; of zeros before the first
 * @param by the operator, or {@code node.yaml}
 */
public record PartyStatement(
        String node, long number, String prev, Instant at, String by, Registered registered) {
    /** The {@code typ} of its header. */
    public static final String TYP = "sealane-party+jwt";

    /** What is before the first. */
    static final String NONE = Base64Url.encode(new byte[Digest.LENGTH]);

    /** What it is logged under: a number is given once, and names sort as numbers do. */
    public static String name(long number) {
        return "parties/%019d".formatted(number);
    }

    public String party() {
        return registered.party().name();
    }

    /** The signed form. */
    public String sign(Signer federation) {
        ObjectNode claims =
                Json.object()
                        .put("iss", node)
                        .put("iat", at.getEpochSecond())
                        .put("number", number)
                        .put("prev", prev)
                        .put("by", by);
        claims.set("party", PartyJson.of(registered.party()));
        ArrayNode retired = claims.putArray("retired");
        registered.retired().forEach(one -> retired.add(one.toJson()));
        if (registered.ended() != null) {
            claims.put("ended", registered.ended().getEpochSecond());
        }
        return Jws.draft(TYP, Json.canonical(claims), federation).sign(federation).compact();
    }

    /** Reads the signed form; who signed it is {@link #verify}'s to say. */
    public static PartyStatement parse(String compact) throws Refusal {
        ObjectNode payload = Jws.parse(compact, TYP).claims();
        Members claims =
                Members.of(payload, Code.MALFORMED_TOKEN, "A party's statement")
                        .only(
                                Set.of(
                                        "iss", "iat", "number", "prev", "by", "party", "retired",
                                        "ended"));
        var retired = new ArrayList<Retired>();
        for (JsonNode one : payload.path("retired")) {
            retired.add(Retired.parse(one));
        }
        return new PartyStatement(
                claims.text("iss"),
                claims.count("number"),
                claims.base64Url("prev", Digest.LENGTH),
                Instant.ofEpochSecond(claims.count("iat")),
                claims.text("by"),
                new Registered(
                        PartyJson.read(payload.path("party")),
                        retired,
                        claims.has("ended") ? Instant.ofEpochSecond(claims.count("ended")) : null));
    }

    /** Checks that a signed statement is signed with this key. */
    public static void verify(String compact, Key federation) throws Refusal {
        Jws.parse(compact, TYP).verify(federation, Code.BAD_SIGNATURE);
    }

    /** Names a signed statement. */
    public static byte[] hash(String compact) {
        return Digest.sha256(compact.getBytes(StandardCharsets.US_ASCII));
    }
}
