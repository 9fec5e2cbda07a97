package io.sealane.core.disclosure;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;
import io.sealane.core.json.Members;
import io.sealane.core.seal.Jws;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the presenting node signs of one delivery (DESIGN 5.2): the holder binding of RFC 9901 4.3,
 * the audience, the replay key, what was disclosed, and the promise to log it.
 *
 * @param terms what the sender decided
 * @param sdHash base64url SHA-256 of everything before this JWT
 * @param dset base64url SHA-256 of the canonical list of the disclosed digests
 */
public record KeyBinding(Terms terms, String sdHash, String dset) {
    /** SPEC: RFC 9901 4.3. */
    public static final String TYP = "kb+jwt";

    /** A presentation is under way for no longer. */
    public static final Duration LIFETIME = Duration.ofDays(7);

    /** No key binding is longer, whatever names are in it. */
    public static final int MAX_LENGTH = 2_048;

    private static final Set<String> MEMBERS =
            Set.of("iat", "exp", "aud", "nonce", "sd_hash", "sln");
    private static final Set<String> SLN =
            Set.of("ch", "seq", "prev", "to", "role", "dset", "agr", "rh");
    private static final Pattern ROLE = Pattern.compile("[a-z0-9-]{1,64}");

    /**
     * Everything in a key binding but the hashes of what it binds. Hashes are base64url SHA-256.
     *
     * @param iat when it was signed, in whole seconds
     * @param exp when it is no longer admitted, in whole seconds
     * @param aud host name of the partner's node
     * @param nonce delivery id, a UUIDv7
     * @param ch channel: {@code us.sealane.example/1>nl.sealane.example}
     * @param seq number in the channel
     * @param prev signing input hash of the JWS before it in the channel
     * @param to name of the receiving party at {@code aud}
     * @param role in which that party receives
     * @param agr hash of the agreement's payload
     * @param rh hash of the blinding of this statement in the sender's log
     */
    public record Terms(
            Instant iat,
            Instant exp,
            String aud,
            String nonce,
            String ch,
            long seq,
            String prev,
            String to,
            String role,
            String agr,
            String rh) {
        public Terms {
            iat = Instant.ofEpochSecond(iat.getEpochSecond());
            exp = Instant.ofEpochSecond(exp.getEpochSecond());
        }

        /** Whether it ends after it began, and no later than {@link #LIFETIME} after that. */
        public boolean isLifetimeAllowed() {
            return exp.isAfter(iat) && !exp.isAfter(iat.plus(LIFETIME));
        }
    }

    /**
     * The key binding at the end of a presentation of this node's own, whatever stands before it.
     *
     * @throws Refusal MALFORMED_DELIVERY
     */
    public static KeyBinding endOf(String compact) throws Refusal {
        try {
            return of(Jws.parse(compact.substring(compact.lastIndexOf('~') + 1), TYP));
        } catch (Refusal refusal) {
            throw refusal.as(Code.MALFORMED_DELIVERY);
        }
    }

    /**
     * Reads a key binding and refuses every claim that is not of this form.
     *
     * @throws Refusal MALFORMED_DELIVERY
     */
    static KeyBinding of(Jws jws) throws Refusal {
        try {
            Members claims = Members.of(jws.claims(), Code.MALFORMED_DELIVERY, "The key binding");
            return of(claims.only(MEMBERS), claims.object("sln").only(SLN));
        } catch (Refusal refusal) {
            throw refusal.as(Code.MALFORMED_DELIVERY);
        }
    }

    private static KeyBinding of(Members claims, Members sln) throws Refusal {
        String aud = claims.text("aud");
        String to = sln.text("to");
        String role = sln.text("role");
        PartyId.parse(to + "@" + aud);
        if (!ROLE.matcher(role).matches()) {
            throw new Refusal(Code.MALFORMED_DELIVERY, "This is not the name of a role.");
        }
        var terms =
                new Terms(
                        Instant.ofEpochSecond(claims.count("iat")),
                        Instant.ofEpochSecond(claims.count("exp")),
                        aud,
                        ChannelForm.deliveryId(claims.text("nonce")),
                        ChannelForm.channel(sln.text("ch")),
                        sln.count("seq"),
                        sln.base64Url("prev", Digest.LENGTH),
                        to,
                        role,
                        sln.base64Url("agr", Digest.LENGTH),
                        sln.base64Url("rh", Digest.LENGTH));
        return new KeyBinding(
                terms,
                claims.base64Url("sd_hash", Digest.LENGTH),
                sln.base64Url("dset", Digest.LENGTH));
    }

    byte[] payload() {
        ObjectNode claims = Json.object();
        claims.put("iat", terms.iat().getEpochSecond()).put("exp", terms.exp().getEpochSecond());
        claims.put("aud", terms.aud()).put("nonce", terms.nonce()).put("sd_hash", sdHash);
        ObjectNode sln = claims.putObject("sln");
        sln.put("ch", terms.ch()).put("seq", terms.seq()).put("prev", terms.prev());
        sln.put("to", terms.to()).put("role", terms.role()).put("dset", dset);
        sln.put("agr", terms.agr()).put("rh", terms.rh());
        return Json.utf8(claims);
    }
}
