package io.sealane.core.disclosure;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.Refusal;
import io.sealane.core.identity.Signer;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;
import io.sealane.core.json.Members;
import io.sealane.core.seal.Jws;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * What takes the place and number of a presentation that may no longer be sent, so that the numbers
 * of a channel never have a gap (DESIGN 5.2). Hashes are base64url SHA-256.
 *
 * @param aud host name of the partner's node
 * @param nonce delivery id of the presentation replaced
 * @param ch channel
 * @param seq number in the channel
 * @param prev signing input hash of the JWS before it in the channel
 * @param rh hash of the blinding of this statement in the sender's log
 * @param replaces signing input hash of the presentation replaced; it stays the next {@code prev}
 * @param reason why: the wire name of a code, {@code expired}
 */
public record VoidStatement(
        String aud,
        String nonce,
        String ch,
        long seq,
        String prev,
        String rh,
        String replaces,
        String reason) {
    public static final String TYP = "sealane-void+jwt";

    private static final Set<String> MEMBERS =
            Set.of("aud", "nonce", "ch", "seq", "prev", "rh", "replaces", "reason");
    private static final Pattern REASON = Pattern.compile("[a-z-]{1,64}");

    /** The token up to its signature. */
    public Jws.Draft draft(Signer signer) {
        ObjectNode claims = Json.object();
        claims.put("aud", aud).put("nonce", nonce).put("ch", ch).put("seq", seq).put("prev", prev);
        claims.put("rh", rh).put("replaces", replaces).put("reason", reason);
        return Jws.draft(TYP, Json.utf8(claims), signer);
    }

    /**
     * Reads a token of this kind; {@link Jws#verify} proves it, with BAD_KEY_BINDING.
     *
     * @throws Refusal MALFORMED_DELIVERY
     */
    public static Jws parse(String compact) throws Refusal {
        try {
            return Jws.parse(compact, TYP);
        } catch (Refusal refusal) {
            throw refusal.as(Code.MALFORMED_DELIVERY);
        }
    }

    /**
     * What a token of this kind says.
     *
     * @throws Refusal MALFORMED_DELIVERY
     */
    public static VoidStatement of(Jws jws) throws Refusal {
        try {
            Members claims = Members.of(jws.claims(), Code.MALFORMED_DELIVERY, "The void");
            claims.only(MEMBERS);
            String aud = claims.text("aud");
            String reason = claims.text("reason");
            if (!PartyId.isNode(aud) || !REASON.matcher(reason).matches()) {
                throw new Refusal(Code.MALFORMED_DELIVERY, "A void names a node and a reason.");
            }
            return new VoidStatement(
                    aud,
                    ChannelForm.deliveryId(claims.text("nonce")),
                    ChannelForm.channel(claims.text("ch")),
                    claims.count("seq"),
                    claims.base64Url("prev", Digest.LENGTH),
                    claims.base64Url("rh", Digest.LENGTH),
                    claims.base64Url("replaces", Digest.LENGTH),
                    reason);
        } catch (Refusal refusal) {
            throw refusal.as(Code.MALFORMED_DELIVERY);
        }
    }
}
