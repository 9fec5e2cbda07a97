package io.sealane.node.store;

import static io.sealane.node.store.Exchanges.NOW;
import static io.sealane.node.store.Exchanges.TO_NL;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealane.core.exchange.Change.Submitted;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

class PartitionsIT extends StoreCase {
    private static List<String> partitions() {
        return open
                .database
                .statement(session ->
                        session.rows(
                                "select relname::text from pg_class where relispartition"
                                        + " and relkind = 'r' order by 1"))
                .stream()
                .map(row -> row.text(0))
                .toList();
    }

    private static String partitionOf(Submitted submitted) {
        return open.database
                .statement(session ->
                        session.rows(
                                "select tableoid::regclass::text from document" + " where id = $1",
                                submitted.document().id()))
                .getFirst()
                .text(0);
    }

    @Test
    void are_there_before_anything_falls_into_them() {
        assertThat(partitions())
                .contains(
                        "document_2026_10",
                        "document_2026_11",
                        "document_2027_02",
                        "document_other",
                        "inbox_2027_02",
                        "log_entry_0",
                        "log_entry_1",
                        "log_opening_1")
                .doesNotContain("document_2027_03");
        List<String> before = partitions();
        new Partitions(open.database).extend(NOW);
        assertThat(partitions()).isEqualTo(before);

        new Partitions(open.database).extend(NOW.plus(Duration.ofDays(31)));
        assertThat(partitions()).contains("document_2027_03", "inbox_2027_03");
    }

    @Test
    void grow_with_the_log() {
        Partitions partitions = new Partitions(open.database);
        partitions.extend(NOW);
        partitions.grown(3 * Partitions.LEAVES - 10);
        partitions.cover(100);
        assertThat(partitions()).contains("log_entry_2", "log_entry_3", "log_entry_4");
    }

    @Test
    void take_what_their_month_made_and_leave_the_rest_to_the_default() {
        Submitted now = make.submitted("now", TO_NL);
        commit(now);
        assertThat(partitionOf(now)).isEqualTo("document_2026_11");

        Exchanges ahead = new Exchanges(1, log, NOW.plus(Duration.ofDays(400)));
        Submitted later = ahead.submitted("later", TO_NL);
        commit(later);
        assertThat(partitionOf(later)).isEqualTo("document_other");
        // The month of its id can no longer have a partition; the months after it can.
        new Partitions(open.database).extend(NOW.plus(Duration.ofDays(400)));
        assertThat(partitions())
                .contains("document_2028_02", "presentation_2027_12")
                .doesNotContain("document_2027_12");
        assertThat(store.documents().byId(Exchanges.ACME, later.document().id())).isNotNull();
        assertThat(partitionOf(later)).isEqualTo("document_other");
    }
}
