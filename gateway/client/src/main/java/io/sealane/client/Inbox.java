package io.sealane.client;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.UUID;

/**
 * A page of what was received, in order of log index.
 *
 * @param next the cursor that asks for what follows
 */
public record Inbox(List<Item> items, String next) {

    /**
     * One received document.
     *
     * @param id of the delivery
     * @param from the issuer, {@code name@node}
     * @param party the recipient, {@code name@node}
     * @param index position of the admission in this node's log
     * @param classes field classes that were granted and are there
     * @param erased whether its time is over: the document is empty then
     * @param acknowledgement null until given
     */
    public record Item(
            UUID id,
            String type,
            String from,
            String role,
            String party,
            String receivedAt,
            long index,
            List<String> classes,
            JsonNode document,
            boolean erased,
            @Nullable JsonNode acknowledgement) {}

    /** What a recipient thinks of a delivery. */
    public enum Verdict {
        ACCEPTED("accepted"),
        REJECTED("rejected");

        private final String wireName;

        Verdict(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }
    }
}
