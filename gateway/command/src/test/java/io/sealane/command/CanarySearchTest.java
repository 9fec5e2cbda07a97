package io.sealane.command;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** The control of the control: whatever form a word is put into, it is found. */
class CanarySearchTest {
    private static final String WORD = "KN70012Z";
    private static final String NUMBER = "7100123.71";
    private static final CanarySearch SEARCH = new CanarySearch(List.of(WORD, NUMBER, "KN70099Z"));

    private static byte[] deflated(String text, boolean bare) throws Exception {
        var bytes = new ByteArrayOutputStream();
        var deflater = new Deflater(9, bare);
        try (var out = new DeflaterOutputStream(bytes, deflater)) {
            out.write(text.getBytes(UTF_8));
        }
        deflater.end();
        return bytes.toByteArray();
    }

    private static void isFound(String text) {
        assertThat(SEARCH.in(text)).as(text).containsExactly(NUMBER, WORD);
    }

    @Test
    void finds_words_however_they_are_written() throws Exception {
        String text = "{\"a\":\"" + WORD + "\",\"b\":" + NUMBER + "}";
        isFound(text);
        for (int before = 0; before < 4; before++) {
            byte[] shifted = ("x".repeat(before) + " " + text).getBytes(UTF_8);
            isFound(Base64.getUrlEncoder().withoutPadding().encodeToString(shifted));
            isFound("prefix" + Base64.getEncoder().encodeToString(shifted));
        }
        isFound("\\x" + HexFormat.of().formatHex(text.getBytes(UTF_8)));
        isFound(text.replace("K", "\\u004b").replace("71.", "7\\u0031."));
        String inside = Base64.getUrlEncoder().encodeToString(text.getBytes(UTF_8));
        isFound(Base64.getUrlEncoder().encodeToString(("[\"" + inside + "\"]").getBytes(UTF_8)));
    }

    @Test
    void finds_words_in_what_is_compressed() throws Exception {
        String text = (WORD + " " + NUMBER + " ").repeat(20);
        isFound(new String(deflated(text, true), ISO_8859_1));
        isFound("ab" + new String(deflated(text, true), ISO_8859_1));
        isFound("some bytes before" + new String(deflated(text, false), ISO_8859_1));
        var gzip = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(gzip)) {
            out.write(text.getBytes(UTF_8));
        }
        isFound("some bytes before" + gzip.toString(ISO_8859_1));
        isFound(Base64.getUrlEncoder().encodeToString(gzip.toByteArray()));
    }

    @Test
    void a_number_within_a_longer_one_is_another_number() {
        assertThat(SEARCH.in("17100123.71")).isEmpty();
        assertThat(SEARCH.in("7100123.711 KN70012Y")).isEmpty();
        assertThat(SEARCH.in("a7100123.71a")).isEmpty();
        assertThat(SEARCH.in("aKN70012Za")).containsExactly(WORD);
    }
}
