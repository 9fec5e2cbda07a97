package io.sealane.node.store;

import io.sealane.core.exchange.Register;
import io.sealane.node.party.PartyStatement;
import io.sealane.node.party.Registry;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Signed statements of parties, in PostgreSQL: among what was noted, by their numbers. */
public final class StoredParties implements Registry.Shelf {
    private static final String FROM =
            "select name, key_id, content from noted where log = $1 and name between $2 and $3"
                    + " order by name limit $4";

    private final Database database;
    private final AtRest atRest;
    private final StoredAgreements agreements;
    private final int log;

    StoredParties(Database database, AtRest atRest, StoredAgreements agreements, int log) {
        this.database = database;
        this.atRest = atRest;
        this.agreements = agreements;
        this.log = log;
    }

    @Override
    public List<String> from(long number, int limit) {
        String first = PartyStatement.name(number);
        String last = PartyStatement.name(Long.MAX_VALUE);
        return database.statement(session -> session.rows(FROM, log, first, last, limit)).stream()
                .map(this::compact)
                .toList();
    }

    private String compact(Row row) {
        String name = row.text(0);
        byte[] content = atRest.open(row.number(1), Place.noted(log, name), row.bytes(2));
        return new String(content, StandardCharsets.US_ASCII);
    }

    @Override
    public Register.@Nullable Logged logged(String name) {
        return agreements.logged(log, name);
    }
}
