package io.sealane.node.store;

import io.sealane.node.federation.PartnerBook;
import io.sealane.node.federation.PartnerBook.Stored;

import java.util.List;

/** Partners that an operator added, in PostgreSQL. */
public final class StoredPartners implements PartnerBook.Shelf {
    private static final String ALL =
            "select node, address, configuration from partner where log = $1 order by node";
    private static final String PUT =
            "insert into partner (log, node, address, configuration) values ($1, $2, $3, $4)"
                    + " on conflict (log, node) do update"
                    + " set address = excluded.address, configuration = excluded.configuration";
    private static final String REMOVE = "delete from partner where log = $1 and node = $2";

    private final Database database;
    private final int log;

    StoredPartners(Database database, int log) {
        this.database = database;
        this.log = log;
    }

    @Override
    public List<Stored> all() {
        return database.statement(session -> session.rows(ALL, log)).stream()
                .map(row -> new Stored(row.text(0), row.text(1), row.text(2)))
                .toList();
    }

    @Override
    public void put(Stored one) {
        database.statement(session ->
                session.change(PUT, log, one.node(), one.address(), one.configuration()));
    }

    @Override
    public void remove(String node) {
        database.statement(session -> session.change(REMOVE, log, node));
    }
}
