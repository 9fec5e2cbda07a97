package io.sealane.core.exchange;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.agreement.AgreementState;
import io.sealane.core.agreement.Notice;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.PartyId;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The statements that a node logs, as JCS bytes: PROTOCOL.md, "Statements". */
public final class Statements {
    private Statements() {}

    /** {@code submitted}: what a party handed in, for whom. The party holds its node to it. */
    static byte[] submitted(
            String origin,
            UUID document,
            PartyId party,
            String issuerJwt,
            List<Change.PendingPresentation> pending,
            Instant at) {
        return Json.canonical(
                head("submitted", origin, at)
                        .put("document", "urn:uuid:" + document)
                        .put("party", party.toString())
                        .put("token", Digest.base64Url(issuerJwt))
                        .put("recipients", Digest.base64Url(Json.canonical(recipients(pending)))));
    }

    /**
     * {@code [[party, role, delivery], ...]} in the order of the submission, each with the hash of
     * the token that its recipient is sent, where that is one of its own.
     */
    public static ArrayNode recipients(List<Change.PendingPresentation> pending) {
        ArrayNode list = Json.array();
        for (var one : pending) {
            ArrayNode line =
                    list.addArray()
                            .add(one.recipient().party().toString())
                            .add(one.recipient().role())
                            .add(one.delivery().toString());
            if (one.apart() != null) {
                line.add(Digest.base64Url(one.apart().sealed().issuerJwt()));
            }
        }
        return list;
    }

    /**
     * {@code admitted}, or {@code refused} where there is a code: the receipt (DESIGN 7).
     *
     * @param aud the node that the receipt is for: the sender
     * @param bound the claims of the delivery's key binding, or of the void
     * @param cset classes as the receiver derived them; null where it did not come that far
     */
    static byte[] received(
            String origin,
            String aud,
            Bound bound,
            @Nullable String cset,
            @Nullable Code code,
            Instant at) {
        ObjectNode statement =
                head(code == null ? "admitted" : "refused", origin, at)
                        .put("aud", aud)
                        .put("delivery", bound.delivery().toString())
                        .put("ch", bound.channel().toString())
                        .put("seq", bound.seq());
        if (bound.sdHash() != null) {
            statement.put("sd_hash", bound.sdHash());
            statement.put("dset", bound.dset());
            statement.put("agr", bound.agreement());
        } else {
            statement.put("replaces", Base64Url.encode(bound.inputHash()));
        }
        if (cset != null) {
            statement.put("cset", cset);
        }
        if (code != null) {
            statement.put("code", code.wireName());
        }
        return Json.canonical(statement);
    }

    /**
     * {@code receipted}: that a receipt was verified and is kept, and where its leaf stands.
     *
     * @param receiptOrigin the receiver's log
     * @param receiptIndex of the receipt's leaf there; negative in the house, where it stands in
     *     this log, in the same group, and has no index before the commit
     */
    static byte[] receipted(
            String origin,
            UUID delivery,
            byte[] receiptStatement,
            String receiptOrigin,
            long receiptIndex,
            Instant at) {
        ObjectNode statement =
                head("receipted", origin, at)
                        .put("delivery", delivery.toString())
                        .put("receipt", Digest.base64Url(receiptStatement))
                        .put("receiptLog", receiptOrigin);
        if (receiptIndex >= 0) {
            statement.put("receiptIndex", receiptIndex);
        }
        return Json.canonical(statement);
    }

    /** {@code agreement}: that both signatures were verified and it is in force from here on. */
    public static byte[] agreement(String origin, byte[] hash, Instant at) {
        return Json.canonical(
                head("agreement", origin, at)
                        .put("agreement", Base64Url.encode(hash))
                        .put("state", "in-force"));
    }

    /** {@code agreement}: that a node proposes it, or has proposed it. */
    static byte[] proposed(String origin, byte[] hash, String proposer, Instant at) {
        return Json.canonical(
                head("agreement", origin, at)
                        .put("agreement", Base64Url.encode(hash))
                        .put("state", AgreementState.PROPOSED.wireName())
                        .put("proposer", proposer));
    }

    /**
     * {@code agreement}: that it is over, by whose word, and which numbers were the last under it.
     *
     * @param notice hash of the signed notice
     * @param last by channel
     */
    static byte[] over(
            String origin,
            byte[] hash,
            AgreementState state,
            byte[] notice,
            Map<String, Long> last,
            Instant at) {
        ObjectNode statement =
                head("agreement", origin, at)
                        .put("agreement", Base64Url.encode(hash))
                        .put("state", state.wireName())
                        .put("notice", Base64Url.encode(notice));
        statement.set("last", Notice.lastJson(last));
        return Json.canonical(statement);
    }

    /** {@code key}: a node's key or directory that was seen for the first time. */
    public static byte[] key(String origin, String node, String subject, byte[] hash, Instant at) {
        return Json.canonical(
                head("key", origin, at)
                        .put("node", node)
                        .put("subject", subject)
                        .put("hash", Base64Url.encode(hash)));
    }

    /**
     * {@code exclusion}: that somebody was excluded, or let in again.
     *
     * @param change {@code excluded} or {@code readmitted}
     * @param list hash of the signed list as it is from now on
     */
    static byte[] exclusion(String origin, String subject, String change, byte[] list, Instant at) {
        return Json.canonical(
                head("exclusion", origin, at)
                        .put("subject", subject)
                        .put("change", change)
                        .put("list", Base64Url.encode(list)));
    }

    /**
     * {@code erasure}: that the disclosures of these deliveries are gone, which were received under
     * one line of an agreement.
     */
    static byte[] erasure(
            String origin, Holdings.Under line, List<Holdings.Held> held, Instant at) {
        ObjectNode statement =
                head("erasure", origin, at)
                        .put("agr", Base64Url.encode(line.agreement()))
                        .put("vct", line.vct())
                        .put("role", line.role());
        ArrayNode deliveries = statement.putArray("deliveries");
        held.stream()
                .map(one -> Digest.base64Url(one.delivery().toString()))
                .sorted()
                .forEach(deliveries::add);
        return Json.canonical(statement);
    }

    private static ObjectNode head(String kind, String origin, Instant at) {
        return Json.object().put("kind", kind).put("log", origin).put("at", at.getEpochSecond());
    }
}
