package io.sealane.core.disclosure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealane.core.disclosure.SdJwt.Policy;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.KeySigner;
import io.sealane.core.identity.Refusal;
import io.sealane.core.identity.TestKeys;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;
import io.sealane.core.seal.Forge;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;

/** RFC 9901 7.3, step by step, for key bindings of anybody's making. */
class KeyBindingTest {
    private static final KeySigner ISSUER = TestKeys.es256(1);
    private static final KeySigner HOLDER = TestKeys.es256(2);
    private static final Instant NOW = Instant.ofEpochSecond(1790000010);
    private static final Policy POLICY = Policy.withBinding("did:web:b.example", "m-1");
    private static final String HEADER = "{\"alg\":\"ES256\",\"typ\":\"kb+jwt\"}";
    private static final String CNF = "{\"cnf\":{\"jwk\":" + Json.text(HOLDER.key().toJwk()) + "}}";
    private static final String CLAIMS =
            "{\"iat\":1790000005,\"aud\":\"did:web:b.example\",\"nonce\":\"m-1\",\"sd_hash\":\"%s\"}";

    @Test
    void accepts_a_binding_by_the_holder_to_this_transaction() throws Refusal {
        String sdJwt = new Forge(ISSUER).sdJwt(CNF);
        String bound = sdJwt + bind(sdJwt, HEADER, CLAIMS, HOLDER);
        assertThat(SdJwt.verify(bound, ISSUER.key(), POLICY, NOW)).isEqualTo(Json.parse(CNF));
    }

    @Test
    void a_jwk_may_have_a_name_of_the_holders_choice() throws Refusal {
        var jwk = HOLDER.key().toJwk().put("kid", "my key");
        String payload = "{\"cnf\":{\"jwk\":" + Json.text(jwk) + ",\"kid\":\"my key\"}}";
        String sdJwt = new Forge(ISSUER).sdJwt(payload);
        String bound = sdJwt + bind(sdJwt, HEADER, CLAIMS, HOLDER);
        assertThat(SdJwt.verify(bound, ISSUER.key(), POLICY, NOW)).hasSize(1);
    }

    @Test
    void refuses_when_there_is_none() {
        refused(Code.BAD_KEY_BINDING, new Forge(ISSUER).sdJwt(CNF));
    }

