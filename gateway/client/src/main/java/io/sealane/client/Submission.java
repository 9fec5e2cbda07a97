package io.sealane.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What a party hands in.
 *
 * @param type e.g. {@code transport-document/1.0}
 * @param member of the request that holds the content: {@code document} or {@code signed}
 * @param secondSignature beside what is signed, where its token lists one; else null
 */
public record Submission(
        String type,
        List<Addressee> recipients,
        String member,
        JsonNode content,
        @Nullable String secondSignature) {
    public Submission {
        recipients = List.copyOf(recipients);
    }

    /** A document that the node signs for the party. */
    public static Submission ofDocument(
            String type, List<Addressee> recipients, JsonNode document) {
        return new Submission(type, recipients, "document", document, null);
    }

    /**
     * A document that the party signed with a key of its own.
     *
     * @param compact the SD-JWT with all disclosures, {@code _classes} among them
     */
    public static Submission ofSigned(String type, List<Addressee> recipients, String compact) {
        return ofSigned(type, recipients, compact, null);
    }

    /**
     * As {@link #ofSigned(String, List, String)}, of a document that was signed twice.
     *
     * @param secondSignature the detached JWS of ML-DSA-65; null if it was not
     */
    public static Submission ofSigned(
            String type,
            List<Addressee> recipients,
            String compact,
            @Nullable String secondSignature) {
        return new Submission(
                type, recipients, "signed", TextNode.valueOf(compact), secondSignature);
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
        if (secondSignature != null) {
            body.put("secondSignature", secondSignature);
        }
        return Json.text(body).getBytes(UTF_8);
    }
}
