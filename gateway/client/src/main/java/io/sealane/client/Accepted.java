package io.sealane.client;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.UUID;

/**
 * A document that the node stored, signed and logged.
 *
 * @param type type and version, e.g. {@code transport-document/1.0}
 * @param warnings what is odd in it, but was taken
 * @param receipt the leaf of the submission in the node's log, to hold the node to account
 */
public record Accepted(
        UUID id, String type, List<Warning> warnings, List<Delivery> deliveries, Receipt receipt) {

    /**
     * What is odd in a document, but was taken.
     *
     * @param pointer JSON Pointer into the document
     * @param rule name of the rule
     */
    public record Warning(String pointer, String rule, String message) {}

    /**
     * One recipient of a document.
     *
     * @param state pending, sent, delivered, refused, cancelled or voided
     * @param code why it was refused
     * @param seq number on its channel, once sent
     * @param sentIndex position in the own node's log
     * @param receiptIndex position in the receiving node's log
     * @param classes field classes shown
     */
    public record Delivery(
            UUID id,
            String party,
            String role,
            String state,
            @Nullable String code,
            @Nullable Long seq,
            @Nullable Long sentIndex,
            @Nullable Long receiptIndex,
            @Nullable List<String> classes) {

        /** Whether nothing will change any more. */
        public boolean isFinal() {
            return !state.equals("pending") && !state.equals("sent");
        }
    }

    /**
     * The opened leaf of a submission.
     *
     * @param statement JCS text
     * @param blinding base64url
     * @param index position in the node's log
     * @param proof inclusion proof, base64url hashes
     * @param checkpoint signed note
     */
    public record Receipt(
            String statement, String blinding, long index, List<String> proof, String checkpoint) {}
}
