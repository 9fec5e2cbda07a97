package io.sealane.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;

class JsonTest {
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    @Test
    void reads_what_a_json_text_says() throws Refusal {
        var tree = Json.parse(" {\"a\":[1,-2.50,true,false,null,\"\\ud83d\\ude02é\"],\"b\":{}} ");
        assertThat(Json.text(tree)).isEqualTo("{\"a\":[1,-2.50,true,false,null,\"😂é\"],\"b\":{}}");
        assertThat(Json.parse(Json.canonical(tree))).isEqualTo(tree);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[",
                "[1",
                "[1,",
                "[1,]",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "{'a':1}",
                "01",
                "+1",
                "1.",
                ".5",
                "1e",
                "NaN",
                "Infinity",
                "-Infinity",
                "tru",
                "nul",
                "\"\t\"",
                "\"a",
                "1 2",
                "{} {}",
                "[]]",
                "{}x",
                "// c\n1",
                "/* c */1",
                "\"\\x\"",
                "\"\\u12\"",
                "\uFEFF{}",
                "\u00a0{}",
                "[1 2]",
                "}"
            })
    void refuses_what_is_not_json(String text) {
        refused(text, Code.MALFORMED_JSON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\\ud800\"", "\"\\udc00\"", "\"\\ude02\\ud83d\"", "{\"\\ud800\":1}"})
    void refuses_half_a_surrogate_pair(String text) {
        refused(text, Code.MALFORMED_JSON);
    }

