package io.sealane.core.exchange;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.agreement.Agreement;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Json;
import io.sealane.core.ledger.Note;
import io.sealane.core.ledger.TlogProof;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;

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
     * The file: exactly its JCS bytes.
     *
     * @param presentation the exact compact form
     * @param sent the sender's leaf; its statement is the presentation's KB-JWT
     * @param receipt the receiver's leaf
     * @param erasure the receiver's leaf that says that the disclosures are gone, where they are:
     *     then the presentation has none
     */
    public static byte[] file(
            String presentation,
            Agreement agreement,
            LoggedStatement sent,
            LoggedStatement receipt,
            @Nullable LoggedStatement erasure)
            throws Refusal {
        ObjectNode file = Json.object().put("type", TYPE).put("presentation", presentation);
        file.set("agreement", agreement.json());
        file.set("sent", logged(sent));
        file.set("receipt", stated(receipt));
        if (erasure != null) {
            file.set("erasure", stated(erasure));
        }
        return Json.canonical(file);
    }

    /**
     * The file with which a party holds its own node to a submission: exactly its JCS bytes.
     *
     * @param issuerJwt the document's signed token
     * @param pending for whom it was submitted, in the order of the submission
     * @param submitted the node's leaf
     */
    public static byte[] submission(
            String issuerJwt, List<Change.PendingPresentation> pending, LoggedStatement submitted)
            throws Refusal {
        ObjectNode file = Json.object().put("type", SUBMISSION).put("token", issuerJwt);
        file.set("recipients", Statements.recipients(pending));
        file.set("submitted", stated(submitted));
        return Json.canonical(file);
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
