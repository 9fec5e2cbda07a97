package io.sealane.node.store;

import io.vertx.core.buffer.Buffer;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.UUID;

/**
 * One row of an answer; columns are counted from 0, in the order in which the statement names them.
 */
final class Row {
    private final @Nullable Object[] values;

    Row(@Nullable Object[] values) {
        this.values = values;
    }

    boolean isNull(int column) {
        return values[column] == null;
    }

    /** Of {@code smallint}, {@code integer} or {@code bigint}. */
    long number(int column) {
        return ((Number) value(column)).longValue();
    }

    @Nullable Long numberOrNull(int column) {
        return isNull(column) ? null : (Long) number(column);
    }

    boolean truth(int column) {
        return (Boolean) value(column);
    }

    String text(int column) {
        return (String) value(column);
    }

    @Nullable String textOrNull(int column) {
        return (String) values[column];
    }

    byte[] bytes(int column) {
        return ((Buffer) value(column)).getBytes();
    }

    UUID uuid(int column) {
        return (UUID) value(column);
    }

    Instant instant(int column) {
        return ((OffsetDateTime) value(column)).toInstant();
    }

    private Object value(int column) {
        return Objects.requireNonNull(values[column], "a column that is never null");
    }
}
