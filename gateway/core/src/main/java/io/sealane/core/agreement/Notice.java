package io.sealane.core.agreement;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.Refusal;
import io.sealane.core.identity.Signer;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;
import io.sealane.core.json.Members;
import io.sealane.core.seal.Jws;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One node's signed word that an agreement is over, and where: the last number of each channel
 * under it (DESIGN 6).
 *
 * @param from the node whose word it is
 * @param to the other node of the agreement
 * @param agreement base64url hash of its payload
 * @param state {@code ENDED} or {@code SUPERSEDED}
 * @param reason for people, in a sentence; null if none is given
 * @param last by channel: of one that starts at {@code from}, the last number given; of one that
 *     ends there, the last number answered
 */
public record Notice(
        String from,
        String to,
        Instant at,
        String agreement,
        AgreementState state,
        @Nullable String reason,
        Map<String, Long> last) {
    /** The {@code typ} of its header. */
    public static final String TYP = "sealane-notice+jwt";

    /** The longest reason, in characters. */
    public static final int LONGEST_REASON = 500;

    private static final Set<String> MEMBERS =
            Set.of("iss", "aud", "iat", "agreement", "state", "reason", "last");

    public Notice {
        last = Map.copyOf(last);
    }

    /** The signed form. */
    public String sign(Signer federation) {
        ObjectNode claims =
                Json.object()
                        .put("iss", from)
                        .put("aud", to)
                        .put("iat", at.getEpochSecond())
                        .put("agreement", agreement)
                        .put("state", state.wireName());
        if (reason != null) {
            claims.put("reason", reason);
        }
        claims.set("last", lastJson(last));
        return Jws.draft(TYP, Json.canonical(claims), federation).sign(federation).compact();
    }

    /** Numbers by channel, as they stand in a notice and in a statement. */
    public static ObjectNode lastJson(Map<String, Long> last) {
        ObjectNode json = Json.object();
        new TreeMap<>(last).forEach(json::put);
        return json;
    }

    /**
     * Reads and verifies a partner's notice.
     *
     * @param from the node that it comes from
     * @param keys with which that node signs
     * @param to this node
     */
    public static Notice parse(String compact, String from, List<Key> keys, String to)
            throws Refusal {
        Jws jws = Jws.parse(compact, TYP);
        Key key =
                keys.stream()
                        .filter(one -> one.kid().equals(jws.header().kid()))
                        .findFirst()
                        .orElseThrow(() ->
                                new Refusal(
                                        Code.UNKNOWN_KEY,
                                        "The notice is not signed with a federation key of "
                                                + from
                                                + "."));
        jws.verify(key, Code.BAD_SIGNATURE);
        ObjectNode payload = jws.claims();
        Members claims = Members.of(payload, Code.MALFORMED_AGREEMENT, "A notice").only(MEMBERS);
        if (!from.equals(claims.text("iss")) || !to.equals(claims.text("aud"))) {
            throw new Refusal(Code.WRONG_PEER, "The notice is another node's, or for another.");
        }
        Notice notice =
                new Notice(
                        from,
                        to,
                        Instant.ofEpochSecond(claims.count("iat")),
                        claims.base64Url("agreement", Digest.LENGTH),
                        state(claims.text("state")),
                        claims.textOrNull("reason"),
                        last(payload, claims));
        if (!PartyId.isNode(notice.from())
                || (notice.reason() != null && notice.reason().length() > LONGEST_REASON)) {
            throw malformed("A notice's reason is at most " + LONGEST_REASON + " characters.");
        }
        return notice;
    }

    /** The last numbers in a notice that was verified when it came. */
    public static Map<String, Long> last(String compact) throws Refusal {
        ObjectNode payload = Jws.parse(compact, TYP).claims();
        return last(payload, Members.of(payload, Code.MALFORMED_AGREEMENT, "A notice"));
    }

    private static AgreementState state(String name) throws Refusal {
        for (AgreementState one : List.of(AgreementState.ENDED, AgreementState.SUPERSEDED)) {
            if (one.wireName().equals(name)) {
                return one;
            }
        }
        throw malformed("A notice says ended or superseded.");
    }

    private static Map<String, Long> last(ObjectNode payload, Members claims) throws Refusal {
        Members numbers = claims.object("last");
        var last = new HashMap<String, Long>();
        for (Map.Entry<String, ?> channel : payload.path("last").properties()) {
            last.put(channel.getKey(), numbers.count(channel.getKey()));
        }
        if (last.size() > 2) {
            throw malformed("A notice is about the two channels between its nodes.");
        }
        return last;
    }

    private static Refusal malformed(String detail) {
        return new Refusal(Code.MALFORMED_AGREEMENT, detail);
    }

    /** Names a signed notice. */
    public static byte[] hash(String compact) {
        return Digest.sha256(compact.getBytes(StandardCharsets.US_ASCII));
    }
}
