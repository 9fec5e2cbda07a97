package io.sealane.node.store;

import java.nio.ByteBuffer;
import java.util.function.Function;

/** The rows that a group adds, table by table. */
@SuppressWarnings("ImmutableEnumChecker") // its statements and functions are made once and kept
enum Insert {
    /** Adds nothing where the party used this idempotency key. */
    IDEMPOTENCY(
            "idempotency",
            "log, tag, document, at, key_id, content",
            "tag",
            row -> ByteBuffer.wrap(row.bytes(0))),
    /** Adds nothing where there is a document of that id: parties that sign choose their own. */
    DOCUMENT(
            "document",
            "log, id, issuer, vct, issued_at, idx, key_id, content",
            "id",
            row -> row.uuid(0)),
    /** Adds nothing where the number or the delivery id came over this channel. */
    DELIVERY_ID(
            "delivery_id",
            "log, channel, seq, delivery, idx, at, input_hash",
            "delivery",
            row -> row.uuid(0)),
    /** Adds nothing where it was logged. */
    NOTED("noted", "log, name, hash, idx, key_id, content", "name", row -> row.text(0)),
    /** Adds nothing where a void was made. */
    REPLACEMENT("replacement", "log, delivery, idx", "delivery", row -> row.uuid(0)),

    /** One note serves the proofs of a whole batch, and may be there already. */
    PEER_CHECKPOINT("peer_checkpoint", "log, origin, size, note", true),

    REFERENCE("reference", "log, party, kind, tag, at, document, delivery"),
    PENDING("pending", "log, channel, idx, delivery, document"),
    PRESENTATION(
            "presentation",
            "log, delivery, document, channel, seq, idx, agreement, expires, key_id, content"),
    IN_FLIGHT("in_flight", "log, channel, seq, delivery"),
    CANCELLATION("cancellation", "log, delivery, code"),
    RECEIPT(
            "receipt",
            "log, delivery, code, idx, their_idx, note_origin, note_size, key_id, content"),
    INBOX(
            "inbox",
            "log, idx, at, party, role, delivery, channel, document, vct, issuer, agreement,"
                    + " sender_idx, note_origin, note_size, key_id, content, body_key_id, body"),
    REFUSAL("refusal", "log, idx, at, delivery, channel, code, key_id, content"),
    ENTRY("log_entry", "log, idx, entry"),
    OPENING("log_opening", "log, idx, kind, channel, seq, peer, delivery, key_id, secret"),
    TILE("log_tile", "log, level, idx, hash");

    private final MultiRow statement;
    private final Function<Row, Object> key;

    /** Of rows that must all be new: the statement returns the keys of those that were. */
    Insert(String table, String columns, String returned, Function<Row, Object> key) {
        this.statement =
                MultiRow.insert(table, columns, "on conflict do nothing returning " + returned);
        this.key = key;
    }

    Insert(String table, String columns, boolean mayBeThere) {
        this.statement =
                MultiRow.insert(table, columns, mayBeThere ? "on conflict do nothing" : "");
        this.key = row -> row;
    }

    Insert(String table, String columns) {
        this(table, columns, false);
    }

    MultiRow statement() {
        return statement;
    }

    /** What a returned row says was added. */
    Object key(Row row) {
        return key.apply(row);
    }
}
