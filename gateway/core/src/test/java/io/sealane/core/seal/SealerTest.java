package io.sealane.core.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.document.FieldClass;
import io.sealane.core.document.Shape;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.KeySigner;
import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.Refusal;
import io.sealane.core.identity.TestKeys;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

class SealerTest {
    private static final KeySigner ISSUER = TestKeys.es256(1);
    private static final FieldClass CARGO = new FieldClass("cargo");
    private static final Shape ONE = new Shape.Value(Json.object().numberNode(1));

    @Test
    void a_token_says_what_design_5_1_lists() throws Refusal {
        SealedDocument sealed = seal(List.of(new Shape.Member("clear", ONE, null)), 0);
        IssuerToken token = IssuerToken.parse(sealed.issuerJwt());
        token.verify(ISSUER.key());
        ObjectNode payload = token.payload().deepCopy();
        payload.set("_sd", Json.array());
        assertThat(Json.text(payload))
                .isEqualTo(
                        "{\"iss\":\"acme-line@us.sealane.example\",\"iat\":1790000000,"
                                + "\"jti\":\"urn:uuid:019a0000-0000-7000-8000-000000000001\","
                                + "\"ver\":1,\"vct\":\"transport-document/1.0\","
                                + "\"prof\":\"transport-document/1.0#"
                                + "A".repeat(43)
                                + "\",\"sigs\":[\"ES256\"],\"cnf\":{\"kid\":\""
                                + Sample.NODE.kid()
                                + "\"},\"_sd_alg\":\"sha-256\",\"doc\":{\"clear\":1},\"_sd\":[]}");
        assertThat(token.classesDigest()).isEqualTo(Digest.base64Url(sealed.classes()));
        assertThat(token.jws().header().typ()).isEqualTo("sealane-document+sd-jwt");
    }

    @Test
    void a_node_that_signs_for_a_party_says_so() throws Refusal {
        var claims = acting("us.sealane.example");
        SealedDocument sealed = sealer().seal(claims, shape(List.of(), 0), ISSUER);
        assertThat(IssuerToken.parse(sealed.issuerJwt()).claims()).isEqualTo(claims);
        String other =
                sealer().seal(acting("nl.sealane.example"), shape(List.of(), 0), ISSUER)
                        .issuerJwt();
        refused(Code.MALFORMED_TOKEN, () -> IssuerToken.parse(other));
    }

    @Test
    void salts_have_128_bits_and_never_repeat() throws Refusal {
        var salts = new HashSet<String>();
        for (long seed = 0; seed < 50; seed++) {
            for (SealedDocument.Item item : new Sample(seed).seal().disclosures()) {
                String salt = Json.parse(Base64Url.decode(item.encoded())).get(0).textValue();
                assertThat(Base64Url.decode(salt)).hasSize(16);
                assertThat(salts.add(salt)).isTrue();
            }
        }
        assertThat(salts).hasSizeGreaterThan(200);
    }

    @Test
    void digests_are_sorted_and_decoys_among_them() throws Refusal {
        var members =
                List.of(
                        new Shape.Member("a", ONE, CARGO),
                        new Shape.Member("b", ONE, CARGO),
                        new Shape.Member("c", ONE, CARGO));
        SealedDocument sealed = seal(members, 5);
        var digests = texts(IssuerToken.parse(sealed.issuerJwt()).doc().get("_sd"));
        assertThat(digests).hasSize(8).isSorted();
        assertThat(digests).allMatch(digest -> digest.length() == 43);
        assertThat(digests)
                .containsAll(
                        sealed.disclosures().stream().map(SealedDocument.Item::digest).toList());
    }

    @Test
    void decoys_of_an_array_may_stand_anywhere_and_elements_keep_their_order() throws Refusal {
        var elements = List.of(new Shape.Element(ONE, CARGO), new Shape.Element(ONE, CARGO));
        Set<List<Boolean>> arrangements = new HashSet<>();
        var sealer = sealer();
        for (int i = 0; i < 100; i++) {
            var shape =
                    new Shape.Members(
                            List.of(new Shape.Member("l", new Shape.Elements(elements, 2), null)),
                            0);
            SealedDocument sealed = sealer.seal(Sample.claims(ISSUER), shape, ISSUER);
            var real = sealed.disclosures().stream().map(SealedDocument.Item::digest).toList();
            var placed =
                    IssuerToken.parse(sealed.issuerJwt()).doc().get("l").findValuesAsText("...");
            assertThat(placed).hasSize(4);
            assertThat(placed.stream().filter(real::contains)).isEqualTo(real);
            arrangements.add(placed.stream().map(real::contains).toList());
        }
        assertThat(arrangements).hasSize(6); // all of 4 over 2
    }

