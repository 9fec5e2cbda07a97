package io.sealane.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.json.Json;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A short run of the real thing: what it prints is well formed and adds up. */
@Tag("long")
class BenchIT {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void measures_an_exchange_whose_counts_are_equal_everywhere() throws Exception {
        int code = run("--part", "exchange", "--seconds", "1", "--warm-up", "0", "--clients", "4");
        assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isZero();
        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(2);
        JsonNode exchange = Json.parse(lines.getFirst());
        assertThat(exchange.path("deliveries").asLong()).isPositive();
        assertThat(exchange.path("fsync").asText()).isEqualTo("on/on");
        long submitted = exchange.path("submitted").asLong();
        for (String counted :
                List.of("receiptsVerified", "receiptsStoredBySender", "inboxOfReceiver")) {
            assertThat(exchange.path(counted).asLong()).as(counted).isEqualTo(submitted);
        }
        assertThat(exchange.path("cpuMillisEach").path("usDatabase").asDouble()).isPositive();
        assertThat(exchange.path("ofWhichMillis").path("us").path("virtualThreads").asDouble())
                .isPositive();
        JsonNode summary = Json.parse(lines.getLast());
        assertThat(summary.path("part").asText()).isEqualTo("summary");
        assertThat(summary.path("results").path(0)).isEqualTo(exchange);
        assertThat(summary.path("holds").asBoolean()).isTrue();
    }

    @Test
    void measures_the_store_alone_with_a_row_for_each_submission() throws Exception {
        int code = run("--part", "store", "--seconds", "1", "--warm-up", "0");
        assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isZero();
        JsonNode store =
                Json.parse(out.toString(StandardCharsets.UTF_8).lines().toList().getFirst());
        for (String table : List.of("document", "presentation", "idempotency")) {
            assertThat(store.path("rowsEach").path(table).asDouble()).as(table).isEqualTo(1);
        }
        assertThat(store.path("rowsEach").path("log_entry").asDouble()).isEqualTo(2);
        assertThat(store.path("walBytesEach").asDouble()).isPositive();
        assertThat(store.path("cpuMillisEach").path("database").asDouble()).isPositive();
        assertThat(store.path("rawPerSecond").asDouble()).isPositive();
        assertThat(store.path("fsync").asText()).isEqualTo("on");
    }

    @Test
    void measures_single_steps_beside_the_plain_library() throws Exception {
        int code = run("--part", "micro", "--seconds", "1", "--warm-up", "1");
        assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isZero();
        JsonNode micro =
                Json.parse(out.toString(StandardCharsets.UTF_8).lines().toList().getFirst());
        assertThat(micro.path("microseconds").size()).isEqualTo(Main.STEPS);
        for (JsonNode step : micro.path("microseconds")) {
            assertThat(step.asDouble()).isPositive();
        }
        assertThat(micro.path("validateToPlain").asDouble()).isPositive();
    }

    @Test
    void refuses_words_that_mean_nothing() {
        assertThat(run("--part", "everything")).isEqualTo(2);
        assertThat(run("--seconds", "0")).isEqualTo(2);
        assertThat(run("--output", "xml")).isEqualTo(2);
        assertThat(out.size()).isZero();
    }

    private int run(String... arguments) {
        return Main.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                arguments);
    }
}
