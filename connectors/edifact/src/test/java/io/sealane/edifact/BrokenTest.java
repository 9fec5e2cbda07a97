package io.sealane.edifact;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Random;
import java.util.stream.IntStream;

/** Whatever is wrong with an interchange is told precisely, and nothing worse comes of it. */
class BrokenTest {
    private static final String GOOD = Interchanges.example("codeco-gate-in.edi");

    private static Interchanges.Read read(String text) {
        return Interchanges.read(text);
    }

    private static String without(String tag) {
        return GOOD.replaceAll("(?m)^" + tag + ".*\\R", "");
    }

    private static void nothingOf(String text, String code, int segment, String tag) {
        Interchanges.Read read = read(text);
        assertThat(read.documents()).isEmpty();
        Finding fault = read.fault(code);
        assertThat(fault.kind()).isEqualTo(Finding.Kind.FAULT);
        assertThat(fault.segment()).isEqualTo(segment);
        assertThat(fault.tag()).isEqualTo(tag);
        assertThat(read.result().isWhole()).isFalse();
    }

    @Test
    void the_example_itself_is_good() {
        assertThat(read(GOOD).documents()).hasSize(1);
        assertThat(read(GOOD).faults()).isEmpty();
    }

    @Test
    void without_unb_there_is_no_interchange() {
        nothingOf(without("UNB"), "no-interchange", 0, "");
    }

    @Test
    void without_unz_nothing_is_delivered() {
        nothingOf(without("UNZ"), "truncated", 15, "UNT");
    }