    @Test
    void to_an_auditor_decoys_are_of_the_class_whose_presence_is_secret() throws Refusal {
        SealedDocument sealed = seal(List.of(new Shape.Member("a", ONE, CARGO)), 2);
        Classes classes = Classes.open(IssuerToken.parse(sealed.issuerJwt()), sealed.classes());
        assertThat(classes.ofDigestHash().values())
                .containsExactlyInAnyOrder(CARGO, FieldClass.GOVERNMENT, FieldClass.GOVERNMENT);
        String salted = "[\"AAAAAAAAAAAAAAAAAAAAAA\",\"_classes\",[]]";
        refused(
                Code.BAD_DISCLOSURE,
                () -> Classes.open(IssuerToken.parse(sealed.issuerJwt()), Forge.encoded(salted)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[[\"%1$s\"]]",
                "[[\"%1$s\",\"cargo\",1]]",
                "[[\"%1$s\",\"secret\"]]",
                "[[\"AA\",\"cargo\"]]",
                "[[\"%1$s\",\"cargo\"],[\"%1$s\",\"cargo\"]]",
                "[1]"
            })
    void refuses_a_list_of_classes_of_another_form(String list) throws Refusal {
        String hash = "0".repeat(64);
        String disclosure = Forge.encoded("[\"s\",\"_classes\"," + list.formatted(hash) + "]");
        IssuerToken token = IssuerToken.parse(token("{}", Digest.base64Url(disclosure)));
        refused(Code.BAD_DISCLOSURE, () -> Classes.open(token, disclosure));
    }

    @ParameterizedTest
    @ValueSource(strings = {"_sd", "...", "_sd_alg"})
    void refuses_a_document_that_uses_a_reserved_name(String name) {
        JsonNode deep = Json.array().add(Json.object().put(name, 1));
        for (Shape.Member member :
                List.of(
                        new Shape.Member(name, ONE, null),
                        new Shape.Member(name, ONE, CARGO),
                        new Shape.Member("a", new Shape.Value(deep), null),
                        new Shape.Member("a", new Shape.Value(deep), CARGO))) {
            refused(Code.SCHEMA_VIOLATION, () -> seal(List.of(member), 0));
        }
    }

    @Test
    void a_shape_that_names_a_member_twice_is_a_bug() {
        var members = List.of(new Shape.Member("a", ONE, null), new Shape.Member("a", ONE, CARGO));
        assertThatThrownBy(() -> seal(members, 0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void claims_that_list_another_signature_than_is_made_are_a_bug() {
        assertThatThrownBy(() ->
                        sealer().seal(
                                        Sample.claims(TestKeys.ed25519(1)),
                                        shape(List.of(), 0),
                                        ISSUER))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"iat\":1790000000 | \"iat\":1790000000,\"exp\":1 | malformed-token",
                "\"iat\":1790000000 | \"iat\":\"now\" | malformed-token",
                "\"iat\":1790000000 | \"iat\":1e9 | malformed-token",
                "acme-line@us | acme_line@us | malformed-token",
                "urn:uuid:019a0000-0000-7000 | urn:uuid:019a0000-0000-4000 | malformed-token",
                "\"ver\":1 | \"ver\":2 | malformed-token",
                "\"ver\":1 | \"ver\":true | malformed-token",
                "sha-256 | sha-512 | malformed-token",
                "\"vct\":\"t | \"vct\":\"/t | malformed-token",
                "1.0#A | 1.0#= | malformed-token",
                "[\"ES256\"] | [\"ES256\",\"ML-DSA-44\"] | algorithm-not-allowed",
                "[\"ES256\"] | [\"ES256\",\"EdDSA\"] | algorithm-not-allowed",
                "[\"ES256\"] | [\"ES256\",\"ES256\"] | algorithm-not-allowed",
                "[\"ES256\"] | [\"ML-DSA-65\"] | algorithm-not-allowed",
                "[\"ES256\"] | [\"ML-DSA-65\",\"ES256\"] | algorithm-not-allowed",
                "[\"ES256\"] | [\"ES256\",\"ML-DSA-65\",\"ML-DSA-65\"] |"
                        + " algorithm-not-allowed",
                "[\"ES256\"] | [\"EdDSA\"] | algorithm-not-allowed",
                "[\"ES256\"] | [] | algorithm-not-allowed",
                "[\"ES256\"] | \"ES256\" | malformed-token",
                "[\"ES256\"] | [256] | malformed-token",
                "{\"kid\": | {\"jwk\":{},\"kid\": | malformed-token",
                "\"cnf\" | \"act\":{\"sub\":\"us.sealane.example\",\"x\":1},\"cnf\" |"
                        + " malformed-token",
                "\"cnf\" | \"act\":{},\"cnf\" | malformed-token",
                "\"cnf\" | \"act\":null,\"cnf\" | malformed-token",
                "\"cnf\" | \"cnf\":{},\"cnf\" | malformed-token",
                "\"cnf\" | \"confirmation\" | malformed-token",
                "\"doc\":{} | \"doc\":[] | malformed-token",
                "\"doc\":{}, | `` | malformed-token"
            })
    void refuses_a_token_of_another_form(String what, String by, String code) throws Refusal {
        String token = token("{}", "A".repeat(43));
        String json = new String(IssuerToken.parse(token).jws().payload(), StandardCharsets.UTF_8);
        assertThat(json).contains(what);
        String header =
                "{\"alg\":\"ES256\",\"kid\":\"%s\",\"typ\":\"%s\"}"
                        .formatted(ISSUER.kid(), IssuerToken.TYP);
        String changed = Forge.token(header, json.replace(what, by), ISSUER);
        Code expected = Code.valueOf(code.toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
        refused(expected, () -> IssuerToken.parse(changed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[1]", "[\"a\",\"b\"]", "\"a\"", "{\"a\":1}", "null"})
    void refuses_a_token_without_the_one_digest_of_its_classes(String digests) throws Refusal {
        String json = Json.text(Sample.claims(ISSUER).payload(Json.object(), Json.parse(digests)));
        String header =
                "{\"alg\":\"ES256\",\"kid\":\"%s\",\"typ\":\"%s\"}"
                        .formatted(ISSUER.kid(), IssuerToken.TYP);
        refused(Code.MALFORMED_TOKEN, () -> IssuerToken.parse(Forge.token(header, json, ISSUER)));
    }

    private static String token(String doc, String digest) throws Refusal {
        var digests = Json.array().add(digest);
        String json = Json.text(Sample.claims(ISSUER).payload(Json.parse(doc), digests));
        byte[] payload = json.getBytes(StandardCharsets.UTF_8);
        return Jws.draft(IssuerToken.TYP, payload, ISSUER).sign(ISSUER).compact();
    }

    private static IssuerClaims acting(String node) {
        var claims = Sample.claims(ISSUER);
        return new IssuerClaims(
                new PartyId("acme-line", "us.sealane.example"),
                node,
                Instant.ofEpochSecond(1790000000),
                claims.jti(),
                claims.vct(),
                claims.prof(),
                claims.sigs(),
                claims.holder());
    }

    private static SealedDocument seal(List<Shape.Member> members, int decoys) throws Refusal {
        return sealer().seal(Sample.claims(ISSUER), shape(members, decoys), ISSUER);
    }

    private static Shape shape(List<Shape.Member> members, int decoys) {
        return new Shape.Members(members, decoys);
    }

    private static Sealer sealer() {
        return new Sealer(new Random(1));
    }

    private static List<String> texts(JsonNode array) {
        var texts = new java.util.ArrayList<String>();
        array.forEach(text -> texts.add(text.textValue()));
        return texts;
    }

    private static void refused(Code code, ThrowingCallable reading) {
        assertThatThrownBy(reading)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
