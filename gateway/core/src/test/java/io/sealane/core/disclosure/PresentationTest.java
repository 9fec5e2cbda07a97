package io.sealane.core.disclosure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.document.FieldClass;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.Refusal;
import io.sealane.core.identity.TestKeys;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;
import io.sealane.core.seal.Classes;
import io.sealane.core.seal.IssuerToken;
import io.sealane.core.seal.Jws;
import io.sealane.core.seal.Sample;
import io.sealane.core.seal.SealedDocument;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;

class PresentationTest {
    private static final String ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~=";

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void what_is_disclosed_is_exactly_what_the_classes_allow(long seed) throws Refusal {
        var sample = new Sample(seed);
        SealedDocument sealed = sample.seal();
        var granted = granted(seed);
        List<Integer> shown =
                Selection.select(sealed, cls -> granted.stream().anyMatch(c -> c.covers(cls)));

        Presentation sent = present(sealed, shown);
        Presentation received = Presentation.parse(sent.compact());
        received.verifyKeyBinding(Sample.NODE.key());
        received.verifyIssuer(sample.issuer().key());
        Disclosed disclosed = received.disclosed();

        assertThat(disclosed.doc()).isEqualTo(read(Sample.visible(sample.shape(), granted)));
        assertThat(received.keyBinding()).isEqualTo(sent.keyBinding());
        assertThat(received.issuer().claims()).isEqualTo(sample.claims());
        assertThat(received.signingInputHash()).isEqualTo(sent.signingInputHash());
        assertThat(disclosed.opened()).hasSameSizeAs(shown);
        for (Opened opened : disclosed.opened()) {
            SealedDocument.Item item = sealed.disclosures().get(shown.get(opened.index()));
            int parent =
                    opened.parent() < 0 ? SealedDocument.NO_PARENT : shown.get(opened.parent());
            assertThat(opened.digest()).isEqualTo(item.digest());
            assertThat(parent).isEqualTo(item.parent());
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void every_digest_of_a_token_has_a_class_and_no_two_texts_are_alike(long seed) throws Refusal {
        var sample = new Sample(seed);
        SealedDocument sealed = sample.seal();
        Classes classes = Classes.open(IssuerToken.parse(sealed.issuerJwt()), sealed.classes());

        var digests = new ArrayList<String>();
        collectDigests(IssuerToken.parse(sealed.issuerJwt()).doc(), digests);
        for (SealedDocument.Item item : sealed.disclosures()) {
            collectDigests(Json.parse(Base64Url.decode(item.encoded())), digests);
        }
        assertThat(digests).doesNotHaveDuplicates();
        var hashes = digests.stream().map(Digest::hex).toList();
        assertThat(classes.ofDigestHash().keySet()).containsExactlyInAnyOrderElementsOf(hashes);
        for (SealedDocument.Item item : sealed.disclosures()) {
            assertThat(classes.ofDigestHash()).containsEntry(Digest.hex(item.digest()), item.cls());
        }
    }

    @Test
    void the_same_source_of_randomness_gives_the_same_salts() throws Refusal {
        SealedDocument first = new Sample(3).seal();
        SealedDocument again = new Sample(3).seal();
        assertThat(again.disclosures()).isEqualTo(first.disclosures());
        assertThat(again.issuerJwt()).isEqualTo(first.issuerJwt()); // Ed25519 has one signature
        assertThat(new Sample(5).seal().classes()).isNotEqualTo(first.classes());
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void every_single_character_changed_is_refused(long seed) throws Refusal {
        var sample = new Sample(seed);
        SealedDocument sealed = sample.seal();
        String text = present(sealed, Selection.select(sealed, cls -> true)).compact();
        verify(text, sample.issuer().key());
        var random = new Random(seed);
        for (int i = 0; i < text.length(); i++) {
            String changed = changed(text, i, random);
            assertThatThrownBy(() -> verify(changed, sample.issuer().key()))
                    .as("character %d", i)
                    .isInstanceOf(Refusal.class);
        }
    }

    /** So somebody who holds the presenter's key cannot present what the issuer did not sign. */
    @Test
    void every_character_is_covered_by_the_issuer_even_without_a_key_binding() throws Refusal {
        var sample = new Sample(12);
        SealedDocument sealed = sample.seal();
        Parts parts = Parts.of(present(sealed, Selection.select(sealed, cls -> true)).compact());
        IssuerToken token = IssuerToken.parse(parts.issuerJwt());
        var random = new Random(1);
        for (int i = 0; i < parts.issuerJwt().length(); i++) {
            String changed = changed(parts.issuerJwt(), i, random);
            assertThatThrownBy(() -> IssuerToken.parse(changed).verify(sample.issuer().key()))
                    .as("character %d", i)
                    .isInstanceOf(Refusal.class);
        }
        for (int d = 0; d < parts.disclosures().size(); d++) {
            for (int i = 0; i < parts.disclosures().get(d).length(); i++) {
                var disclosures = new ArrayList<>(parts.disclosures());
                disclosures.set(d, changed(disclosures.get(d), i, random));
                var digests = disclosures.stream().map(Digest::base64Url).toList();
                refused(Code.BAD_DISCLOSURE, () -> Disclosed.of(token, disclosures, digests));
            }
        }
    }

    @Test
    void a_presentation_is_rebuilt_from_what_is_stored() throws Refusal {
        SealedDocument sealed = new Sample(4).seal();
        Presentation sent = present(sealed, Selection.select(sealed, cls -> true));
        assertThat(Presentation.compact(sent.issuerJwt(), sent.disclosures(), sent.keyBindingJwt()))
                .isEqualTo(sent.compact());
    }

    @Test
    void the_chain_can_run_ahead_of_the_signatures() throws Refusal {
        SealedDocument sealed = new Sample(4).seal();
        var draft = Presentation.draft(sealed, List.of(), terms(1), Sample.NODE);
        byte[] before = draft.signingInputHash();
        assertThat(draft.sign(Sample.NODE).signingInputHash()).isEqualTo(before);
        assertThat(draft.sign(Sample.NODE).signingInputHash()).isEqualTo(before);
        assertThatThrownBy(() -> draft.sign(TestKeys.es256(9)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refuses_a_bare_sd_jwt_another_presenter_and_another_issuer() throws Refusal {
        var sample = new Sample(4);
        SealedDocument sealed = sample.seal();
        Presentation sent = present(sealed, List.of());
        String bare = sealed.issuerJwt() + "~";
        refused(Code.MALFORMED_DELIVERY, () -> Presentation.parse(bare));
        refused(Code.MALFORMED_DELIVERY, () -> Presentation.parse(sealed.issuerJwt()));
        refused(Code.MALFORMED_DELIVERY, () -> Presentation.parse(""));
        refused(Code.BAD_KEY_BINDING, () -> sent.verifyKeyBinding(TestKeys.es256(9).key()));
        refused(Code.BAD_KEY_BINDING, () -> sent.verifyKeyBinding(TestKeys.ed25519(9).key()));
        refused(Code.BAD_ISSUER_SIGNATURE, () -> sent.verifyIssuer(TestKeys.es256(9).key()));
    }

    @Test
    void refuses_a_presenter_that_the_issuer_did_not_name() throws Refusal {
        SealedDocument sealed = new Sample(4).seal();
        var other = TestKeys.es256(9);
        Presentation sent = Presentation.draft(sealed, List.of(), terms(1), other).sign(other);
        Presentation received = Presentation.parse(sent.compact());
        received.verifyKeyBinding(other.key());
        refused(Code.MALFORMED_TOKEN, received::issuer);
    }

    @Test
    void refuses_the_list_of_classes_in_a_delivery() throws Refusal {
        SealedDocument sealed = new Sample(4).seal();
        var leaking =
                new SealedDocument(
                        sealed.issuerJwt(),
                        List.of(new SealedDocument.Item(sealed.classes(), FieldClass.ROUTING, -1)),
                        sealed.classes());
        Presentation received = Presentation.parse(present(leaking, List.of(0)).compact());
        refused(Code.OVER_DISCLOSED, received::disclosed);
    }

    @Test
    void refuses_the_same_disclosures_in_another_order() throws Refusal {
        SealedDocument sealed = new Sample(12).seal();
        Presentation sent = present(sealed, Selection.select(sealed, cls -> true));
        List<String> reversed = sent.disclosures().reversed();
        assertThat(reversed).isNotEqualTo(sent.disclosures());
        String text = Presentation.compact(sent.issuerJwt(), reversed, sent.keyBindingJwt());
        Presentation received = Presentation.parse(text);
        refused(Code.BAD_KEY_BINDING, () -> received.verifyKeyBinding(Sample.NODE.key()));
    }

    @Test
    void refuses_a_false_dset() throws Refusal {
        SealedDocument sealed = new Sample(4).seal();
        Presentation sent = present(sealed, List.of());
        ObjectNode claims = Json.parseObject(payloadOf(sent.keyBindingJwt()));
        ((ObjectNode) claims.get("sln")).put("dset", "A".repeat(43));
        Presentation received =
                Presentation.parse(sealed.issuerJwt() + "~" + signedBinding(claims));
        refused(Code.BAD_KEY_BINDING, () -> received.verifyKeyBinding(Sample.NODE.key()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"more\":1}",
                "{\"iat\":\"1\"}",
                "{\"iat\":-1}",
                "{\"iat\":1.5}",
                "{\"exp\":null}",
                "{\"aud\":[\"nl.sealane.example\"]}",
                "{\"aud\":\"nl\"}",
                "{\"nonce\":\"m-1\"}",
                "{\"nonce\":\"019A0000-0000-7000-8000-000000000002\"}",
                "{\"sd_hash\":\"AA\"}",
                "{\"sln\":[]}",
                "{\"sln\":{}}"
            })
    void refuses_a_key_binding_of_another_form(String change) throws Refusal {
        SealedDocument sealed = new Sample(4).seal();
        ObjectNode claims = Json.parseObject(payloadOf(present(sealed, List.of()).keyBindingJwt()));
        claims.setAll((ObjectNode) Json.parse(change));
        String changed = sealed.issuerJwt() + "~" + signedBinding(claims);
        refused(Code.MALFORMED_DELIVERY, () -> Presentation.parse(changed));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"more\":1}",
                "{\"ch\":\"us.sealane.example>nl.sealane.example\"}",
                "{\"seq\":\"1\"}",
                "{\"prev\":\"AA\"}",
                "{\"to\":\"Rotterdam\"}",
                "{\"role\":\"\"}",
                "{\"dset\":null}",
                "{\"agr\":1}",
                "{\"rh\":\"=\"}"
            })
    void refuses_a_promise_of_another_form(String change) throws Refusal {
        SealedDocument sealed = new Sample(4).seal();
        ObjectNode claims = Json.parseObject(payloadOf(present(sealed, List.of()).keyBindingJwt()));
        ((ObjectNode) claims.get("sln")).setAll((ObjectNode) Json.parse(change));
        String changed = sealed.issuerJwt() + "~" + signedBinding(claims);
        refused(Code.MALFORMED_DELIVERY, () -> Presentation.parse(changed));
    }

    @Test
    void refuses_more_than_a_mebibyte_or_two_thousand_disclosures() throws Refusal {
        refused(Code.TOO_LARGE, () -> Presentation.parse("A".repeat(1024 * 1024 + 1)));
        refused(Code.TOO_LARGE, () -> Presentation.parse("A~" + "A~".repeat(2001) + "A.A.A"));
        refused(
                Code.MALFORMED_DELIVERY,
                () -> Presentation.parse("A~" + "A~".repeat(2000) + "A.A.A"));
        refused(Code.MALFORMED_DELIVERY, () -> Presentation.parse("~".repeat(1024 * 1024)));
    }

    @Test
    void dset_and_cset_do_not_depend_on_order() throws Refusal {
        assertThat(Disclosed.dset(List.of("b", "a"))).isEqualTo(Disclosed.dset(List.of("a", "b")));
        assertThat(Disclosed.dset(List.of("a"))).isNotEqualTo(Disclosed.dset(List.of("a", "b")));
        assertThat(Disclosed.dset(List.of("b", "a"))).isEqualTo(Digest.base64Url("[\"a\",\"b\"]"));

        var sample = new Sample(12);
        SealedDocument sealed = sample.seal();
        var classOf = new HashMap<String, FieldClass>();
        sealed.disclosures().forEach(item -> classOf.put(item.digest(), item.cls()));
        Disclosed disclosed = present(sealed, Selection.select(sealed, cls -> true)).disclosed();
        assertThat(disclosed.opened()).hasSizeGreaterThan(2);
        Classes derived =
                disclosed.classes(opened -> Objects.requireNonNull(classOf.get(opened.digest())));
        assertThat(derived.hash()).isEqualTo(Classes.ofDigests(classOf).hash());
    }

    private static List<FieldClass> granted(long seed) {
        var random = new Random(~seed);
        return Sample.CLASSES.stream().filter(cls -> random.nextBoolean()).toList();
    }

    private static Presentation present(SealedDocument sealed, List<Integer> shown) {
        return Presentation.draft(sealed, shown, terms(42), Sample.NODE).sign(Sample.NODE);
    }

    static KeyBinding.Terms terms(long seq) {
        String hash = Base64Url.encode(new byte[32]);
        return new KeyBinding.Terms(
                Instant.ofEpochSecond(1790000000),
                Instant.ofEpochSecond(1790600000),
                "nl.sealane.example",
                "019a0000-0000-7000-8000-000000000002",
                "us.sealane.example/1>nl.sealane.example",
                seq,
                hash,
                "rotterdam-terminal",
                "terminal",
                hash,
                hash);
    }

    private static void verify(String text, Key issuer) throws Refusal {
        Presentation received = Presentation.parse(text);
        received.verifyKeyBinding(Sample.NODE.key());
        received.verifyIssuer(issuer);
        received.disclosed();
    }

    private static String changed(String text, int position, Random random) {
        char other = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
        if (other == text.charAt(position)) {
            return changed(text, position, random);
        }
        return text.substring(0, position) + other + text.substring(position + 1);
    }

    private static String signedBinding(ObjectNode claims) {
        byte[] payload = Json.text(claims).getBytes(StandardCharsets.UTF_8);
        return Jws.draft(KeyBinding.TYP, payload, Sample.NODE).sign(Sample.NODE).compact();
    }

    private static byte[] payloadOf(String jwt) throws Refusal {
        return Base64Url.decode(jwt.split("\\.", -1)[1]);
    }

    private static ObjectNode read(ObjectNode tree) throws Refusal {
        return Json.parseObject(Json.text(tree).getBytes(StandardCharsets.UTF_8));
    }

    private static void collectDigests(JsonNode tree, List<String> into) {
        tree.findValues("_sd").forEach(list -> list.forEach(d -> into.add(d.textValue())));
        tree.findValues("...").forEach(d -> into.add(d.textValue()));
    }

    private static void refused(Code code, ThrowingCallable reading) {
        assertThatThrownBy(reading)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