    @Test
    void a_file_that_ends_within_a_segment_is_truncated() {
        nothingOf(GOOD.substring(0, GOOD.indexOf("NAD") + 5), "truncated", 7, "NAD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "U", "UN", "UNA", "UNA:+.? ", "UNB", "UNB+UNOA", "UNH+1+CODECO"})
    void a_stump_is_no_interchange(String stump) {
        Interchanges.Read read = read(stump);
        assertThat(read.documents()).isEmpty();
        assertThat(read.faults()).isNotEmpty();
    }

    @Test
    void no_cut_of_a_good_file_delivers_anything_or_throws() {
        for (int length = 0; length < GOOD.stripTrailing().length(); length++) {
            Interchanges.Read read = read(GOOD.substring(0, length));
            assertThat(read.documents()).isEmpty();
            assertThat(read.faults()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void no_change_of_a_byte_makes_it_throw(int seed) {
        var random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            byte[] bytes = GOOD.getBytes(ISO_8859_1);
            for (int j = 0; j <= random.nextInt(4); j++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Interchanges.Read read = Interchanges.read(bytes);
            assertThat(read.documents().isEmpty() && read.faults().isEmpty()).isFalse();
        }
    }

    @Test
    void a_wrong_reference_of_unz_is_odd_and_delivered() {
        Interchanges.Read read = read(GOOD.replace("UNZ+1+TWT0311A", "UNZ+1+TWT0311B"));
        assertThat(read.documents()).hasSize(1);
        assertThat(read.fault("reference-mismatch").tag()).isEqualTo("UNZ");
        assertThat(read.fault("reference-mismatch").kind()).isEqualTo(Finding.Kind.WARNING);
    }

    @Test
    void a_wrong_reference_of_unt_is_odd_and_delivered() {
        Interchanges.Read read = read(GOOD.replace("UNT+14+1'", "UNT+14+2'"));
        assertThat(read.documents()).hasSize(1);
        assertThat(read.fault("reference-mismatch").segment()).isEqualTo(15);
    }

    @Test
    void a_wrong_count_says_that_something_is_missing() {
        nothingOf(GOOD.replace("UNT+14+1'", "UNT+15+1'"), "count-mismatch", 15, "UNT");
        nothingOf(GOOD.replace("UNZ+1+", "UNZ+2+"), "count-mismatch", 16, "UNZ");
    }

    @Test
    void a_message_without_unt_is_not_delivered() {
        nothingOf(without("UNT"), "segment-missing", 15, "UNZ");
    }

    /** Found by fuzzing: nothing came of it but an exception. */
    @Test
    void without_bgm_nobody_knows_what_is_reported() {
        nothingOf(without("BGM").replace("UNT+14", "UNT+13"), "unknown-report", 7, "EQD");
    }

    @Test
    void segments_in_no_message_break_the_interchange() {
        nothingOf(without("UNH"), "outside-of-message", 2, "BGM");
    }

    @Test
    void una_may_choose_any_separators() {
        String odd = GOOD.replace("\n", "").replace('+', '*').replace(':', '/').replace('\'', '~');
        Interchanges.Read read = read("UNA/*.? ~" + odd);
        assertThat(read.documents()).hasSize(1);
        assertThat(read.documents().getFirst().body())
                .isEqualTo(read(GOOD).documents().getFirst().body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"UNA++++++", "UNAUNAUNA", "UNA'''''''", "UNA:+.? ", "UNA\n:+.? '"})
    void a_strange_una_is_told(String una) {
        Interchanges.Read read = read(una + GOOD);
        assertThat(read.documents()).isEmpty();
        assertThat(read.faults()).isNotEmpty();
    }

    @Test
    void a_segment_that_never_ends_is_told() {
        nothingOf(
                "UNB+UNOA:2+A+B+260311:1505+R'UNH+1+" + "X".repeat(200_000),
                "segment-too-long",
                2,
                "UNH");
    }

    @Test
    void what_follows_the_interchange_is_told_and_the_interchange_delivered() {
        Interchanges.Read read = read(GOOD + "Best regards");
        assertThat(read.documents()).hasSize(1);
        assertThat(read.faults()).containsExactly("trailing");
    }

    @Test
    void of_two_interchanges_the_broken_one_is_not_delivered() {
        Interchanges.Read read = read(GOOD + GOOD.replace("UNZ+1+", "UNZ+2+") + GOOD);
        assertThat(read.documents()).extracting(Converter.Document::message).containsExactly(1, 3);
        assertThat(read.faults()).containsExactly("count-mismatch");
    }

    @Test
    void functional_groups_are_read_and_their_frames_kept_to() {
        String ung = "UNG+CODECO+A+B+260311:1505+G+UN+D:95B'\n";
        String grouped = GOOD.replace("UNH+", ung + "UNH+").replace("UNZ+", "UNE+1+G'\nUNZ+");
        assertThat(read(grouped).documents()).hasSize(1);
        assertThat(read(grouped).faults()).isEmpty();
        assertThat(read(grouped.replace("UNE+1+G", "UNE+1+H")).warnings())
                .contains("reference-mismatch");
        nothingOf(grouped.replace("UNE+1+G", "UNE+2+G"), "count-mismatch", 17, "UNE");
        nothingOf(grouped.replace("UNE+1+G'\n", ""), "segment-missing", 17, "UNZ");
        // It is no message, and none is lost by it.
        assertThat(read(grouped.replace(ung, "")).documents()).hasSize(1);
        nothingOf(grouped.replace("UNZ+1+", "UNZ+2+"), "count-mismatch", 18, "UNZ");
    }

    @Test
    void characters_of_another_set_are_told_by_their_segment() {
        String latin = GOOD.replace("TIDEWATER", "TID\u00C9WATER");
        nothingOf(latin, "wrong-charset", 11, "LOC");
        Interchanges.Read read = read(latin.replace("UNOA:2", "UNOC:3"));
        assertThat(read.documents()).hasSize(1);
        assertThat(read.documents().getFirst().body().toString()).contains("TID\u00C9WATER");
    }

    @Test
    void utf_8_is_read_where_it_is_named_and_told_where_it_is_broken() {
        String name = GOOD.replace("TIDEWATER", "TID\u00C9WATER").replace("UNOA:2", "UNOW:4");
        Interchanges.Read read = Interchanges.read(name.getBytes(UTF_8));
        assertThat(read.documents().getFirst().body().toString()).contains("TID\u00C9WATER");
        assertThat(Interchanges.read(name.getBytes(ISO_8859_1)).faults())
                .containsExactly("wrong-charset");
    }

    @Test
    void a_byte_order_mark_is_no_harm() {
        byte[] marked = ("\uFEFF" + GOOD).getBytes(UTF_8);
        assertThat(Interchanges.read(marked).documents()).hasSize(1);
        assertThat(Converter.looksLike(marked)).isTrue();
    }

    @Test
    void segments_out_of_place_are_left_out_and_told() {
        Interchanges.Read read =
                read(
                        GOOD.replace("CNT+16:1'\n", "CNT+16:1'\nXYZ+1'\n")
                                .replace("UNT+14", "UNT+15"));
        assertThat(read.documents()).hasSize(1);
        assertThat(read.fault("out-of-place").tag()).isEqualTo("XYZ");
        assertThat(read.fault("out-of-place").segment()).isEqualTo(15);
    }

    @Test
    void a_thousandth_container_is_read_although_the_directory_ends_at_999() {
        Interchanges.Read read = read(Interchanges.gates(1000));
        assertThat(read.documents()).hasSize(1000);
        assertThat(read.warnings()).contains("too-often");
    }

    @Test
    void a_composite_of_too_many_components_is_told_and_the_event_delivered() {
        Interchanges.Read read =
                read(GOOD.replace("DTM+7:202603111358:203'", "DTM+7:202603111358:203:::::::X'"));
        assertThat(read.documents()).hasSize(1);
        assertThat(read.warnings()).contains("element");
    }

    @Test
    void memory_does_not_grow_with_what_is_mapped() throws Exception {
        int[] count = {0};
        var used = new ArrayList<Long>();
        Runtime machine = Runtime.getRuntime();
        Converter.Result result =
                Interchanges.converter()
                        .convert(
                                () -> containers(1_400),
                                finding -> {},
                                document -> {
                                    if (++count[0] % 250 == 0) {
                                        System.gc();
                                        used.add(machine.totalMemory() - machine.freeMemory());
                                    }
                                });
        assertThat(result.documents()).isEqualTo(1_400);
        // Kept, 1,000 containers would be more than four times that.
        assertThat(used.getLast() - used.getFirst()).isLessThan(4L << 20);
    }

    @Test
    void a_million_segments_in_no_message_end_too() {
        String frame = GOOD.lines().findFirst().orElseThrow();
        Interchanges.Read read = read(frame + "LOC+1'".repeat(1_000_000));
        assertThat(read.documents()).isEmpty();
        assertThat(read.faults()).contains("outside-of-message", "truncated");
        assertThat(read.result().faults()).isEqualTo(1_000_001);
        assertThat(read.findings()).hasSizeLessThan(250);
    }

    @Test
    void too_many_segments_in_one_event_are_refused() {
        String many =
                GOOD.replace("SEL+TW448120+SH'", "SEL+TW448120+SH'".repeat(21_000))
                        .replace("UNT+14+", "UNT+21013+");
        Interchanges.Read read = read(many);
        assertThat(read.documents()).isEmpty();
        assertThat(read.fault("too-much").tag()).isEqualTo("SEL");
        // The report stays readable.
        assertThat(read.findings()).hasSizeLessThan(250);
    }

    /** Made while it is read. */
    private static InputStream containers(int containers) {
        String head = Interchanges.gates(0).replaceFirst("UNT.*", "");
        String one =
                "EQD+CN+SLNU2100341+45G1:102:5++2+5'DTM+7:202603111358:203'LOC+165+USSAV:139:6'"
                        + "MEA+AAE+G+KGM:24110'".repeat(9)
                        + "DIM+5+CMT:1:2:3'".repeat(8)
                        + "SEL+TW448120+SH'".repeat(8)
                        + "FTX+AAI+++HL'".repeat(8);
        String tail = "UNT+" + (4 + 36 * containers) + "+1'UNZ+1+R'";
        var parts = IntStream.rangeClosed(0, containers + 1).iterator();
        return new InputStream() {
            private InputStream part = InputStream.nullInputStream();

            @Override
            public int read() throws IOException {
                byte[] single = new byte[1];
                return read(single, 0, 1) < 0 ? -1 : single[0];
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                int read = part.read(into, offset, length);
                while (read < 0 && parts.hasNext()) {
                    int number = parts.nextInt();
                    String text = number == 0 ? head : number > containers ? tail : one;
                    part = new ByteArrayInputStream(text.getBytes(ISO_8859_1));
                    read = part.read(into, offset, length);
                }
                return read;
            }
        };
    }
}
