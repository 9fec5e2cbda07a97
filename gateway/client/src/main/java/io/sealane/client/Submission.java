package io.sealane.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.sealane.core.json.Json;

import java.util.List;

/**
 * What a party hands in.
 *
 * @param type e.g. {@code transport-document/1.0}
 * @param member of the request that holds the content: {@code document} or {@code signed}
 */
public record Submission(String type, List<Addressee> recipients, String member, JsonNode content) {
    public Submission {
        recipients = List.copyOf(recipients);
    }

    /** A document that the node signs for the party. */
    public static Submission ofDocument(
            String type, List<Addressee> recipients, JsonNode document) {
        return new Submission(type, recipients, "document", document);
    }

    /**
     * A document that the party signed with a key of its own.
     *
     * @param compact the SD-JWT with all disclosures, {@code _classes} among them
     */
    public static Submission ofSigned(String type, List<Addressee> recipients, String compact) {
        return new Submission(type, recipients, "signed", TextNode.valueOf(compact));
    }

    /** The request's body. */
    byte[] bytes() {
        ObjectNode body = Json.object().put("type", type);
        for (Addressee recipient : recipients) {
            body.withArray("recipients")
                    .addObject()
                    .put("party", recipient.party())
                    .put("role", recipient.role());
        }
        body.set(member, content);
        return Json.text(body).getBytes(UTF_8);
    }
}
