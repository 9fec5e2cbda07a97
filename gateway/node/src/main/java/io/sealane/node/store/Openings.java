package io.sealane.node.store;

import io.sealane.core.identity.Refusal;
import io.sealane.core.ledger.Kind;
import io.sealane.core.ledger.Leaf;
import io.sealane.core.ledger.Opening;
import io.sealane.core.ledger.Scope;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the leaves of a log commit to: for the auditor, and for answers that are given again. */
public final class Openings {
    /** Columns of an opening's secret; the entry says where it belongs. */
    static final String COLUMNS = "o.idx, o.key_id, o.secret, e.entry";

    private static final MultiRow BY_INDEX =
            MultiRow.in(
                    "select "
                            + COLUMNS
                            + " from log_opening o"
                            + " join log_entry e on e.log = $1 and e.idx = o.idx"
                            + " where o.log = $1 and o.idx in ",
                    1,
                    "");
    private static final String RANGE =
            "select "
                    + COLUMNS
                    + ", o.kind, o.channel, o.seq, o.peer, p.delivery, p.key_id, p.content"
                    + " from log_opening o"
                    + " join log_entry e on e.log = $1 and e.idx = o.idx"
                    + " left join presentation p on p.log = $1 and p.delivery = o.delivery"
                    + " where o.log = $1 and o.idx >= $2 and o.idx < $3 order by o.idx";

    private final Database database;
    private final AtRest atRest;
    private final int log;
    private final String origin;

    Openings(Database database, AtRest atRest, int log, String origin) {
        this.database = database;
        this.atRest = atRest;
        this.log = log;
        this.origin = origin;
    }

    /** Blinding and statement of a leaf. */
    record Secret(byte[] blinding, byte[] statement) {
        static Secret unpack(byte[] secret) {
            Unpacking packed = new Unpacking(secret);
            return new Secret(packed.raw(Leaf.BLINDING_BYTES), packed.rest());
        }

        String statementText() {
            return new String(statement, StandardCharsets.UTF_8);
        }
    }

    /** The openings of leaves whose secret is their own, by position. */
    Map<Long, Secret> secrets(Collection<Long> indexes) {
        Map<Long, Secret> secrets = new HashMap<>();
        if (indexes.isEmpty()) {
            return secrets;
        }
        List<@Nullable Object[]> wanted = new ArrayList<>();
        indexes.forEach(index -> wanted.add(new @Nullable Object[] {index}));
        for (Row row : database.statement(session -> BY_INDEX.rows(session, wanted, log))) {
            secrets.put(row.number(0), secret(row, 1));
        }
        return secrets;
    }

    /**
     * The secret of a row.
     *
     * @param from column of key_id, secret and entry, in this order
     */
    Secret secret(Row row, int from) {
        return Secret.unpack(
                atRest.open(
                        row.number(from),
                        Place.opening(log, row.bytes(from + 2)),
                        row.bytes(from + 1)));
    }

    /** The openings of leaves from a position on, in order, as an auditor gets them. */
    public List<Opening> range(long from, int count) {
        List<Opening> openings = new ArrayList<>();
        for (Row row :
                database.statement(session -> session.rows(RANGE, log, from, from + count))) {
            Secret secret = row.isNull(1) ? ofPresentation(row) : secret(row, 1);
            openings.add(
                    new Opening(row.number(0), secret.blinding(), scope(row), secret.statement()));
        }
        return openings;
    }

    private Secret ofPresentation(Row row) {
        PresentationContent content =
                PresentationContent.unpack(
                        atRest.open(
                                row.number(9),
                                Place.presentation(log, row.uuid(8)),
                                row.bytes(10)));
        return new Secret(
                content.blinding(), content.keyBinding().getBytes(StandardCharsets.US_ASCII));
    }

    private Scope scope(Row row) {
        try {
            return new Scope(
                    origin,
                    Kind.ofWire(row.text(4)),
                    row.textOrNull(5),
                    row.numberOrNull(6),
                    row.textOrNull(7));
        } catch (Refusal e) {
            throw new IllegalStateException("A stored opening's kind is damaged.", e);
        }
    }
}
