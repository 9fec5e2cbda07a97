package io.sealane.node;

import static io.sealane.node.Rogue.CANARY;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;

import io.sealane.certs.Authority;
import io.sealane.certs.KeyPairs;
import io.sealane.certs.Site;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Json;
import io.sealane.node.Rogue.Lie;
import io.sealane.node.Rogue.Reply;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * Everything bad that a partner can deliver: each thing gets its own answer, is logged by its code
 * and without a value of a field, and leaves no trace but the refusal of what was numbered; what is
 * good goes through right after it.
 */
class DeliveriesIT extends DeliveriesCase {
    private String used = "";

    record Told(String what, int status, String code, Lie lie) {
        @Override
        public String toString() {
            return what;
        }
    }

    /** Lies that use no number: nothing of them is kept. */
    static List<Told> lies() {
        return List.of(
                new Told(
                        "wrong audience",
                        403,
                        "wrong-audience",
                        draft -> draft.audience = "us.sealane.example"),
                new Told(
                        "wrong peer",
                        403,
                        "wrong-peer",
                        draft -> draft.channel = "us.sealane.example/1>nl.sealane.example"),
                new Told(
                        "wrong channel",
                        422,
                        "wrong-channel",
                        draft -> draft.channel = "sg.sealane.example/2>nl.sealane.example"),
                new Told(
                        "longer than a week under way",
                        400,
                        "malformed-delivery",
                        draft -> draft.expires = draft.at.plus(Duration.ofDays(8))),
                new Told("out of number", 409, "sequence-gap", draft -> draft.seq++),
                new Told(
                        "out of chain",
                        409,
                        "chain-broken",
                        draft -> draft.prev = Base64Url.encode(new byte[32])),
                new Told(
                        "another one under a used number",
                        409,
                        "equivocation",
                        draft -> {
                            draft.seq--;
                        }),
                new Told(
                        "signed with another key",
                        422,
                        "bad-key-binding",
                        draft -> draft.presenter = KeyPairs.signer(KeyPairs.p256())),
                new Told(
                        "a disclosure changed after it was signed",
                        422,
                        "bad-key-binding",
                        draft -> draft.wire = text -> changed(text, text.indexOf('~') + 40)),
                new Told(
                        "no key binding",
                        400,
                        "malformed-delivery",
                        draft -> draft.wire = text -> text.substring(0, text.lastIndexOf('~') + 1)),
                new Told("not logged", 422, "not-logged", draft -> draft.logged = false),
                new Told(
                        "from the future",
                        422,
                        "clock-skew",
                        draft -> draft.at = draft.at.plus(Duration.ofHours(1))));
    }

    @ParameterizedTest
    @MethodSource("lies")
    void a_lie_is_refused_and_its_number_stays_free(Told told) throws Exception {
        isTaken(rogue.deliver(Rogue.NONE));
        isRefusedWithoutTrace(told.status(), told.code(), () -> rogue.deliver(told.lie()));
    }

    record Bad(String what, int status, String code, UnaryOperator<String> change) {
        @Override
        public String toString() {
            return what;
        }
    }

    /** Bytes that are no batch. */
    static List<Bad> batches() {
        return List.of(
                new Bad("malformed JSON", 400, "malformed-json", text -> "{" + text),
                new Bad(
                        "a member twice",
                        400,
                        "duplicate-member",
                        text -> "{\"old\":\"" + CANARY + "\"," + text.substring(1)),
                new Bad(
                        "a number beyond all",
                        400,
                        "malformed-json",
                        text -> "{\"remark\":1e999," + text.substring(1)),
                new Bad(
                        "half a character",
                        400,
                        "malformed-json",
                        text -> "{\"remark\":\"\\ud800\"," + text.substring(1)),
                new Bad(
                        "a number of a million digits",
                        413,
                        "too-large",
                        text -> "{\"remark\":" + "9".repeat(1_000_000) + "," + text.substring(1)),
                new Bad(
                        "very deep",
                        400,
                        "too-deep",
                        text -> "[".repeat(DEPTH) + "]".repeat(DEPTH) + "\n" + text),
                new Bad("50 MB", 413, "too-large", text -> text + "\n".repeat(LENGTH)),
                new Bad(
                        "a member that is not known",
                        400,
                        "malformed-delivery",
                        text -> "{\"remark\":\"" + CANARY + "\"," + text.substring(1)),
                new Bad(
                        "a checkpoint of someone else",
                        422,
                        "bad-checkpoint",
                        text -> text.replaceFirst("sg.sealane", "us.sealane")));
    }

