package io.sealane.edifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.identity.Refusal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayInputStream;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/** What becomes of codes and times, and what becomes of what has no place. */
class MappingTest {
    private static final String GATE = Interchanges.example("codeco-gate-in.edi");
    private static final String SHIP = Interchanges.example("coarri-loaded.edi");
    private static final String STATUS = Interchanges.example("iftsta-departed.edi");
    private static final String RAIL = Interchanges.example("iftsta-arrived-by-rail.edi");

    static Stream<String> examples() {
        return Examples.all().keySet().stream();
    }

    private static JsonNode only(String text) {
        Interchanges.Read read = Interchanges.read(text);
        assertThat(read.faults()).isEmpty();
        assertThat(read.documents()).hasSize(1);
        return read.documents().getFirst().body();
    }

    private static void refused(String text, String code, String tag) {
        Interchanges.Read read = Interchanges.read(text);
        assertThat(read.documents()).isEmpty();
        assertThat(read.fault(code).tag()).isEqualTo(tag);
        assertThat(read.fault(code).kind()).isEqualTo(Finding.Kind.FAULT);
    }

    /** Drops each segment in turn: the documents change, or the report did not tell of it. */
    @ParameterizedTest
    @MethodSource("examples")
    void every_segment_is_in_a_document_or_in_the_report(String name) {
        String text = Interchanges.example(name);
        Interchanges.Read whole = Interchanges.read(text);
        List<String> lines = text.lines().toList();
        var told = new HashSet<Integer>();
        whole.findings().forEach(one -> told.add(one.segment()));
        for (int i = 0; i < lines.size(); i++) {
            // What counts is compared with what it counts.
            if (lines.get(i).matches("(UN|CNT).*") || told.contains(i + 1)) {
                continue;
            }
            var fewer = new java.util.ArrayList<>(lines);
            fewer.remove(i);
            String less = String.join("\n", fewer);
            less = recounted(less);
            List<JsonNode> left = bodies(Interchanges.read(less));
            assertThat(left).as(lines.get(i)).isNotEqualTo(bodies(whole));
        }
    }

    private static List<JsonNode> bodies(Interchanges.Read read) {
        return read.documents().stream()
                .map(one -> {
                    com.fasterxml.jackson.databind.node.ObjectNode body = one.body().deepCopy();
                    // It changes with whatever is said.
                    body.remove("eventID");
                    return (JsonNode) body;
                })
                .toList();
    }

    private static String recounted(String text) {
        long segments = text.lines().filter(line -> !line.matches("UN[ABZ].*")).count();
        return text.replaceFirst("UNT\\+\\d+", "UNT+" + segments);
    }

    @ParameterizedTest
    @CsvSource({"34,GTIN", "36,GTOT"})
    void a_gate_is_passed_in_or_out(String report, String event) {
        JsonNode document = only(GATE.replace("BGM+34", "BGM+" + report));
        assertThat(document.path("equipmentEventTypeCode").textValue()).isEqualTo(event);
    }

    @ParameterizedTest
    @CsvSource({"46,LOAD,USSAV,exportVoyageNumber", "44,DISC,NLRTM,importVoyageNumber"})
    void a_ship_is_loaded_where_the_way_begins_and_discharged_where_it_ends(
            String report, String event, String place, String voyage) {
        JsonNode document = only(SHIP.replace("BGM+46", "BGM+" + report));
        assertThat(document.path("equipmentEventTypeCode").textValue()).isEqualTo(event);
        assertThat(document.at("/eventLocation/UNLocationCode").textValue()).isEqualTo(place);
        assertThat(document.at("/transportCall/UNLocationCode").textValue()).isEqualTo(place);
        assertThat(document.at("/transportCall/" + voyage).textValue()).isEqualTo("611E");
    }

    @Test
    void an_empty_container_is_empty_and_one_that_may_be_either_is_not_mapped() {
        String empty = GATE.replace("++2+5'", "++2+4'");
        assertThat(only(empty).path("emptyIndicatorCode").textValue()).isEqualTo("EMPTY");
        refused(GATE.replace("++2+5'", "++2'"), "empty-or-full", "EQD");
    }

    @Test
    void what_the_codes_do_not_say_is_not_guessed() {
        refused(GATE.replace("BGM+34", "BGM+98"), "unknown-report", "BGM");
        refused(GATE.replace("EQD+CN", "EQD+CH"), "not-a-container", "EQD");
        refused(GATE.replaceAll("DTM\\+7.*\\R", "").replace("UNT+14", "UNT+13"), "no-time", "EQD");
        refused(GATE.replace("202603111358:203", "20260311:102"), "time", "DTM");
        refused(GATE.replace("202603111358", "202613111358"), "time", "DTM");
        refused(STATUS.replace("VD::116", "VD::999"), "unknown-status", "STS");
        refused(RAIL.replace("TDT+30+RS7741+2", "TDT+30+RS7741+4"), "mode", "TDT");
        refused(STATUS.replace("0210045:146:11", "XQH1:103"), "not-valid", "STS");
    }

