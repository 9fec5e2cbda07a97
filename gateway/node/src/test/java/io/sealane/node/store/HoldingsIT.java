package io.sealane.node.store;

import static io.sealane.node.store.Exchanges.ACME;
import static io.sealane.node.store.Exchanges.FROM_NL;
import static io.sealane.node.store.Exchanges.NOW;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.util.Objects.requireNonNull;

import io.sealane.core.exchange.Change.Admitted;
import io.sealane.core.exchange.Change.Erased;
import io.sealane.core.exchange.Change.ReceivedLine;
import io.sealane.core.exchange.Holdings.Held;
import io.sealane.core.exchange.Holdings.Under;
import io.sealane.core.ledger.Kind;
import io.sealane.core.ledger.Scope;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What inboxes hold for a time: what is due, what is left when it is erased, and the keys. */
class HoldingsIT extends StoreCase {
    private static final Instant LATER = NOW.plusSeconds(1);

    /** When the month of {@code NOW} is over for more than a day. */
    private static final Instant NEXT_MONTH = NOW.plus(Duration.ofDays(40));

    private ReceivedLine one;
    private ReceivedLine two;
    private Under line;

    @BeforeEach
    void receive() {
        one = make.admitted(FROM_NL, 1, "rolled steel");
        two = make.admitted(FROM_NL, 2, "cold fish");
        commit(make.received(FROM_NL, one, two));
        Admitted admitted = requireNonNull(one.admitted());
        line = new Under(admitted.agreement(), admitted.vct(), admitted.recipient().role());
    }

    private Erased erasure(List<Held> held) {
        Scope scope = Scope.with(Exchanges.origin(log), Kind.ERASURE, Exchanges.NL);
        return new Erased(held, make.commitment(scope, "erased"));
    }

    private List<Row> rows(String sql) {
        return open.database.statement(session -> session.rows(sql, log));
    }

    @Test
    void what_was_admitted_before_a_time_under_one_line_is_due() {
        assertThat(store.holdings().due(log, line, NOW, 10)).isEmpty();
        List<Held> due = store.holdings().due(log, line, LATER, 10);
        assertThat(due).extracting(Held::delivery).containsExactly(one.delivery(), two.delivery());
        assertThat(store.holdings().due(log, line, LATER, 1)).hasSize(1);
        Under another = new Under(line.agreement(), line.vct(), "another-role");
        assertThat(store.holdings().due(log, another, LATER, 10)).isEmpty();
    }

    @Test
    void what_is_erased_is_gone_from_the_tables_and_the_rest_is_not() throws Exception {
        List<Held> due = store.holdings().due(log, line, LATER, 1);
        long leaf = commit(erasure(due)).firstIndex();

        both().forEach(reader -> {
            assertThat(requireNonNull(reader.inbox().byId(ACME, one.delivery())).presentation())
                    .isNull();
            assertThat(requireNonNull(reader.inbox().byId(ACME, two.delivery())).presentation())
                    .isNotNull();
            assertThat(reader.holdings().due(log, line, LATER, 10)).hasSize(1);
            var evidence = requireNonNull(reader.evidence().received(ACME, one.delivery()));
            assertThat(requireNonNull(evidence.erasure()).index()).isEqualTo(leaf);
            String whole = requireNonNull(one.admitted()).presentation();
            assertThat(evidence.presentation())
                    .isEqualTo(
                            whole.substring(0, whole.indexOf('~'))
                                    + whole.substring(whole.lastIndexOf('~')));
            assertThat(requireNonNull(reader.evidence().received(ACME, two.delivery())).erasure())
                    .isNull();
        });
        assertThat(rows("select delivery from reference where log = $1"))
                .extracting(row -> row.uuid(0))
                .containsExactly(two.delivery());
    }

    @Test
    void nothing_is_erased_twice() {
        List<Held> due = store.holdings().due(log, line, LATER, 10);
        commit(erasure(due));
        Erased again = erasure(due);
        assertConflict(again, again);
        Erased part = erasure(due.subList(0, 1));
        assertConflict(part, make.submitted("key", Exchanges.TO_NL), part);
    }

    @Test
    void a_key_goes_when_its_month_is_over_and_nothing_is_under_it() {
        Row backup =
                rows("select body_key_id, body from inbox where log = $1 and sender_idx = 71")
                        .getFirst();
        Place place = Place.inboxBody(log, FROM_NL.toString(), one.delivery());
        long key = backup.number(0);

        store.holdings().forget(log, line, NEXT_MONTH);
        assertThat(open.atRest.open(key, place, backup.bytes(1))).isNotEmpty();
        commit(erasure(store.holdings().due(log, line, LATER, 10)));
        store.holdings().forget(log, line, LATER);
        assertThat(open.atRest.open(key, place, backup.bytes(1))).isNotEmpty();

        store.holdings().forget(log, line, NEXT_MONTH);
        // What a backup of the database holds is unreadable now.
        assertThatThrownBy(() -> open.atRest.open(key, place, backup.bytes(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("data key");
        // A database that is restored shows it as erased, also to another process.
        open.database.statement(session ->
                session.change(
                        "update inbox set body = $2, body_key_id = $3"
                                + " where log = $1 and sender_idx = 71",
                        log,
                        backup.bytes(1),
                        key));
        both().forEach(reader ->
                assertThat(requireNonNull(reader.inbox().byId(ACME, one.delivery())).presentation())
                        .isNull());
        // The next that arrives gets a key of its own.
        ReceivedLine three = make.admitted(FROM_NL, 3);
        commit(make.received(FROM_NL, three));
        assertThat(requireNonNull(store.inbox().byId(ACME, three.delivery())).presentation())
                .isNotNull();
    }
}