    @ParameterizedTest
    @MethodSource("batches")
    void what_is_no_batch_is_refused(Bad bad) throws Exception {
        String good = new String(rogue.batch(rogue.made(Rogue.NONE)), StandardCharsets.UTF_8);
        byte[] spoiled = bad.change().apply(good).getBytes(StandardCharsets.UTF_8);
        isRefusedWithoutTrace(bad.status(), bad.code(), () -> rogue.post(spoiled));
    }

    @Test
    void a_delivery_on_another_partners_connection_is_refused() throws Exception {
        try (HttpClient us = TestTls.client(rogue.tls(site("us")), HttpClient.Version.HTTP_2)) {
            byte[] batch = rogue.batch(rogue.made(Rogue.NONE));
            isRefusedWithoutTrace(422, "bad-checkpoint", () -> rogue.post(us, batch));
        }
    }

    /** Lies under a good key binding: they take their number, and the refusal is receipted. */
    static List<Told> numbered() {
        return List.of(
                new Told(
                        "a disclosure changed before it was signed",
                        200,
                        "bad-disclosure",
                        draft -> draft.disclosure = DeliveriesIT::otherSalt),
                new Told(
                        "a field beyond the grant",
                        200,
                        "over-disclosed",
                        draft -> draft.shown = more(draft.shown, "party")),
                new Told(
                        "a field that must be shown is not",
                        200,
                        "under-disclosed",
                        draft -> draft.shown = List.of("routing", "operational")),
                new Told(
                        "a profile that the grant does not name",
                        200,
                        "profile-not-granted",
                        draft -> draft.profile = changed(draft.profile, 30)),
                new Told(
                        "signed by the node for a party that has a key",
                        200,
                        "unknown-issuer",
                        draft -> draft.issuer = Rogue.OWN),
                new Told(
                        "signed by a party that has no key",
                        200,
                        "unknown-issuer",
                        draft -> draft.byItself = rogue.ownKey),
                new Told(
                        "signed with another party's key",
                        200,
                        "unknown-issuer",
                        draft -> {
                            draft.issuer = Rogue.OWN;
                            draft.byItself = KeyPairs.signer(KeyPairs.p256());
                        }),
                new Told("for nobody here", 200, "no-grant", draft -> draft.to = "nobody"),
                new Told("in a role not granted", 200, "no-grant", draft -> draft.role = "carrier"),
                new Told(
                        "lifetime over",
                        200,
                        "expired",
                        draft -> {
                            draft.at = draft.at.minus(Duration.ofDays(8));
                            draft.expires = draft.at.plus(Duration.ofDays(7));
                        }));
    }

    @ParameterizedTest
    @MethodSource("numbered")
    void a_lie_under_a_good_signature_is_refused_for_good(Told told) throws Exception {
        isRefusedForGood(told.code(), told.lie());
    }

    @Test
    void a_document_that_its_party_signed_itself_is_taken() throws Exception {
        isTaken(
                rogue.deliver(draft -> {
                    draft.issuer = Rogue.OWN;
                    draft.byItself = rogue.ownKey;
                }));
        assertThat(inbox().getLast()).contains(Rogue.OWN + "@sg.sealane.example");
    }

