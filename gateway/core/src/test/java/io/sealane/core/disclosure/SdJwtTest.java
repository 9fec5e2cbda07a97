package io.sealane.core.disclosure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealane.core.disclosure.SdJwt.Policy;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.KeySigner;
import io.sealane.core.identity.Refusal;
import io.sealane.core.identity.TestKeys;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Json;
import io.sealane.core.seal.Forge;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;

/** RFC 9901 7.1, step by step: what a holder or an issuer can do wrong with disclosures. */
class SdJwtTest {
    private static final KeySigner ISSUER = TestKeys.es256(1);
    private static final Instant NOW = Instant.ofEpochSecond(1790000010);
    private static final String A = "[\"salt\",\"a\",1]";

    private Forge forge;

    @BeforeEach
    void newForge() {
        forge = new Forge(ISSUER);
    }

    @Test
    void puts_members_and_elements_where_their_digests_stand() throws Refusal {
        String inner = forge.shown("[\"s\",\"deep\",{\"x\":[]}]");
        String element = forge.shown("[\"s\",{\"_sd\":[" + inner + "],\"y\":1}]");
        String payload =
                "{\"list\":[0,{\"...\":%s},{\"...\":%s}],\"_sd\":[%s,%s],\"_sd_alg\":\"sha-256\"}"
                        .formatted(
                                element,
                                Forge.withheld("[\"s\",9]"),
                                forge.shown(A),
                                Forge.withheld("[\"s\",\"b\",2]"));
        assertThat(verify(forge.sdJwt(payload)))
                .isEqualTo("{\"a\":1,\"list\":[0,{\"deep\":{\"x\":[]},\"y\":1}]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":0,\"_sd\":[%s]}", // 7.1(3)(c)(ii)(3): the name is there in the clear
                "{\"_sd\":[%1$s,%1$s]}", // 7.1(4): twice in one array
                "{\"_sd\":[%1$s],\"o\":{\"_sd\":[%1$s]}}", // in two arrays
                "{\"_sd\":[%1$s],\"l\":[{\"...\":%1$s}]}", // in an array and an element
                "{}", // 7.1(5): nothing refers to it
                "{\"o\":%s}", // a digest where none belongs refers to nothing
                "{\"l\":[{\"...\":%s}]}", // 7.1(3)(c)(iii)(1): a member in an element's place
                "{\"_sd\":[%s,1]}", // 7.1(3)(b)(i): an array of strings
                "{\"_sd\":[%s,null]}",
                "{\"_sd\":[%s,[\"x\"]]}",
                "{\"_sd\":[%s],\"o\":{\"_sd\":\"x\"}}",
                "{\"_sd\":[%s],\"o\":{\"_sd\":{}}}",
                "{\"_sd\":%s}",
                "{\"_sd\":{\"x\":%s}}",
                "{\"_sd\":[%s],\"l\":[{\"...\":\"x\",\"y\":1}]}", // 4.2.4.2: the only key
                "{\"_sd\":[%s],\"l\":[{\"...\":1}]}",
                "{\"_sd\":[%s],\"l\":[{\"...\":null}]}",
                "{\"_sd\":[%s],\"o\":{\"...\":\"x\"}}", // 4.1: ... outside an array
                "{\"_sd\":[%s],\"...\":\"x\"}",
                "{\"_sd\":[%s],\"o\":{\"_sd_alg\":\"sha-256\"}}", // 4.1.1: at the top only
                "{\"_sd\":[%s],\"l\":[{\"_sd_alg\":\"sha-256\"}]}"
            })
    void refuses_a_payload_in_which_a_disclosure_has_no_place(String payload) {
        refused(Code.BAD_DISCLOSURE, forge.sdJwt(payload.formatted(forge.shown(A))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"s\",\"_sd\",[]]", // 7.1(3)(c)(ii)(2)
                "[\"s\",\"...\",\"x\"]",
                "[\"s\",\"_sd_alg\",\"sha-256\"]", // 4.1.1
                "[\"s\",1]", // 7.1(3)(c)(ii)(1): two elements in a member's place
                "[1,\"a\",1]", // 4.2.1: the salt
                "[null,\"a\",1]",
                "[\"s\",1,1]", // the name
                "[\"s\",null,1]",
                "[\"s\",[\"a\"],1]",
                "[]",
                "[\"s\"]",
                "[\"s\",\"a\",1,2]",
                "{\"s\":1,\"a\":2,\"v\":3}", // not an array
                "\"s\"",
                "null",
                "[\"s\",\"a\",1] x", // not one JSON text
                "[\"s\",\"a\"",
                "[\"s\",\"a\",{\"x\":1,\"x\":2}]", // I-JSON
                "[\"s\",\"a\",\"\\ud800\"]",
                "[\"s\",\"a\",1e999]",
                "[\"s\",\"a\",{\"_sd\":\"x\"}]", // the same steps for what is disclosed
                "[\"s\",\"a\",{\"_sd_alg\":\"sha-256\"}]",
                "[\"s\",\"a\",[{\"...\":\"x\",\"y\":0}]]",
                "[\"s\",\"a\",{\"...\":\"x\"}]"
            })
    void refuses_a_disclosure_of_another_form(String json) {
        refused(Code.BAD_DISCLOSURE, forge.sdJwt("{\"_sd\":[" + forge.shown(json) + "]}"));
    }

    @Test
    void refuses_a_member_in_an_elements_place_and_the_other_way_round() {
        String element = forge.shown("[\"s\",\"a\"]");
        refused(Code.BAD_DISCLOSURE, forge.sdJwt("{\"_sd\":[" + element + "]}"));
        newForge();
        String member = forge.shown(A);
        refused(Code.BAD_DISCLOSURE, forge.sdJwt("{\"l\":[{\"...\":" + member + "}]}"));
    }

    @Test
    void refuses_two_disclosures_of_one_name() {
        String digests = forge.shown(A) + "," + forge.shown("[\"other\",\"a\",2]");
        refused(Code.BAD_DISCLOSURE, forge.sdJwt("{\"_sd\":[" + digests + "]}"));
    }

    @Test
    void refuses_a_digest_repeated_in_a_disclosure() {
        String child = forge.shown("[\"s\",\"c\",1]");
        String parent = forge.shown("[\"s\",\"p\",{\"_sd\":[" + child + "]}]");
        refused(Code.BAD_DISCLOSURE, forge.sdJwt("{\"_sd\":[" + child + "," + parent + "]}"));
    }

    @Test
    void refuses_a_decoy_repeated_in_a_disclosure() {
        String parent = forge.shown("[\"s\",\"p\",{\"_sd\":[\"decoy\"]}]");
        refused(Code.BAD_DISCLOSURE, forge.sdJwt("{\"_sd\":[\"decoy\"," + parent + "]}"));
    }

    @Test
    void refuses_a_child_whose_parent_is_withheld() {
        String child = forge.shown("[\"s\",\"c\",1]");
        String parent = Forge.withheld("[\"s\",\"p\",{\"_sd\":[" + child + "]}]");
        refused(Code.BAD_DISCLOSURE, forge.sdJwt("{\"_sd\":[" + parent + "]}"));
    }

    @Test
    void refuses_a_disclosure_shown_twice() {
        forge.shown(A);
        refused(Code.BAD_DISCLOSURE, forge.sdJwt("{\"_sd\":[" + forge.shown(A) + "]}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"md5\"",
                "\"sha-1\"",
                "\"SHA-256\"",
                "\"\"",
                "256",
                "null",
                "[\"sha-256\"]"
            })
    void refuses_a_hash_that_is_not_known_or_not_a_string(String name) {
        String payload = "{\"_sd\":[" + forge.shown(A) + "],\"_sd_alg\":" + name + "}";
        refused(Code.MALFORMED_TOKEN, forge.sdJwt(payload));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA-384", "SHA-512"})
    void takes_the_digests_with_the_hash_that_the_token_names(String name) throws Exception {
        forge.shown(A);
        byte[] digest =
                MessageDigest.getInstance(name)
                        .digest(Forge.encoded(A).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        String payload =
                "{\"_sd\":[\"%s\"],\"_sd_alg\":\"%s\"}"
                        .formatted(
                                Base64Url.encode(digest), name.toLowerCase(java.util.Locale.ROOT));
        assertThat(verify(forge.sdJwt(payload))).isEqualTo("{\"a\":1}");
    }

    @Test
    void takes_16_levels_of_disclosures_and_refuses_17() throws Refusal {
        assertThat(verify(nested(16))).startsWith("{\"a\":{\"a\":");
        newForge();
        refused(Code.BAD_DISCLOSURE, nested(17));
    }

    @Test
    void refuses_a_value_that_disclosures_nest_too_deep() {
        String value = "1";
        String digest = "";
        for (int i = 0; i < 3; i++) {
            String nest = "{\"x\":".repeat(25) + value + "}".repeat(25);
            digest = forge.shown("[\"s\",\"a\"," + nest + "]");
            value = "{\"_sd\":[" + digest + "]}";
        }
        refused(Code.BAD_DISCLOSURE, forge.sdJwt("{\"_sd\":[" + digest + "]}"));
    }

    @Test
    void refuses_a_chain_of_three_thousand_at_once() {
        String bomb = nested(3000);
        Assertions.assertTimeout(Duration.ofSeconds(1), () -> refused(Code.TOO_LARGE, bomb));
    }

    @Test
    void refuses_other_texts_around_the_same_token() {
        String text = forge.sdJwt("{\"_sd\":[" + forge.shown(A) + "]}");
        String disclosure = Forge.encoded(A);
        refused(Code.MALFORMED_TOKEN, text.substring(0, text.length() - 1)); // no final ~
        refused(Code.MALFORMED_TOKEN, text.substring(0, text.indexOf('~'))); // no ~ at all
        refused(Code.MALFORMED_TOKEN, text + "x");
        refused(Code.MALFORMED_TOKEN, text + "\n");
        refused(Code.MALFORMED_TOKEN, text + "~");
        refused(Code.MALFORMED_TOKEN, "~" + text);
        refused(Code.MALFORMED_TOKEN, " " + text);
        refused(Code.MALFORMED_TOKEN, text.replace(disclosure, disclosure + "="));
        refused(Code.MALFORMED_TOKEN, text.replace(disclosure, disclosure + " "));
        refused(Code.MALFORMED_TOKEN, text.replaceFirst("\\.", ".."));
        refused(Code.MALFORMED_TOKEN, text.replaceFirst("~", ".AA~"));
        refused(Code.MALFORMED_TOKEN, "{\"payload\":\"\",\"signatures\":[]}");
        // The unused bits of the last character: another text for the same bytes.
        String bits = disclosure.substring(0, disclosure.length() - 1) + "1";
        refused(Code.BAD_DISCLOSURE, text.replace(disclosure, bits));
    }

    @Test
    void refuses_a_payload_that_is_not_one_json_object() {
        refused(Code.MALFORMED_TOKEN, forge.sdJwt("[]"));
        refused(Code.MALFORMED_TOKEN, forge.sdJwt("{\"a\":1,\"a\":1}"));
        refused(Code.MALFORMED_TOKEN, forge.sdJwt("{} {}"));
        refused(Code.MALFORMED_TOKEN, forge.sdJwt("[".repeat(100_000)));
        refused(Code.MALFORMED_TOKEN, forge.sdJwt("{\"a\":" + "9".repeat(100_000) + "}"));
    }

    @Test
    void refuses_a_token_of_the_past_or_of_the_future() throws Refusal {
        refused(Code.EXPIRED, forge.sdJwt("{\"exp\":1790000010}"));
        refused(Code.CLOCK_SKEW, forge.sdJwt("{\"nbf\":1790000011}"));
        refused(Code.CLOCK_SKEW, forge.sdJwt("{\"iat\":1790000010.5}"));
        refused(Code.MALFORMED_TOKEN, forge.sdJwt("{\"exp\":\"1790000011\"}"));
        refused(Code.MALFORMED_TOKEN, forge.sdJwt("{\"exp\":1e300}"));
        String good = "{\"exp\":1790000011,\"iat\":1790000010,\"nbf\":1790000010}";
        assertThat(verify(forge.sdJwt(good))).isEqualTo(good);
        // SPEC: RFC 9901 7.1(6): of the processed payload.
        String digest = forge.shown("[\"s\",\"exp\",1790000010]");
        refused(Code.EXPIRED, forge.sdJwt("{\"_sd\":[" + digest + "]}"));
        var patient = new Policy(null, Duration.ofSeconds(60));
        newForge();
        assertThat(SdJwt.verify(forge.sdJwt("{\"exp\":1790000000}"), ISSUER.key(), patient, NOW))
                .hasSize(1);
    }

    @Test
    void refuses_another_issuer_and_a_payload_that_was_changed() {
        String text = forge.sdJwt("{\"iss\":\"a\"}");
        assertThatThrownBy(() ->
                        SdJwt.verify(text, TestKeys.es256(2).key(), Policy.withoutBinding(), NOW))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(Code.BAD_ISSUER_SIGNATURE));
        refused(
                Code.BAD_ISSUER_SIGNATURE,
                text.replace(Forge.encoded("{\"iss\":\"a\"}"), Forge.encoded("{\"iss\":\"b\"}")));
    }

    private String nested(int levels) {
        String digest = forge.shown(A);
        for (int i = 1; i < levels; i++) {
            digest = forge.shown("[\"s" + i + "\",\"a\",{\"_sd\":[" + digest + "]}]");
        }
        return forge.sdJwt("{\"_sd\":[" + digest + "]}");
    }

    private static String verify(String text) throws Refusal {
        var claims = SdJwt.verify(text, ISSUER.key(), Policy.withoutBinding(), NOW);
        return Json.canonicalText(claims);
    }

    private static void refused(Code code, String text) {
        assertThatThrownBy(() -> SdJwt.verify(text, ISSUER.key(), Policy.withoutBinding(), NOW))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
