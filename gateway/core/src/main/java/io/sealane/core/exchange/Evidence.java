package io.sealane.core.exchange;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.agreement.Agreement;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Json;
import io.sealane.core.ledger.Note;
import io.sealane.core.ledger.TlogProof;
import io.sealane.core.seal.SealedDocument;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything needed to verify one exchange offline, in one file: PROTOCOL.md, "Evidence". It holds
 * no key: whoever verifies it brings the keys.
 */
public final class Evidence {
    /** The {@code type} of the file. */
    public static final String TYPE = "sealane-evidence/1";

    /** The {@code type} of the file about a submission. */
    public static final String SUBMISSION = "sealane-submission/1";

    private Evidence() {}

    /**
     * A leaf, opened, with its proof.
     *
     * @param statement the statement's exact text
     * @param checkpoint the signed note that the proof leads to
     */
    public record LoggedStatement(
            byte[] statement, byte[] blinding, long index, List<byte[]> proof, String checkpoint) {}

    /**
     * What one exchange was.
     *
     * @param presentation the exact compact form
     * @param second the issuer's second signature that goes beside it, or null
     * @param sent the sender's leaf; its statement is the presentation's KB-JWT
     * @param receipt the receiver's leaf
     * @param erasure the receiver's leaf that says that the disclosures are gone, where they are:
     *     then the presentation has none
     * @param voided the sender's leaf that gave the number up, where it did; its statement is the
     *     void
     * @param end what ended the agreement, where that is why
     */
    public record Exchange(
            String presentation,
            @Nullable String second,
            Agreement agreement,
            LoggedStatement sent,
            LoggedStatement receipt,
            @Nullable LoggedStatement erasure,
            @Nullable LoggedStatement voided,
            @Nullable End end) {}

    /**
     * The end of an agreement, as the sender logged it.
     *
     * @param notice the signed word of the node that ended it
     */
    public record End(String notice, LoggedStatement leaf) {}

    /** The file: exactly its JCS bytes. */
    public static byte[] file(Exchange exchange) throws Refusal {
        ObjectNode file =
                Json.object().put("type", TYPE).put("presentation", exchange.presentation());
        putSecond(file, exchange.second());
        file.set("agreement", exchange.agreement().json());
        file.set("sent", logged(exchange.sent()));
        file.set("receipt", stated(exchange.receipt()));
        if (exchange.erasure() != null) {
            file.set("erasure", stated(exchange.erasure()));
        }
        if (exchange.voided() != null) {
            file.set("void", stated(exchange.voided()));
        }
        if (exchange.end() != null) {
            file.set("end", stated(exchange.end().leaf()).put("notice", exchange.end().notice()));
        }
        return Json.canonical(file);
    }

    /**
     * The file with which a party holds its own node to a submission: exactly its JCS bytes. It has
     * every token that was signed in the party's name.
     *
     * @param issuerJwt the document's signed token
     * @param second its issuer's second signature, or null
     * @param pending for whom it was submitted, in the order of the submission
     * @param submitted the node's leaf
     */
    public static byte[] submission(
            String issuerJwt,
            @Nullable String second,
            List<Change.PendingPresentation> pending,
            LoggedStatement submitted)
            throws Refusal {
        ObjectNode file = Json.object().put("type", SUBMISSION).put("token", issuerJwt);
        putSecond(file, second);
        file.set("recipients", Statements.recipients(pending));
        List<SealedDocument> apart = apart(pending);
        if (!apart.isEmpty()) {
            ArrayNode tokens = file.putArray("apart");
            apart.forEach(one ->
                    putSecond(tokens.addObject().put("token", one.issuerJwt()), one.second()));
        }
        file.set("submitted", stated(submitted));
        return Json.canonical(file);
    }

    /** What was signed for single partners, in the order of their first recipients. */
    private static List<SealedDocument> apart(List<Change.PendingPresentation> pending) {
        return pending.stream()
                .flatMap(one -> Stream.ofNullable(one.apart()))
                .map(StoredDocument::sealed)
                .distinct()
                .toList();
    }

    private static void putSecond(ObjectNode file, @Nullable String second) {
        if (second != null) {
            file.put("secondSignature", second);
        }
    }

    private static ObjectNode stated(LoggedStatement leaf) throws Refusal {
        return logged(leaf).put("statement", new String(leaf.statement(), StandardCharsets.UTF_8));
    }

    private static ObjectNode logged(LoggedStatement leaf) throws Refusal {
        Note note = Note.parse(leaf.checkpoint().getBytes(StandardCharsets.UTF_8));
        return Json.object()
                .put("blinding", Base64Url.encode(leaf.blinding()))
                .put("proof", new TlogProof(leaf.index(), leaf.proof(), note).format());
    }
}