    @Test
    void a_delivery_that_is_replayed_gets_its_first_receipt_and_is_not_read_twice()
            throws Exception {
        Rogue.Made made = rogue.made(Rogue.NONE);
        byte[] batch = rogue.batch(made);
        Reply first = rogue.post(batch);
        isTaken(first);
        List<String> inbox = received();
        long number = number();

        Reply again = rogue.post(rogue.batch(made));
        Reply stale = rogue.post(batch);

        assertThat(again.status()).as(again.body()).isEqualTo(200);
        assertThat(again.receipt()).isEqualTo(first.receipt());
        // The very bytes speak of a log that is known to be longer by now.
        assertThat(stale.status()).isEqualTo(409);
        assertThat(stale.json().path("code").asText()).isEqualTo("stale-checkpoint");
        assertThat(received()).isEqualTo(inbox);
        assertThat(number()).isEqualTo(number);
    }

    @Test
    void a_delivery_id_under_another_number_is_equivocation() throws Exception {
        Rogue.Made made = rogue.made(draft -> used = draft.delivery);
        isTaken(rogue.post(rogue.batch(made)));
        isRefusedWithoutTrace(
                409, "equivocation", () -> rogue.deliver(draft -> draft.delivery = used));
    }

    // Who does not even get to say anything.

    @Test
    void whoever_is_no_partner_does_not_get_through_the_handshake() throws Exception {
        Site nl = site("nl");
        Site sg = site("sg");
        int logged = log.length();
        byte[] batch = rogue.batch(rogue.made(Rogue.NONE));

        KeyPair other = KeyPairs.p256();
        var stranger =
                sg.authority()
                        .issue(
                                sg.node().name(),
                                other.getPublic(),
                                Authority.Use.NODE,
                                List.of(),
                                Instant.now(),
                                Duration.ofDays(1));
        isCutOff(TestTls.as(other, stranger, nl.authority().certificate()), "TLSv1.3", batch);
        Eventually.holds(() -> log.since(logged).contains("code=unknown-peer"));
        isCutOff(TestTls.anonymous(nl.authority().certificate()), "TLSv1.3", batch);
        isCutOff(rogue.tls(sg), "TLSv1.2", batch);
        try (HttpClient partner = client(rogue.tls(sg), "TLSv1.3")) {
            isTaken(rogue.post(partner, batch));
        }
    }

    private static void isCutOff(SSLContext tls, String version, byte[] batch) {
        try (HttpClient client = client(tls, version)) {
            assertThatThrownBy(() -> rogue.post(client, batch)).isInstanceOf(IOException.class);
        }
    }

    private static HttpClient client(SSLContext tls, String version) {
        return HttpClient.newBuilder()
                .sslContext(tls)
                .sslParameters(new SSLParameters(null, new String[] {version}))
                .build();
    }

    @Test
    void a_partners_certificate_that_ended_is_told_so() throws Exception {
        Site sg = site("sg");
        var ended =
                sg.authority()
                        .issue(
                                sg.node().name(),
                                sg.keys().tls().getPublic(),
                                Authority.Use.NODE,
                                List.of(),
                                Instant.now().minus(Duration.ofDays(60)),
                                Duration.ofDays(30));
        SSLContext tls = TestTls.as(sg.keys().tls(), ended, site("nl").authority().certificate());
        try (HttpClient client = TestTls.client(tls, HttpClient.Version.HTTP_2)) {
            byte[] batch = rogue.batch(rogue.made(Rogue.NONE));
            isRefusedWithoutTrace(401, "certificate-expired", () -> rogue.post(client, batch));
        }
    }

    private static List<String> more(List<String> classes, String one) {
        return Stream.concat(classes.stream(), Stream.of(one)).toList();
    }

    /** A disclosure of the same field and value that the issuer never made. */
    private static String otherSalt(String disclosure) {
        try {
            ArrayNode parts = (ArrayNode) Json.parse(Base64Url.decode(disclosure));
            byte[] salt = new byte[16];
            Arrays.fill(salt, (byte) 7);
            parts.set(0, Base64Url.encode(salt));
            return Base64Url.encode(Json.text(parts).getBytes(StandardCharsets.UTF_8));
        } catch (io.sealane.core.identity.Refusal e) {
            throw new AssertionError(e);
        }
    }
}
