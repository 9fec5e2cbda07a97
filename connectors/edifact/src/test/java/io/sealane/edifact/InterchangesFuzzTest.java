package io.sealane.edifact;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;

import io.sealane.fuzz.Expense;

import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;

/**
 * The mapper, for Jazzer: whatever a file holds, reading it ends, and either it becomes documents
 * or the report says why not.
 */
class InterchangesFuzzTest {
    @Timeout(20)
    @DictionaryEntries({
        "UNA:+.? '",
        "UNB+UNOA:2+",
        "UNB+UNOC:3+",
        "UNG+",
        "UNE+1+",
        "UNH+1+",
        "UNT+",
        "UNZ+1+",
        "CODECO:D:95B:UN",
        "COARRI:D:95B:UN",
        "IFTSTA:D:95B:UN",
        "IFTSTA:D:00B:UN",
        "'UNS+D'",
        "'BGM+34+",
        "'BGM+46+",
        "'BGM+23+",
        "'EQD+CN+",
        "'TDT+20+",
        "'LOC+165+",
        "'DTM+7:",
        ":203'",
        ":303'",
        ":205'",
        "UTC",
        "'CNI+1'",
        "'STS+1+",
        "::116",
        "'RFF+BN:",
        "'RFF+VM:",
        "'NAD+CF+",
        "'CNT+16:",
        "'FTX+AAI+++",
        "?'",
        "??",
        "*"
    })
    @FuzzTest
    void reads_to_the_end_and_tells(byte[] file) throws Exception {
        Expense.limit(() -> read(file));
        // Most changes make a count wrong, and then no event is looked at: so once more, mended.
        byte[] mended = recounted(new String(file, ISO_8859_1)).getBytes(ISO_8859_1);
        Expense.limit(() -> read(mended));
    }

    private static void read(byte[] file) {
        Interchanges.Read read = Interchanges.read(file);
        Converter.Result result = read.result();
        assertThat(result.documents()).isEqualTo(read.documents().size());
        assertThat(result.documents() + result.faults()).isPositive();
        List<Finding> findings = read.findings();
        assertThat(findings)
                .allSatisfy(one -> {
                    assertThat(one.detail()).isNotBlank();
                    assertThat(one.segment()).isNotNegative();
                });
        assertThat(read.documents()).allSatisfy(one -> one.type().check(one.body()));
    }

    /** With UNT and UNZ that count what is there, as far as separators are the usual ones. */
    private static String recounted(String text) {
        int segments = 0;
        int messages = 0;
        var counted = new ArrayList<String>();
        for (String segment : text.split("'", -1)) {
            String tag = segment.strip();
            segments++;
            if (tag.startsWith("UNB")) {
                messages = 0;
            } else if (tag.startsWith("UNH")) {
                segments = 1;
                messages++;
            }
            int count = tag.startsWith("UNT") ? segments : messages;
            counted.add(tag.matches("(?s)UN[TZ]\\+.*") ? counting(segment, count) : segment);
        }
        return String.join("'", counted);
    }

    private static String counting(String segment, int count) {
        return segment.replaceFirst("\\+\\d*", "+" + count);
    }
}