    @Test
    void one_container_of_two_is_delivered_and_the_other_told() {
        String two = Interchanges.gates(2);
        int second = two.lastIndexOf("++2+5'");
        String text = two.substring(0, second) + "++2'" + two.substring(second + 6);
        Interchanges.Read read = Interchanges.read(text);
        assertThat(read.documents()).hasSize(1);
        assertThat(read.faults()).containsExactly("empty-or-full");
    }

    @Test
    void what_is_taken_back_and_what_is_a_test_is_no_event() {
        refused(GATE.replace("88121+9'", "88121+1'"), "not-an-event", "BGM");
        refused(GATE.replace("88121+9'", "88121+53'"), "not-an-event", "BGM");
        refused(GATE.replace("+TWT0311A'\nUNH", "+TWT0311A++++++1'\nUNH"), "test", "UNB");
    }

    @Test
    void local_times_are_read_where_they_are_local() {
        Interchanges.Read read =
                Interchanges.read(
                        () -> new ByteArrayInputStream(GATE.getBytes(ISO_8859_1)),
                        Interchanges.converter("US=America/New_York", "UTC"));
        JsonNode event = read.documents().getFirst().body();
        assertThat(event.path("eventDateTime").textValue()).isEqualTo("2026-03-11T13:58:00-04:00");
        assertThat(read.warnings()).doesNotContain("local-time");
    }

    @Test
    void an_hour_that_is_there_twice_is_told() {
        String autumn =
                GATE.replace("202603111358", "202510260230").replace("USSAV:139", "NLRTM:139");
        Interchanges.Read read =
                Interchanges.read(
                        () -> new ByteArrayInputStream(autumn.getBytes(ISO_8859_1)),
                        Interchanges.converter("NL=Europe/Amsterdam"));
        assertThat(read.warnings()).contains("clock-change");
    }

    @ParameterizedTest
    @CsvSource({
        "202603150054:203,2026-03-15T00:54:00Z",
        "2603150054:201,2026-03-15T00:54:00Z",
        "20260315005431:204,2026-03-15T00:54:31Z",
        "202603150054+0100:205,2026-03-15T00:54:00+01:00",
        "202603150054+01:303,2026-03-15T00:54:00+01:00",
        "20260315005431GMT:304,2026-03-15T00:54:31Z"
    })
    void a_time_is_read_in_every_format_with_minutes(String dtm, String time) {
        String una = "UNA:+.? '\n";
        String text = una + STATUS.replace("202603150054UTC:303", dtm.replace("+", "?+"));
        assertThat(only(text).path("eventDateTime").textValue()).isEqualTo(time);
    }

    @Test
    void a_container_number_with_a_wrong_digit_or_blanks_is_told_and_delivered() {
        Interchanges.Read wrong = Interchanges.read(GATE.replace("SLNU2100341", "SLNU2100342"));
        assertThat(wrong.documents()).hasSize(1);
        assertThat(wrong.warnings()).contains("container-check-digit");
        Interchanges.Read blank = Interchanges.read(GATE.replace("SLNU2100341", "SLNU 2100341"));
        assertThat(blank.documents().getFirst().body().path("equipmentReference").textValue())
                .isEqualTo("SLNU2100341");
        assertThat(blank.warnings()).contains("blanks").doesNotContain("container-check-digit");
    }

    @Test
    void an_event_has_the_same_number_whenever_it_is_told() {
        String again = GATE.replace("TWT0311A", "TWT0312Z").replace("260311:1505", "260312:0800");
        assertThat(only(again).path("eventID")).isEqualTo(only(GATE).path("eventID"));
        String other = GATE.replace("202603111358", "202603111359");
        assertThat(only(other).path("eventID")).isNotEqualTo(only(GATE).path("eventID"));
    }

    @Test
    void a_partner_says_what_its_own_codes_mean() throws Exception {
        byte[] table =
                """
                [{"agency": "XACM", "code": "ZZ9", "type": "equipment-event/1.0", "event": "STRP"}]
                """
                        .getBytes(UTF_8);
        var converter =
                new Converter(
                        Interchanges.CATALOGUE,
                        Zones.of(List.of()),
                        Statuses.bundled().with(table));
        byte[] text = RAIL.replace("AR::116", "ZZ9::XACM").getBytes(ISO_8859_1);
        Interchanges.Read read = Interchanges.read(() -> new ByteArrayInputStream(text), converter);
        JsonNode event = read.documents().getFirst().body();
        assertThat(event.path("equipmentEventTypeCode").textValue()).isEqualTo("STRP");
        assertThat(event.path("equipmentReference").textValue()).isEqualTo("SLNU2100341");
    }

    @Test
    void a_table_of_statuses_with_another_event_is_refused() {
        byte[] table =
                "[{\"agency\":\"X\",\"code\":\"Y\",\"type\":\"transport-event/1.0\",\"event\":\"LOAD\"}]"
                        .getBytes(UTF_8);
        assertThatThrownBy(() -> Statuses.bundled().with(table))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("ARRI");
    }
}