    @ParameterizedTest
    @CsvSource({
        "22ff22, a byte that never occurs",
        "22c322, cut in the middle",
        "22c0af22, overlong",
        "22eda08022, a surrogate in UTF-8",
        "22f490808022, beyond U+10FFFF",
        "fffe22002200, UTF-16",
        "efbbbf7b7d, byte order mark"
    })
    void refuses_what_is_not_utf8(String hex, String why) {
        assertThatThrownBy(() -> Json.parse(HexFormat.of().parseHex(hex)))
                .as(why)
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(Code.MALFORMED_JSON));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1,\"a\":1}", "[{\"b\":{\"a\":1,\"c\":2,\"\\u0061\":null}}]"})
    void refuses_a_member_twice(String text) {
        refused(text, Code.DUPLICATE_MEMBER);
    }

    @Test
    void says_where_and_not_what() {
        assertThatThrownBy(() -> Json.parse("{\"a/b\":[0,{\"x\":\"secret\",\"x\":\"secret\"}]}"))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.pointer()).isEqualTo("/a~1b/1/x"))
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> Json.parse("{\"a\":secret}"))
                .isInstanceOf(Refusal.class)
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e1000000",
                "-1e400",
                "1e-1000000",
                "9007199254740993",
                "-9007199254740993",
                "123456789012345678901234567890",
                "99999999999999999999e999999999"
            })
    void refuses_numbers_that_readers_disagree_on(String number) {
        refused(number, Code.MALFORMED_JSON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"9007199254740992", "-9007199254740992", "1e308", "5e-324", "0e5", "-0"})
    void reads_numbers_up_to_the_limits(String number) throws Refusal {
        assertThat(Json.parse(number).doubleValue()).isEqualTo(Double.parseDouble(number) + 0.0);
    }

    @Test
    void reads_64_levels_and_refuses_65() throws Refusal {
        assertThat(Json.parse("[".repeat(64) + "]".repeat(64))).hasSize(1);
        refused("[".repeat(65) + "]".repeat(65), Code.TOO_DEEP);
        refused("{\"a\":".repeat(65) + "1" + "}".repeat(65), Code.TOO_DEEP);
    }

    @Test
    void refuses_bombs_at_once() {
        refusedAtOnce("[".repeat(100_000), Code.TOO_DEEP);
        refusedAtOnce("{\"a\":".repeat(100_000), Code.TOO_DEEP);
        refusedAtOnce("9".repeat(1_000_000), Code.TOO_LARGE);
        refusedAtOnce("0." + "9".repeat(1_000_000), Code.TOO_LARGE);
        refusedAtOnce("[" + "0,".repeat(1_000_000) + "0]", Code.TOO_LARGE);
        refusedAtOnce(" ".repeat(Json.MAX_BYTES) + "1", Code.TOO_LARGE);
        refusedAtOnce("{\"" + "a".repeat(100_000) + "\":1}", Code.TOO_LARGE);
    }

    @Test
    void ten_thousand_names_of_one_hash_code_take_no_longer_than_others() {
        // "Aa" and "BB" have one hash code, and so has every string made of them.
        var text = new StringBuilder("{");
        for (int i = 0; i < 1 << 14; i++) {
            text.append(i == 0 ? "\"" : ",\"");
            for (int bit = 0; bit < 14; bit++) {
                text.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            text.append("\":0");
        }
        text.append('}');
        var tree =
                Assertions.assertTimeout(Duration.ofSeconds(2), () -> Json.parse(text.toString()));
        assertThat(tree).hasSize(1 << 14);
    }

    // RFC 8785 appendix B, but for the values that are not numbers.
    @ParameterizedTest
    @CsvSource({
        "0000000000000000, 0",
        "8000000000000000, 0",
        "0000000000000001, 5e-324",
        "0000000000000002, 1e-323",
        "8000000000000001, -5e-324",
        "7fefffffffffffff, 1.7976931348623157e+308",
        "ffefffffffffffff, -1.7976931348623157e+308",
        "4340000000000000, 9007199254740992",
        "c340000000000000, -9007199254740992",
        "4430000000000000, 295147905179352830000",
        "44b52d02c7e14af5, 9.999999999999997e+22",
        "44b52d02c7e14af6, 1e+23",
        "44b52d02c7e14af7, 1.0000000000000001e+23",
        "444b1ae4d6e2ef4e, 999999999999999700000",
        "444b1ae4d6e2ef4f, 999999999999999900000",
        "444b1ae4d6e2ef50, 1e+21",
        "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
        "3eb0c6f7a0b5ed8d, 0.000001",
        "41b3de4355555553, 333333333.3333332",
        "41b3de4355555554, 333333333.33333325",
        "41b3de4355555555, 333333333.3333333",
        "41b3de4355555556, 333333333.3333334",
        "41b3de4355555557, 333333333.33333343",
        "becbf647612f3696, -0.0000033333333333333333",
        "43143ff3c1cb0959, 1424953923781206.2"
    })
    void writes_doubles_as_ecmascript_does(String bits, String expected) {
        double value = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));
        assertThat(EcmaNumber.text(value)).isEqualTo(expected);
    }

    @Test
    void canonical_form_sorts_by_utf16_and_escapes_as_little_as_can_be() throws Refusal {
        var tree =
                Json.parse(
                        "{\"\\ufb33\":1,\"\\ud83d\\ude02\":2,\"\\u000f\":\"\\u001f\\/\\u007f\"}");
        assertThat(new String(Json.canonical(tree), StandardCharsets.UTF_8))
                .isEqualTo("{\"\\u000f\":\"\\u001f/\u007f\",\"😂\":2,\"\ufb33\":1}");
    }

    @Test
    void a_tree_made_by_hand_that_has_no_canonical_form_is_a_bug() {
        for (var tree :
                new com.fasterxml.jackson.databind.JsonNode[] {
                    Json.array().add(9007199254740993L),
                    Json.array().add(Double.NaN),
                    Json.array().add("\ud800"),
                    Json.object().put("\udc00", 1)
                }) {
            assertThatThrownBy(() -> Json.canonical(tree))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"A", "AB", "AAB", "AA==", "AA=", "A A", "AA\n", "A+", "A/", "AAAAA", "Aé"})
    void refuses_base64url_that_is_not_the_one_text_of_its_bytes(String text) {
        assertThatThrownBy(() -> Base64Url.decode(text))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(Code.MALFORMED_TOKEN));
    }

    @Test
    void base64url_of_every_length_is_read_back() throws Refusal {
        for (int length = 0; length < 70; length++) {
            byte[] bytes = new byte[length];
            new java.util.Random(length).nextBytes(bytes);
            assertThat(Base64Url.decode(Base64Url.encode(bytes))).isEqualTo(bytes);
            assertThat(Base64Url.decode(Base64Url.encode(bytes), length)).isEqualTo(bytes);
        }
    }

    private static void refusedAtOnce(String text, Code code) {
        Assertions.assertTimeout(AT_ONCE, () -> refused(text, code));
        Assertions.assertTimeout(
                AT_ONCE,
                () ->
                        assertThatThrownBy(() -> Json.parse(text.getBytes(StandardCharsets.UTF_8)))
                                .isInstanceOf(Refusal.class));
    }

    private static void refused(String text, Code code) {
        assertThatThrownBy(() -> Json.parse(text))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
