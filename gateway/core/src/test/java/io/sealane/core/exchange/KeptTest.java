package io.sealane.core.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.disclosure.KeyBinding;
import io.sealane.core.disclosure.Presentation;
import io.sealane.core.document.DocumentType;
import io.sealane.core.identity.KeySigner;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;
import io.sealane.core.seal.IssuerClaims;
import io.sealane.core.seal.IssuerToken;
import io.sealane.core.seal.Jws;
import io.sealane.core.seal.SealedDocument;
import io.sealane.core.seal.Sealer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What is kept of a refusal proves it, and is nothing that a reader should not hold. */
class KeptTest {
    private static final String CANARY = "Canary-4711";
    private static final String ZEROS = Base64Url.encode(new byte[32]);

    private static final ThreeNodes NET = net();

    private static ThreeNodes net() {
        try {
            return new ThreeNodes();
        } catch (Refusal malformed) {
            throw new AssertionError(malformed);
        }
    }

    private static SealedDocument sealed(DocumentType type, JsonNode document) throws Refusal {
        var claims =
                new IssuerClaims(
                        NET.us.id("acme-line"),
                        "us.sealane.example",
                        NET.clock.now,
                        "urn:uuid:" + NET.us.identifiers.next(),
                        type.vct(),
                        type.profile().id(),
                        List.of("ES256"),
                        NET.us.presentation.kid());
        return new Sealer(new Random(7))
                .seal(claims, type.profile().shape(document), NET.us.issuing);
    }

    /** A delivery that shows one disclosure of an issuer's token. */
    private static Arrival arrival(SealedDocument sealed) throws Refusal {
        ChannelName channel = NET.channel(NET.nl);
        var terms =
                new KeyBinding.Terms(
                        NET.clock.now,
                        NET.clock.now.plus(Duration.ofDays(7)),
                        "nl.sealane.example",
                        NET.us.identifiers.next().toString(),
                        channel.toString(),
                        1,
                        ZEROS,
                        "rotterdam-terminal",
                        "terminal",
                        ZEROS,
                        ZEROS);
        KeySigner signer = NET.us.presentation;
        Presentation made = Presentation.draft(sealed, List.of(0), terms, signer).sign(signer);
        Presentation read = Presentation.parse(made.compact());
        return new Arrival(
                Bound.of(read, channel), read, read.compact(), null, read.keyBindingJwt(), ZEROS);
    }

    private static JsonNode kept(SealedDocument sealed) throws Refusal {
        return Json.parse(Kept.of(arrival(sealed), TestNode.CATALOGUE));
    }

    private static Set<String> names(JsonNode kept) {
        return kept.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
    }

    @Test
    void a_token_that_shows_nothing_is_kept_whatever_its_type() throws Refusal {
        int documents = 0;
        for (DocumentType type : TestNode.CATALOGUE.types()) {
            for (JsonNode document : type.examples().values()) {
                SealedDocument sealed = sealed(type, document);
                JsonNode kept = kept(sealed);
                assertThat(names(kept))
                        .containsExactlyInAnyOrder("issuer", "keyBinding", "digests");
                assertThat(kept.path("issuer").asText()).isEqualTo(sealed.issuerJwt());
                String disclosure = sealed.disclosures().getFirst().encoded();
                assertThat(kept.path("digests"))
                        .containsExactly(Json.array().add(Digest.base64Url(disclosure)).get(0));
                assertThat(kept.toString()).doesNotContain(disclosure);
                documents++;
            }
        }
        assertThat(documents).isGreaterThan(10);
    }

    record Showing(String what, UnaryOperator<ObjectNode> payload, UnaryOperator<String> token) {
        Showing(String what, UnaryOperator<ObjectNode> payload) {
            this(what, payload, text -> text);
        }

        @Override
        public String toString() {
            return what;
        }
    }

    private static ObjectNode doc(ObjectNode payload) {
        return (ObjectNode) payload.get("doc");
    }

