package io.sealane.node;

import static io.sealane.node.Rogue.CANARY;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealane.node.Rogue.Lie;
import io.sealane.node.Rogue.Reply;

import org.junit.jupiter.api.BeforeAll;

import java.util.List;

/** What is looked at when a partner lies to {@code nl}: the answer, what is kept, what is next. */
abstract class DeliveriesCase extends NodesCase {
    static Rogue rogue;

    @BeforeAll
    static void meet() {
        rogue = nodes.rogue;
    }

    interface Call {
        Reply reply() throws Exception;
    }

    static void isRefusedWithoutTrace(int status, String code, Call call) throws Exception {
        int logged = log.length();
        List<String> inbox = received();
        long number = number();

        Reply reply = call.reply();

        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.json().path("code").asText()).isEqualTo(code);
        assertThat(reply.body()).doesNotContain(CANARY);
        assertThat(number()).isEqualTo(number);
        assertThat(received()).isEqualTo(inbox);
        isTaken(rogue.deliver(Rogue.NONE));
        assertThat(number()).isEqualTo(number + 1);
        assertThat(received()).hasSize(inbox.size() + 1);
        assertThat(log.since(logged)).contains("code=" + code).doesNotContain(CANARY);
    }

    static void isTaken(Reply reply) throws Exception {
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.receipt().path("kind").asText()).as(reply.body()).isEqualTo("admitted");
    }

    static long number() throws Exception {
        return rogue.seen().at("/channels/0/seq").asLong();
    }

    /** What the rogue's deliveries put into the inbox. */
    static List<String> received() throws Exception {
        return inbox().stream().filter(item -> item.contains("straits-line")).toList();
    }

    /** Numbered, receipted as refused, in no inbox; and the next one is taken. */
    static void isRefusedForGood(String code, Lie lie) throws Exception {
        int logged = log.length();
        List<String> inbox = received();
        long number = number();

        Reply reply = rogue.deliver(lie);

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.receipt().path("kind").asText()).isEqualTo("refused");
        assertThat(reply.receipt().path("code").asText()).isEqualTo(code);
        assertThat(reply.receipt().path("seq").asLong()).isEqualTo(number + 1);
        assertThat(number()).isEqualTo(number + 1);
        assertThat(received()).isEqualTo(inbox);
        isTaken(rogue.deliver(Rogue.NONE));
        assertThat(log.since(logged)).contains("code=" + code).doesNotContain(CANARY);
    }
}
