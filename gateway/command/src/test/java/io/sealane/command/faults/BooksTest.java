package io.sealane.command.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.UUID;

/** What is wrong with what arrived is found, whatever it is. */
class BooksTest {
    private static final UUID FIRST = new UUID(0, 1);
    private static final UUID SECOND = new UUID(0, 2);

    private final Books books = new Books();

    private void settled(UUID delivery, String state, long seq) {
        books.settled(
                new Books.Delivery(UUID.randomUUID(), delivery, "us>nl", state, seq, "receipt"));
    }

    private void arrived(UUID delivery) {
        books.arrived(delivery);
        books.receipted(delivery, "receipt");
    }

    @Test
    void nothing_is_wrong_with_what_arrives_once_in_order() {
        settled(FIRST, "delivered", 1);
        settled(SECOND, "delivered", 2);
        arrived(SECOND);
        arrived(FIRST);
        assertThat(books.violations()).isEmpty();
        assertThat(books.arrivals()).isEqualTo(2);
    }

    @Test
    void what_was_acknowledged_and_is_not_delivered_is_lost() {
        settled(FIRST, "sent", 1);
        assertThat(books.violations())
                .singleElement()
                .asString()
                .startsWith("acknowledged and lost");
    }

    @Test
    void what_has_a_receipt_must_be_in_the_inbox() {
        settled(FIRST, "delivered", 1);
        assertThat(books.violations()).containsExactly("receipted, and not in the inbox: " + FIRST);
    }

    @Test
    void nothing_is_twice_in_an_inbox() {
        settled(FIRST, "delivered", 1);
        arrived(FIRST);
        arrived(FIRST);
        assertThat(books.violations()).containsExactly("twice in an inbox: " + FIRST);
    }

    @Test
    void nothing_is_in_an_inbox_that_nobody_sent() {
        arrived(FIRST);
        assertThat(books.violations()).containsExactly("in an inbox, and nobody sent it: " + FIRST);
    }

    @Test
    void numbers_have_no_gap_and_are_given_once() {
        settled(FIRST, "delivered", 3);
        settled(SECOND, "delivered", 3);
        arrived(FIRST);
        arrived(SECOND);
        assertThat(books.violations())
                .containsExactly(
                        "number 3 was given twice on us>nl", "3 numbers were given for 1 on us>nl");
    }

    @Test
    void both_sides_hold_the_same_receipt() {
        settled(FIRST, "delivered", 1);
        books.arrived(FIRST);
        books.receipted(FIRST, "another");
        assertThat(books.violations())
                .containsExactly("sender and receiver have different receipts of " + FIRST);
    }

    @Test
    void what_is_read_again_is_looked_for_again() {
        settled(FIRST, "delivered", 1);
        arrived(FIRST);
        Books again = books.beforeArrivals();
        assertThat(again.violations()).containsExactly("receipted, and not in the inbox: " + FIRST);
        again.arrived(FIRST);
        assertThat(again.violations()).isEmpty();
    }
}
