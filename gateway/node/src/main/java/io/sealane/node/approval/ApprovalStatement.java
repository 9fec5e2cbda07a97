package io.sealane.node.approval;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Signer;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;
import io.sealane.core.seal.Jws;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/**
 * That two operators want an act, signed by their node before it takes place: PROTOCOL.md,
 * "Statements of approvals".
 *
 * @param confirmedBy who confirmed it
 */
record ApprovalStatement(String node, Approval approval, String confirmedBy, Instant at) {
    /** The {@code typ} of its header. */
    static final String TYP = "sealane-approval+jwt";

    /**
     * What it is logged under. Of an act whose process died after that there may be another
     * statement, by whoever confirmed it then.
     */
    static String name(UUID id, String confirmedBy) {
        return "approvals/" + id + "/" + confirmedBy;
    }

    /** The signed form. */
    String sign(Signer federation) {
        Act act = approval.act();
        ObjectNode claims =
                Json.object()
                        .put("iss", node)
                        .put("iat", at.getEpochSecond())
                        .put("id", "urn:uuid:" + approval.id())
                        .put("method", act.method())
                        .put("path", act.path())
                        .put("body", Digest.base64Url(act.body()))
                        .put("asked", approval.at().getEpochSecond())
                        .put("by", approval.by())
                        .put("confirmedBy", confirmedBy);
        return Jws.draft(TYP, Json.canonical(claims), federation).sign(federation).compact();
    }

    /** Names a signed statement. */
    static byte[] hash(String compact) {
        return Digest.sha256(compact.getBytes(StandardCharsets.US_ASCII));
    }
}
