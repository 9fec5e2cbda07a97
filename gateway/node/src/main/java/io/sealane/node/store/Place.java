package io.sealane.node.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Where a ciphertext stands: table, column, log and row. It is authenticated with the ciphertext,
 * so that one row's cannot be put into another.
 */
final class Place {
    private final byte[] name;

    private Place(String column, int log, byte[] row) {
        byte[] text = column.getBytes(StandardCharsets.US_ASCII);
        this.name =
                ByteBuffer.allocate(text.length + 1 + Integer.BYTES + row.length)
                        .put(text)
                        .put((byte) 0)
                        .putInt(log)
                        .put(row)
                        .array();
    }

    /** An opening belongs to the leaf that commits to it: to its 33 bytes. */
    static Place opening(int log, byte[] entry) {
        return new Place("log_opening.secret", log, entry);
    }

    static Place document(int log, UUID id) {
        return new Place("document.content", log, bytes(id));
    }

    static Place idempotency(int log, byte[] tag) {
        return new Place("idempotency.content", log, tag);
    }

    static Place presentation(int log, UUID delivery) {
        return new Place("presentation.content", log, bytes(delivery));
    }

    static Place receipt(int log, UUID delivery) {
        return new Place("receipt.content", log, bytes(delivery));
    }

    static Place inbox(int log, String channel, UUID delivery) {
        return new Place("inbox.content", log, bytes(channel, delivery));
    }

    static Place inboxBody(int log, String channel, UUID delivery) {
        return new Place("inbox.body", log, bytes(channel, delivery));
    }

    static Place refusal(int log, String channel, UUID delivery) {
        return new Place("refusal.content", log, bytes(channel, delivery));
    }

    static Place acknowledgement(int log, long index) {
        return new Place(
                "acknowledgement.reason",
                log,
                ByteBuffer.allocate(Long.BYTES).putLong(index).array());
    }

    static Place noted(int log, String name) {
        return new Place("noted.content", log, name.getBytes(StandardCharsets.UTF_8));
    }

    static Place agreement(int log, byte[] hash) {
        return new Place("agreement.content", log, hash);
    }

    static Place approval(int log, UUID id) {
        return new Place("approval.content", log, bytes(id));
    }

    byte[] name() {
        return name;
    }

    private static byte[] bytes(UUID id) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    private static byte[] bytes(String channel, UUID delivery) {
        byte[] text = channel.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(text.length + 2 * Long.BYTES)
                .put(bytes(delivery))
                .put(text)
                .array();
    }
}
