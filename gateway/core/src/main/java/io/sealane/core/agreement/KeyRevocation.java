package io.sealane.core.agreement;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.Refusal;
import io.sealane.core.identity.Signer;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;
import io.sealane.core.json.Members;
import io.sealane.core.seal.Jws;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;

/**
 * A node's word that a key of its own, or of a party of it, is compromised (DESIGN 4, "Key
 * rotation"): signed with a federation key that is not.
 *
 * @param kid thumbprint of the key
 * @param since from when on somebody else may have signed with it
 * @param reason for people
 * @param by the operator who says so
 */
public record KeyRevocation(
        String node, String kid, Instant since, String reason, Instant at, String by) {
    /** The {@code typ} of its header. */
    public static final String TYP = "sealane-revocation+jwt";

    /** The longest reason, in characters. */
    public static final int LONGEST_REASON = 500;

    private static final Set<String> MEMBERS = Set.of("iss", "iat", "kid", "since", "reason", "by");

    /** The signed form. */
    public String sign(Signer federation) {
        var claims =
                Json.object()
                        .put("iss", node)
                        .put("iat", at.getEpochSecond())
                        .put("kid", kid)
                        .put("since", since.getEpochSecond())
                        .put("reason", reason)
                        .put("by", by);
        return Jws.draft(TYP, Json.canonical(claims), federation).sign(federation).compact();
    }

    /** Reads the signed form; who signed it is {@link #verify}'s to say. */
    public static KeyRevocation parse(String compact) throws Refusal {
        Members claims =
                Members.of(Jws.parse(compact, TYP).claims(), Code.MALFORMED_TOKEN, "A revocation")
                        .only(MEMBERS);
        return new KeyRevocation(
                claims.text("iss"),
                claims.base64Url("kid", Digest.LENGTH),
                Instant.ofEpochSecond(claims.count("since")),
                claims.text("reason"),
                Instant.ofEpochSecond(claims.count("iat")),
                claims.text("by"));
    }

    /** Checks that a signed revocation is signed with this key. */
    public static void verify(String compact, Key federation) throws Refusal {
        Jws.parse(compact, TYP).verify(federation, Code.BAD_SIGNATURE);
    }

    /** Names a signed revocation. */
    public static byte[] hash(String compact) {
        return Digest.sha256(compact.getBytes(StandardCharsets.US_ASCII));
    }
}