    @Test
    void one_that_nobody_asked_for_counts_for_nothing_but_must_be_a_token() throws Refusal {
        String sdJwt = new Forge(ISSUER).sdJwt(CNF);
        String other = sdJwt + bind(sdJwt, HEADER, CLAIMS.replace("m-1", "m-2"), HOLDER);
        assertThat(SdJwt.verify(other, ISSUER.key(), Policy.withoutBinding(), NOW)).hasSize(1);
        assertThatThrownBy(() ->
                        SdJwt.verify(sdJwt + "e30.e30", ISSUER.key(), Policy.withoutBinding(), NOW))
                .isInstanceOf(Refusal.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{`alg`:`none`,`typ`:`kb+jwt`} | algorithm-not-allowed",
                "{`alg`:`HS256`,`typ`:`kb+jwt`} | algorithm-not-allowed",
                "{`alg`:`EdDSA`,`typ`:`kb+jwt`} | bad-key-binding",
                "{`alg`:`ES256`,`typ`:`jwt`} | bad-key-binding",
                "{`alg`:`ES256`,`typ`:`KB+JWT`} | bad-key-binding",
                "{`alg`:`ES256`} | bad-key-binding",
                "{`alg`:`ES256`,`typ`:1} | malformed-token",
                "{`typ`:`kb+jwt`} | malformed-token",
                "{`alg`:`ES256`,`typ`:`kb+jwt`,`crit`:[`exp`],`exp`:1} | malformed-token",
                "{`alg`:`ES256`,`alg`:`ES256`,`typ`:`kb+jwt`} | malformed-token"
            })
    void refuses_by_header(String header, String code) {
        String sdJwt = new Forge(ISSUER).sdJwt(CNF);
        String json = header.replace('`', '"');
        refused(code, sdJwt + bind(sdJwt, json, CLAIMS, HOLDER));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "`iat`:1790000005 | `iat`:1789999700 | bad-key-binding",
                "`iat`:1790000005 | `iat`:1790000011 | clock-skew",
                "`iat`:1790000005 | `iat`:`1790000005` | malformed-token",
                "`iat`:1790000005 | `x`:1 | bad-key-binding",
                "did:web:b.example | did:web:c.example | wrong-audience",
                "`did:web:b.example` | [`did:web:b.example`] | wrong-audience",
                "`aud` | `x` | wrong-audience",
                "`m-1` | `m-2` | bad-key-binding",
                "`m-1` | 1 | bad-key-binding",
                "`nonce` | `x` | bad-key-binding",
                "`sd_hash` | `x` | bad-key-binding",
                "%s | x%s | bad-key-binding",
                "`iat` | `exp`:1790000010,`iat` | expired",
                "`iat` | `nbf`:1790000011,`iat` | clock-skew",
                "`iat` | `nonce`:`m-1`,`iat` | malformed-token"
            })
    void refuses_by_claims(String what, String by, String code) {
        String sdJwt = new Forge(ISSUER).sdJwt(CNF);
        String claims = CLAIMS.replace(what.replace('`', '"'), by.replace('`', '"'));
        assertThat(claims).isNotEqualTo(CLAIMS);
        refused(code, sdJwt + bind(sdJwt, HEADER, claims, HOLDER));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"cnf\":null}",
                "{\"cnf\":{}}",
                "{\"cnf\":\"key\"}",
                "{\"cnf\":{\"kid\":\"key\"}}",
                "{\"cnf\":{\"jwk\":{}}}",
                "{\"cnf\":{\"jwk\":[]}}",
                "{\"cnf\":{\"jwk\":{\"kty\":\"oct\",\"k\":\"AAAA\"}}}",
                "{\"cnf\":{\"jku\":\"https://holder.example/key\"}}"
            })
    void refuses_a_token_that_does_not_say_who_holds_it(String payload) {
        String sdJwt = new Forge(ISSUER).sdJwt(payload);
        refused(Code.BAD_KEY_BINDING, sdJwt + bind(sdJwt, HEADER, CLAIMS, HOLDER));
    }

    @Test
    void refuses_another_signer_even_one_that_shows_its_key() {
        String sdJwt = new Forge(ISSUER).sdJwt(CNF);
        refused(Code.BAD_KEY_BINDING, sdJwt + bind(sdJwt, HEADER, CLAIMS, ISSUER));
        String header =
                "{\"alg\":\"ES256\",\"typ\":\"kb+jwt\",\"jwk\":%s}"
                        .formatted(Json.text(ISSUER.key().toJwk()));
        refused(Code.BAD_KEY_BINDING, sdJwt + bind(sdJwt, header, CLAIMS, ISSUER));
    }

    @Test
    void refuses_more_or_fewer_disclosures_than_were_bound() {
        var forge = new Forge(ISSUER);
        String withheld = Forge.withheld("[\"s\",\"b\",2]");
        String digest = forge.shown("[\"s\",\"a\",1]");
        String payload =
                CNF.substring(0, CNF.length() - 1) + ",\"_sd\":[" + digest + "," + withheld + "]}";
        String sdJwt = forge.sdJwt(payload);
        String binding = bind(sdJwt, HEADER, CLAIMS, HOLDER);
        String token = sdJwt.substring(0, sdJwt.indexOf('~') + 1);
        refused(Code.BAD_KEY_BINDING, token + binding);
        refused(Code.BAD_KEY_BINDING, sdJwt + Forge.encoded("[\"s\",\"b\",2]") + "~" + binding);
    }

    private static String bind(String sdJwt, String header, String claims, KeySigner signer) {
        return Forge.token(header, claims.formatted(Digest.base64Url(sdJwt)), signer);
    }

    private static void refused(String code, String text) {
        refused(Code.valueOf(code.toUpperCase(java.util.Locale.ROOT).replace('-', '_')), text);
    }

    private static void refused(Code code, String text) {
        assertThatThrownBy(() -> SdJwt.verify(text, ISSUER.key(), POLICY, NOW))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
