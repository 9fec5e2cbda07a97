package io.sealane.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.disclosure.KeyBinding;
import io.sealane.core.disclosure.Presentation;
import io.sealane.core.exchange.ChannelName;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Digest;
import io.sealane.core.ledger.Kind;
import io.sealane.core.ledger.Scope;

import java.time.Instant;

/**
 * What a receiver says of deliveries whose disclosures it erased.
 *
 * @param text exactly as logged: the statement's JCS form
 */
record ErasureStatement(String text, JsonNode json, LoggedLeaf leaf) {
    /**
     * It is about this delivery, under its agreement, type and role, later than its receipt, and in
     * the receiver's log; and nothing of what it says is gone is there.
     *
     * @param receipt what the receiver said when it admitted it
     * @return what is gone, for a reader
     * @throws Refusal MISMATCH, and as a leaf refuses
     */
    String verify(
            Presentation presentation, ChannelName channel, ReceiptStatement receipt, Trust trust)
            throws Refusal {
        KeyBinding.Terms terms = presentation.keyBinding().terms();
        Checklist.require(
                presentation.disclosures().isEmpty() && !receipt.isRefusal(),
                Code.MISMATCH,
                "Disclosures are there that are said to be erased, or never were.");
        String delivery = Digest.base64Url(terms.nonce());
        boolean named = false;
        for (JsonNode one : json.path("deliveries")) {
            named |= one.asText().equals(delivery);
        }
        JsonNode at = json.path("at");
        Checklist.require(
                named
                        && json.path("kind").asText().equals(Kind.ERASURE.wireName())
                        && json.path("log").asText().equals(leaf.origin())
                        && json.path("agr").asText().equals(terms.agr())
                        && json.path("vct").asText().equals(presentation.issuer().claims().vct())
                        && json.path("role").asText().equals(terms.role())
                        && at.isIntegralNumber()
                        && at.longValue() >= receipt.json().path("at").asLong(),
                Code.MISMATCH,
                "The erasure is not one of this delivery.");
        String where =
                leaf.verify(
                        Scope.with(leaf.origin(), Kind.ERASURE, channel.from()),
                        text.getBytes(UTF_8),
                        channel.to(),
                        trust);
        return "erased on %s (%s): which fields were shown is not known from this file"
                .formatted(Instant.ofEpochSecond(at.longValue()), where);
    }
}
