package io.sealane.node.store;

import io.vertx.core.buffer.Buffer;

import org.hibernate.reactive.pool.ReactiveConnection;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The statements of one transaction, on the connection of a stateless session of Hibernate
 * Reactive. For one event loop: each statement is issued when the one before it is answered.
 */
final class Session {
    private final ReactiveConnection connection;

    Session(ReactiveConnection connection) {
        this.connection = connection;
    }

    /** The rows of a statement, {@code select} or {@code returning}. */
    CompletionStage<List<Row>> rows(String sql, @Nullable Object... parameters) {
        return connection
                .select(sql, wire(parameters))
                .thenApply(result -> {
                    List<Row> rows = new ArrayList<>(result.size());
                    while (result.hasNext()) {
                        rows.add(new Row(result.next()));
                    }
                    return rows;
                });
    }

    /** How many rows a statement inserted, changed or deleted. */
    CompletionStage<Integer> change(String sql, @Nullable Object... parameters) {
        return connection.update(sql, wire(parameters));
    }

    /** A statement without parameters that is not worth preparing. */
    CompletionStage<Void> run(String sql) {
        return connection.executeUnprepared(sql);
    }

    /** The types of the driver in place of Java's. */
    private static @Nullable Object[] wire(@Nullable Object[] parameters) {
        @Nullable Object[] wire = new @Nullable Object[parameters.length];
        for (int i = 0; i < parameters.length; i++) {
            wire[i] =
                    switch (parameters[i]) {
                        case byte[] bytes -> Buffer.buffer(bytes);
                        case Instant instant -> instant.atOffset(ZoneOffset.UTC);
                        case null -> null;
                        case Object other -> other;
                    };
        }
        return wire;
    }
}
