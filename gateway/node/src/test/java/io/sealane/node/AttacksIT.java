package io.sealane.node;

import static io.sealane.node.Rogue.CANARY;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealane.certs.KeyPairs;
import io.sealane.core.identity.KeySigner;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Json;
import io.sealane.node.Rogue.Lie;
import io.sealane.node.postgres.SharedPostgres;
import io.sealane.node.store.Opened;

import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * What is known to have broken others, done to a node at the wire: forged and stripped signatures,
 * other algorithms, keys in headers, JSON with two readings. Each is refused
 * with its code, and the same delivery without the attack is taken right after it.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AttacksIT extends DeliveriesCase {
    /** Signed where no reader may see it. */
    private static final String SECRET = "Kanarie-0815";

    private static final String JWK = Json.text(KeyPairs.signer(KeyPairs.p256()).key().toJwk());
    private static final String URL = "\"https://evil.example/keys\"";

    record Attack(String what, String code, Lie lie) {
        @Override
        public String toString() {
            return what;
        }
    }

    /** On the issuer's token: what takes the number is refused for good. */
    private static Attack token(String what, String code, UnaryOperator<Forged> forging) {
        return new Attack(
                what,
                code,
                draft -> draft.token = text -> forging.apply(Forged.of(text)).compact());
    }

    /** A header that says more, rightly signed by the issuer all the same. */
    private static Attack header(String name, String json) {
        return token(
                name + " in the header",
                "malformed-token",
                token -> token.header(Forged.member(name, json)).signed(issuer()));
    }

    /** A payload with two readings, rightly signed by the issuer all the same. */
    private static Attack payload(String what, UnaryOperator<String> change) {
        return token(
                what + " in the token",
                "malformed-token",
                token -> token.payload(change).signed(issuer()));
    }

    private static KeySigner issuer() {
        return rogue.issuing();
    }

    private static KeySigner other() {
        return KeyPairs.signer(KeyPairs.p256());
    }

    private static UnaryOperator<String> alg(String name) {
        return header -> header.replace("\"ES256\"", "\"" + name + "\"");
    }

    private static byte[] publicKey() {
        return site("sg").keys().issuing().getPublic().getEncoded();
    }

    static List<Attack> signatures() {
        return List.of(
                token(
                        "a claim changed after it was signed",
                        "bad-issuer-signature",
                        token -> token.payload(text -> text.replace("\"iat\":1", "\"iat\":2"))),
                token(
                        "a field changed after it was signed",
                        "bad-issuer-signature",
                        token -> token.payload(text -> text.replace(CANARY, "Canary-4712"))),
                token(
                        "signed again with another key",
                        "bad-issuer-signature",
                        token -> token.signed(other())),
                token(
                        "signed again with a key that is named",
                        "unknown-issuer",
                        token -> {
                            KeySigner other = other();
                            String kid = issuer().kid();
                            return token.header(text -> text.replace(kid, other.kid()))
                                    .signed(other);
                        }),
                token(
                        "signed with the key of deliveries",
                        "unknown-issuer",
                        token -> {
                            KeySigner binding = rogue.presenting();
                            String kid = issuer().kid();
                            return token.header(text -> text.replace(kid, binding.kid()))
                                    .signed(binding);
                        }),
                token("no signature", "bad-issuer-signature", token -> token.with("")),
                token(
                        "a signature of zeros",
                        "bad-issuer-signature",
                        token -> token.with(Base64Url.encode(new byte[64]))),
                token("none", "algorithm-not-allowed", token -> token.header(alg("none")).with("")),
                token(
                        "none, signed",
                        "algorithm-not-allowed",
                        token -> token.header(alg("none")).signed(issuer())),
                token(
                        "none in capitals",
                        "algorithm-not-allowed",
                        token -> token.header(alg("nOnE")).with("")),
                token(
                        "a MAC under the public key",
                        "algorithm-not-allowed",
                        token -> token.header(alg("HS256")).authenticated(publicKey())),
                token(
                        "a MAC under the public key, called a signature",
                        "bad-issuer-signature",
                        token -> token.authenticated(publicKey())),
                token(
                        "another algorithm than is listed",
                        "algorithm-not-allowed",
                        token -> token.header(alg("EdDSA")).signed(issuer())),
                token(
                        "another algorithm than the key's",
                        "bad-issuer-signature",
                        token -> token.header(alg("EdDSA")).payload(alg("EdDSA")).signed(issuer())),
                token(
                        "an algorithm for larger keys",
                        "algorithm-not-allowed",
                        token -> token.header(alg("ES512")).signed(issuer())));
    }

    static List<Attack> tokens() {
        return List.of(
                header("jwk", JWK),
                header("jku", URL),
                header("x5u", URL),
                header("x5c", "[\"MAoCAQE=\"]"),
                header("crit", "[\"exp\"]"),
                header("b64", "false"),
                header("zip", "\"DEF\""),
                header("kid", "\"" + "A".repeat(43) + "\""),
                payload("a member twice", Forged.member("iat", "1")),
                payload("a member that is not known", Forged.member("exp", "1")),
                payload("a number beyond all", text -> text.replace("\"ver\":1", "\"ver\":1e999")),
                payload(
                        "a number with two forms",
                        text -> text.replace("\"ver\":1", "\"ver\":1.0")),
                payload("half a character", text -> text.replace(CANARY, "\\ud800")),
                payload(
                        "very deep JSON",
                        Forged.member("deep", "[".repeat(10_000) + "]".repeat(10_000))),
                token(
                        "another hash for digests",
                        "malformed-token",
                        token ->
                                token.payload(text -> text.replace("sha-256", "md5"))
                                        .signed(issuer())),
                token(
                        "a field in the clear that is to be hidden",
                        "over-disclosed",
                        token -> token.payload(AttacksIT::inTheClear).signed(issuer())));
    }

    private static String inTheClear(String payload) {
        return payload.replace("\"doc\":{", "\"doc\":{\"termsAndConditions\":\"" + SECRET + "\",");
    }

    /** In a disclosure that the token refers to. */
    private static Attack disclosure(String what, UnaryOperator<String> change) {
        return new Attack(
                what + " in a disclosure",
                "bad-disclosure",
                draft -> {
                    draft.refersToIt = true;
                    draft.disclosure =
                            text -> Base64Url.encode(change.apply(text(text)).getBytes(UTF_8));
                });
    }

    private static String text(String encoded) {
        try {
            return new String(Base64Url.decode(encoded), UTF_8);
        } catch (io.sealane.core.identity.Refusal e) {
            throw new AssertionError(e);
        }
    }

    private static UnaryOperator<String> value(String json) {
        return text -> text.substring(0, text.lastIndexOf("\",") + 2) + json + "]";
    }

    static List<Attack> disclosures() {
        return List.of(
                disclosure("a member twice", value("{\"a\":1,\"a\":2}")),
                disclosure("a number beyond all", value("1e999")),
                disclosure("half a character", value("\"\\ud800\"")),
                disclosure("very deep JSON", value("[".repeat(10_000) + "]".repeat(10_000))),
                disclosure("a number of 100,000 digits", value("9".repeat(100_000))),
                disclosure("no JSON", text -> text + "]"),
                disclosure("a reserved name", value("{\"_sd_alg\":\"sha-256\"}")),
                disclosure(
                        "a value in the place of a digest",
                        value("{\"_sd\":[\"" + SECRET + "\"]}")));
    }

    @ParameterizedTest
    @MethodSource({"signatures", "tokens", "disclosures"})
    @Order(1)
    void what_is_forged_under_a_good_key_binding_is_refused_for_good(Attack attack)
            throws Exception {
        isRefusedForGood(attack.code(), attack.lie());
    }

    @Test
    @Order(1)
    void a_disclosure_that_was_made_anew_with_its_token_is_taken() throws Exception {
        isTaken(
                rogue.deliver(draft -> {
                    draft.refersToIt = true;
                    draft.disclosure = text -> Base64Url.encode((text(text) + " ").getBytes(UTF_8));
                    draft.token = text -> Forged.of(text).signed(issuer()).compact();
                }));
    }

    record Told(String what, int status, String code, Lie lie) {
        @Override
        public String toString() {
            return what;
        }
    }

    private static Told binding(
            String what, int status, String code, UnaryOperator<Forged> forging) {
        return new Told(
                what,
                status,
                code,
                draft -> draft.keyBinding = text -> forging.apply(Forged.of(text)).compact());
    }

    private static Told unread(String what, UnaryOperator<Forged> forging) {
        return binding(
                what,
                400,
                "malformed-delivery",
                binding -> forging.apply(binding).signed(rogue.presenting()));
    }

    /** On the key binding: the number stays free, and nothing is kept. */
    static List<Told> bindings() {
        return List.of(
                binding("no signature", 422, "bad-key-binding", one -> one.with("")),
                binding("signed again", 422, "bad-key-binding", one -> one.signed(other())),
                binding(
                        "signed with the key of documents",
                        422,
                        "bad-key-binding",
                        one -> {
                            String kid = rogue.presenting().kid();
                            return one.header(text -> text.replace(kid, issuer().kid()))
                                    .signed(issuer());
                        }),
                binding(
                        "a claim changed",
                        422,
                        "bad-key-binding",
                        one ->
                                one.payload(text ->
                                        text.replace("terminal\",\"dset", "carrier\",\"dset"))),
                binding(
                        "a MAC under the public key",
                        422,
                        "bad-key-binding",
                        one -> one.authenticated(publicKey())),
                unread("none", one -> one.header(alg("none"))),
                unread("a MAC", one -> one.header(alg("HS256"))),
                unread("jwk", one -> one.header(Forged.member("jwk", JWK))),
                unread("jku", one -> one.header(Forged.member("jku", URL))),
                unread("x5u", one -> one.header(Forged.member("x5u", URL))),
                unread("crit", one -> one.header(Forged.member("crit", "[\"exp\"]"))),
                unread("another typ", one -> one.header(text -> text.replace("kb+jwt", "JWT"))),
                unread("a member twice", one -> one.payload(Forged.member("aud", "\"x\""))),
                unread("a member more", one -> one.payload(Forged.member("sub", "\"x\""))),
                unread(
                        "a number beyond all",
                        one ->
                                one.payload(
                                        text -> text.replace("\"seq\":", "\"seq\":1e999,\"x\":"))),
                unread(
                        "half a character",
                        one ->
                                one.payload(text ->
                                        text.replace("terminal\",\"dset", "\\ud800\",\"dset"))),
                new Told(
                        "ten minutes from the future",
                        422,
                        "clock-skew",
                        draft -> draft.at = draft.at.plus(Duration.ofMinutes(10))));
    }

    @ParameterizedTest
    @MethodSource("bindings")
    @Order(2)
    void what_is_forged_in_the_key_binding_leaves_its_number_free(Told told) throws Exception {
        isRefusedWithoutTrace(told.status(), told.code(), () -> rogue.deliver(told.lie()));
    }

    @Test
    @Order(2)
    void clocks_that_are_a_few_minutes_apart_do_no_harm() throws Exception {
        for (int minutes : List.of(4, -10)) {
            isTaken(
                    rogue.deliver(draft -> {
                        draft.at = draft.at.plus(Duration.ofMinutes(minutes));
                        draft.expires = draft.at.plus(Duration.ofDays(7));
                    }));
        }
    }

    // What is kept.

    @Test
    @Order(3)
    void what_was_shown_in_the_clear_is_nowhere_in_the_database() throws Exception {
        Lie clear =
                draft ->
                        draft.token =
                                text ->
                                        Forged.of(text)
                                                .payload(AttacksIT::inTheClear)
                                                .signed(issuer())
                                                .compact();
        isRefusedForGood("over-disclosed", clear);
        // Refused before anybody looked at what stands in the clear.
        isRefusedForGood(
                "expired",
                draft -> {
                    clear.in(draft);
                    draft.at = draft.at.minus(Duration.ofDays(8));
                    draft.expires = draft.at.plus(Duration.ofDays(7));
                });
        isRefusedForGood(
                "no-grant",
                draft -> {
                    clear.in(draft);
                    draft.to = "nobody";
                });
        isRefusedForGood(
                "profile-not-granted",
                draft -> {
                    clear.in(draft);
                    draft.profile = changed(draft.profile, 30);
                });
        isRefusedForGood(
                "bad-issuer-signature",
                draft ->
                        draft.token =
                                text ->
                                        Forged.of(text)
                                                .with(Base64Url.encode(SECRET.getBytes(UTF_8)))
                                                .compact());
        try (Connection connection = SharedPostgres.connect(postgres, nodes.nlDatabase)) {
            var opened =
                    new Opened(connection, nodes.nl.config().data(), site("nl").keys().storage());
            assertThat(opened.refusals()).hasSizeGreaterThan(signatures().size() + tokens().size());
            assertThat(opened.refusals()).anyMatch(kept -> kept.contains("\"issuerHash\""));
            assertThat(opened.refusals()).anyMatch(kept -> kept.contains("\"issuer\""));
            assertThat(opened.refusals()).noneMatch(kept -> holds(kept, SECRET));
            assertThat(opened.openings()).noneMatch(kept -> holds(kept, SECRET));
            assertThat(opened.rows()).noneMatch(row -> holds(row, SECRET));
            assertThat(opened.inbox()).noneMatch(kept -> holds(kept, SECRET));
            // Where a name may be read it is found: so the other was looked for in the clear.
            assertThat(opened.inbox()).anyMatch(kept -> holds(kept, CANARY));
            assertThat(opened.refusals()).anyMatch(kept -> holds(kept, CANARY));
        }
    }

    /** As it is, or in base64url wherever it began. */
    private static boolean holds(String kept, String word) {
        return kept.contains(word)
                || IntStream.range(0, 3)
                        .mapToObj(shift ->
                                Base64Url.encode((" ".repeat(shift) + word).getBytes(UTF_8)))
                        .map(text -> text.substring(4, text.length() - 4))
                        .anyMatch(kept::contains);
    }
}
