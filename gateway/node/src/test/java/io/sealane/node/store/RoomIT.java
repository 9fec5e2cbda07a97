package io.sealane.node.store;

import static io.sealane.node.store.Exchanges.TO_NL;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealane.core.exchange.Change.Submitted;
import io.sealane.core.exchange.Group;
import io.sealane.core.identity.Outage;

import org.junit.jupiter.api.Test;

import java.util.List;

/** The database says that its disk is full, and later that it is not. */
class RoomIT extends StoreCase {
    private static final List<String> TABLES = List.of("log_entry", "room");

    @Test
    void is_not_healthy_until_there_is_room_again() {
        assertThat(open.database.healthy()).isTrue();
        run(
                """
                create function full_disk() returns trigger language plpgsql as
                $$ begin raise exception 'no space left on device' using errcode = '53100'; end $$
                """);
        for (String table : TABLES) {
            run(
                    "create trigger full_disk before insert on %s execute function full_disk()"
                            .formatted(table));
        }
        Submitted submitted = make.submitted("key", TO_NL);
        Group group = new Group(log, List.of(submitted));
        assertThatThrownBy(() -> store.commit(group))
                .isInstanceOfSatisfying(
                        Outage.class, e -> assertThat(e.retryAfterSeconds()).isEqualTo(30));
        assertThat(open.database.healthy()).isFalse();
        assertThat(store.head(log).size()).as("it can still be read").isZero();
        assertThat(store.queued(TO_NL, 10)).isEmpty();

        run("drop function full_disk cascade");
        assertThat(open.database.healthy()).isTrue();
        commit(submitted);
        assertThat(
                        open.database
                                .statement(session -> session.rows("select count(*) from room"))
                                .getFirst()
                                .number(0))
                .isZero();
    }

    private static void run(String sql) {
        open.database.statement(session -> session.run(sql));
    }
}
