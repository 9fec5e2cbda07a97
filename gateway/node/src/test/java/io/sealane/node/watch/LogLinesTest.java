package io.sealane.node.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealane.core.identity.Outage;
import io.sealane.core.json.Json;

import org.junit.jupiter.api.Test;

import java.util.logging.Level;
import java.util.logging.LogRecord;

class LogLinesTest {
    private static LogRecord record(String message) {
        var record = new LogRecord(Level.WARNING, message);
        record.setLoggerName("io.sealane.node.http.Requests");
        return record;
    }

    @Test
    void an_event_is_one_line_whatever_stands_in_it() {
        String line = new LogLines(false).format(record("a\nb\r\u001b[2Jc\u2028d"));
        assertThat(line).endsWith("Requests a\\u000ab\\u000d\\u001b[2Jc\\u2028d\n");
        assertThat(line.chars().filter(c -> c == '\n').count()).isEqualTo(1);
    }

    @Test
    void a_line_of_json_is_one_object() throws Exception {
        String line = new LogLines(true).format(record("a\n\"b\""));
        assertThat(line.strip().lines()).hasSize(1);
        assertThat(Json.parse(line).path("message").asText()).isEqualTo("a\n\"b\"");
        assertThat(Json.parse(line).path("level").asText()).isEqualTo("WARN");
    }

    @Test
    void a_librarys_message_is_left_out_and_ours_is_not() {
        LogRecord record = record("event=bug");
        record.setThrown(
                new Outage(
                        "the database is down",
                        1,
                        new IllegalArgumentException("cannot read \"hunter2\"")));
        assertThat(new LogLines(false).format(record))
                .contains("the database is down", "IllegalArgumentException")
                .doesNotContain("hunter2", " at ");
    }

    @Test
    void a_bug_is_told_with_the_places_it_went_through() {
        LogRecord record = record("event=bug");
        record.setThrown(new IllegalArgumentException("cannot read \"hunter2\""));
        assertThat(new LogLines(false).format(record))
                .contains("IllegalArgumentException at io.sealane.node.watch.LogLinesTest")
                .doesNotContain("hunter2");
    }
}