    private static ObjectNode changed(ObjectNode payload, String pointer, JsonNode value) {
        int slash = pointer.lastIndexOf('/');
        ((ObjectNode) payload.at(pointer.substring(0, slash)))
                .set(pointer.substring(slash + 1), value);
        return payload;
    }

    private static JsonNode text() {
        return Json.array().add(CANARY).get(0);
    }

    private static ObjectNode withDigest(ObjectNode payload) {
        ((ArrayNode) doc(payload).get("_sd")).add(CANARY);
        return payload;
    }

    static List<Showing> showing() {
        return List.of(
                new Showing(
                        "a field that the profile hides",
                        payload -> changed(payload, "/doc/termsAndConditions", text())),
                new Showing(
                        "a field that nobody knows",
                        payload -> changed(payload, "/doc/remark", text())),
                new Showing(
                        "a field that may be shown, not in its form",
                        payload -> changed(payload, "/doc/transportDocumentTypeCode", text())),
                new Showing("a value in the place of a digest", KeptTest::withDigest),
                new Showing(
                        "a value in the place of the digest of classes",
                        payload -> changed(payload, "/_sd", Json.array().add(CANARY))),
                new Showing("a claim", payload -> changed(payload, "/remark", text())),
                new Showing(
                        "a profile that is not held",
                        payload ->
                                changed(
                                        changed(
                                                payload,
                                                "/prof",
                                                Json.array()
                                                        .add("transport-document/1.0#" + ZEROS)
                                                        .get(0)),
                                        "/doc/termsAndConditions",
                                        text())),
                new Showing(
                        "a type that is not known",
                        payload ->
                                changed(
                                        payload,
                                        "/vct",
                                        Json.array().add("canary-4711/1.0").get(0))),
                new Showing(
                        "a signature that says something",
                        payload -> payload,
                        token ->
                                token.substring(0, token.lastIndexOf('.') + 1)
                                        + Base64Url.encode(
                                                (CANARY + " " + CANARY)
                                                        .getBytes(StandardCharsets.UTF_8))),
                new Showing("no token", payload -> payload, token -> CANARY));
    }

    @ParameterizedTest
    @MethodSource("showing")
    void of_a_token_that_shows_more_its_hash_is_kept(Showing showing) throws Refusal {
        DocumentType type = TestNode.CATALOGUE.type(TestNode.TYPE);
        SealedDocument good = sealed(type, ThreeNodes.document());
        ObjectNode payload =
                showing.payload().apply(Jws.parse(good.issuerJwt(), IssuerToken.TYP).claims());
        KeySigner signer = NET.us.issuing;
        String jwt =
                showing.token()
                        .apply(
                                Jws.draft(IssuerToken.TYP, Json.utf8(payload), signer)
                                        .sign(signer)
                                        .compact());
        var lying = new SealedDocument(jwt, good.disclosures(), good.classes());

        JsonNode kept = kept(lying);

        assertThat(names(kept)).containsExactlyInAnyOrder("issuerHash", "keyBinding", "digests");
        assertThat(kept.path("issuerHash").asText()).isEqualTo(Digest.base64Url(jwt));
        String whole = kept.toString();
        assertThat(whole).doesNotContain(CANARY, jwt);
        assertThat(encoded(CANARY)).noneMatch(whole::contains);
    }

    /** A word in base64url, wherever it began in what was encoded. */
    private static List<String> encoded(String word) {
        return IntStream.range(0, 3)
                .mapToObj(shift ->
                        Base64Url.encode(
                                (" ".repeat(shift) + word + "  ").getBytes(StandardCharsets.UTF_8)))
                .map(text -> text.substring(4, text.length() - 6))
                .toList();
    }

    @Test
    void a_word_is_found_wherever_it_begins_in_what_is_encoded() {
        for (int i = 0; i < 3; i++) {
            String text =
                    Base64Url.encode(
                            ("x".repeat(i) + CANARY + "yz").getBytes(StandardCharsets.UTF_8));
            assertThat(encoded(CANARY)).anyMatch(text::contains);
        }
    }
}
