package io.sealane.core.exchange;

import static io.sealane.core.exchange.ThreeNodes.document;
import static io.sealane.core.exchange.ThreeNodes.to;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.sealane.core.agreement.Directory;
import io.sealane.core.disclosure.PartySeal;
import io.sealane.core.disclosure.Presentation;
import io.sealane.core.document.FieldClass;
import io.sealane.core.document.Profile;
import io.sealane.core.document.Shape;
import io.sealane.core.document.Shape.Member;
import io.sealane.core.document.Shape.Members;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.KeySigner;
import io.sealane.core.identity.Refusal;
import io.sealane.core.identity.Signer;
import io.sealane.core.json.Digest;
import io.sealane.core.seal.IssuerClaims;
import io.sealane.core.seal.SealedDocument;
import io.sealane.core.seal.Sealer;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Documents that their party signed itself, and the strictness with which they are taken. */
class OwnSignatureTest {
    private static final String PARTY = "acme-line";

    private final ThreeNodes net = new ThreeNodes();
    private final KeySigner key = TestNode.signer();
    private final Recipient terminal = to(net.nl, "rotterdam-terminal", "terminal");

    OwnSignatureTest() throws Refusal {
        net.us.keys.put(PARTY, List.of(key.key()));
        net.agree(net.agreements());
    }

    /** What a party puts into a token: the truth, until a test changes it. */
    private final class Draft {
        Signer signer = key;
        IssuerClaims claims =
                new IssuerClaims(
                        net.us.id(PARTY),
                        null,
                        net.clock.now,
                        "urn:uuid:" + net.us.identifiers.next(),
                        TestNode.TYPE,
                        TestNode.profile(),
                        List.of("ES256"),
                        net.us.presentation.kid());
        UnaryOperator<Members> shape = UnaryOperator.identity();

        SealedDocument seal() throws Refusal {
            Members whole = (Members) profile().shape(document());
            return new Sealer(new Random(7)).seal(claims, shape.apply(whole), signer);
        }

        String compact() throws Refusal {
            return PartySeal.compact(seal());
        }
    }

    private static Profile profile() {
        try {
            return TestNode.CATALOGUE.type(TestNode.TYPE).profile();
        } catch (Refusal unknown) {
            throw new AssertionError(unknown);
        }
    }

    private Submission.Accepted submit(String compact, String once) throws Refusal {
        return net.us.paths().submission().submit(request(compact, once));
    }

    private Submission.Request request(String compact, String once) throws Refusal {
        return new Submission.Request(
                net.us.id(PARTY),
                Set.of("transport-document"),
                TestNode.TYPE,
                List.of(terminal),
                new Submission.Content.Signed(PartySeal.parse(compact)),
                once,
                Digest.sha256(compact.getBytes(StandardCharsets.US_ASCII)));
    }

    private void refuses(String compact, Code code) {
        assertThatThrownBy(() -> submit(compact, "refused"))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
        assertThat(net.us.store.leaves).isEmpty();
    }

    @Test
    void it_is_delivered_exactly_as_the_party_signed_it() throws Refusal {
        var draft = new Draft();
        SealedDocument sealed = draft.seal();
        Submission.Accepted accepted = submit(PartySeal.compact(sealed), "one");
        net.settle(net.nl);

        assertThat(draft.claims.jti()).isEqualTo("urn:uuid:" + accepted.document());
        Presentation presentation =
                Presentation.parse(net.nl.store.inbox.getFirst().presentation());
        assertThat(presentation.issuerJwt()).isEqualTo(sealed.issuerJwt());
        presentation.verifyIssuer(key.key());
        assertThat(presentation.disclosed().doc().toString()).doesNotContain("shipper");
        MemoryDelivery delivery = net.us.store.deliveries.values().iterator().next();
        assertThat(classes(delivery.document.sealed())).isEqualTo(classes(sealed));
        assertThat(delivery.isReceipted()).isTrue();
        assertThat(net.nl.store.refused()).isEmpty();
    }

    /** What is shown to whom: by disclosure. Their order is another where the body's was lost. */
    private static Map<String, FieldClass> classes(SealedDocument sealed) {
        return sealed.disclosures().stream()
                .collect(Collectors.toMap(SealedDocument.Item::encoded, SealedDocument.Item::cls));
    }

    @Test
    void it_may_be_signed_with_ed25519() throws Refusal {
        KeyPair pair = TestNode.pair("Ed25519", null);
        var other = new KeySigner(Key.of(pair.getPublic()), pair.getPrivate());
        net.us.keys.put(PARTY, List.of(key.key(), other.key()));
        net.agree(net.agreements());
        var draft = new Draft();
        draft.signer = other;
        draft.claims = with(draft.claims, claims -> claims.sigs = List.of("EdDSA"));
        submit(draft.compact(), "one");
        net.settle(net.nl);
        assertThat(net.nl.store.inbox).hasSize(1);
    }

    @Test
    void a_dry_run_shows_the_views_and_stores_nothing() throws Refusal {
        var preview = net.us.paths().submission().preview(request(new Draft().compact(), "dry"));
        assertThat(preview.views()).hasSize(1);
        assertThat(net.us.store.leaves).isEmpty();
    }

    @Test
    void a_repetition_gets_the_same_answer_and_a_jti_is_good_once() throws Refusal {
        String compact = new Draft().compact();
        Submission.Accepted first = submit(compact, "one");
        Submission.Accepted again = submit(compact, "one");
        assertThat(again.repeated()).isTrue();
        assertThat(again.document()).isEqualTo(first.document());
        assertThatThrownBy(() -> submit(compact, "two"))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(Code.IDEMPOTENCY_MISMATCH));
        assertThat(net.us.store.leaves).hasSize(1);
    }

    @Test
    void a_node_signs_for_no_party_that_has_a_key() {
        assertThatThrownBy(() ->
                        net.us
                                .paths()
                                .submission()
                                .submit(net.us.request(PARTY, "one", document(), terminal)))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(Code.UNKNOWN_ISSUER));
        assertThat(net.us.store.leaves).isEmpty();
    }

    @Test
    void a_party_without_a_registered_key_cannot_sign() throws Refusal {
        net.us.keys.clear();
        net.agree(net.agreements());
        refuses(new Draft().compact(), Code.UNKNOWN_ISSUER);
    }

    @Test
    void a_receiver_refuses_both_cases_too() throws Refusal {
        // The receiver learns that the party has a key; its node signs for it all the same.
        net.us.keys.clear();
        net.agree(net.agreements());
        net.nl.paths().neighbours().learn(directory(List.of(key.key())));
        net.us.paths().submission().submit(net.us.request(PARTY, "acted", document(), terminal));
        net.settle(net.nl);
        assertThat(net.nl.store.refused()).hasSize(1);
        assertThat(net.nl.store.refused().getFirst().code()).isEqualTo(Code.UNKNOWN_ISSUER);

        // And the other way round: the party signs, and is not known to have a key.
        net.us.keys.put(PARTY, List.of(key.key()));
        net.us.paths().neighbours().learn(directory(List.of(key.key())));
        net.nl.paths().neighbours().learn(directory(List.of()));
        submit(new Draft().compact(), "own");
        net.settle(net.nl);
        assertThat(net.nl.store.refused()).hasSize(2);
        assertThat(net.nl.store.refused().getLast().code()).isEqualTo(Code.UNKNOWN_ISSUER);

        // The rightful twin.
        net.nl.paths().neighbours().learn(directory(List.of(key.key())));
        submit(new Draft().compact(), "twin");
        net.settle(net.nl);
        assertThat(net.nl.store.inbox).hasSize(1);
    }

    private Directory directory(List<Key> keys) {
        Instant later = net.clock.now.plusSeconds(3600);
        net.clock.now = later;
        var entry = new Directory.Entry(PARTY, Set.of("carrier"), keys);
        Instant expires = later.plus(Duration.ofDays(1));
        Set<String> reads = Set.of(TestNode.TYPE);
        return new Directory(net.us.self.node(), later, expires, reads, Map.of(PARTY, entry));
    }

    @Test
    void claims_that_are_not_the_partys_own_are_refused() throws Refusal {
        refusesClaims(claims -> claims.issuer = "other-line", Code.UNKNOWN_ISSUER);
        refusesClaims(claims -> claims.actor = "us.sealane.example", Code.UNKNOWN_ISSUER);
        refusesClaims(claims -> claims.vct = "booking-request/1.0", Code.MISMATCH);
        String profile = TestNode.TYPE + "#" + "A".repeat(43);
        refusesClaims(claims -> claims.prof = profile, Code.MISMATCH);
        refusesClaims(claims -> claims.holder = key.kid(), Code.MISMATCH);
        Instant now = net.clock.now;
        refusesClaims(claims -> claims.at = now.plusSeconds(301), Code.CLOCK_SKEW);
        refusesClaims(claims -> claims.at = now.minus(Duration.ofDays(8)), Code.EXPIRED);
        UUID old = UUID.fromString("0197a5d0-0000-7000-8000-000000000001");
        refusesClaims(claims -> claims.jti = "urn:uuid:" + old, Code.EXPIRED);
        UUID future = UUID.fromString("ffffffff-ffff-7000-8000-000000000001");
        refusesClaims(claims -> claims.jti = "urn:uuid:" + future, Code.CLOCK_SKEW);
    }

    private void refusesClaims(Change change, Code code) throws Refusal {
        var draft = new Draft();
        draft.claims = with(draft.claims, change);
        refuses(draft.compact(), code);
    }

    /** Claims whose members a test changes one by one. */
    private static final class Claims {
        String issuer = PARTY;
        @org.jspecify.annotations.Nullable String actor;
        Instant at = Instant.EPOCH;
        String jti = "";
        String vct = "";
        String prof = "";
        List<String> sigs = List.of();
        String holder = "";
    }

    private interface Change {
        void in(Claims claims);
    }

    private IssuerClaims with(IssuerClaims from, Change change) {
        var claims = new Claims();
        claims.at = from.iat();
        claims.jti = from.jti();
        claims.vct = from.vct();
        claims.prof = from.prof();
        claims.sigs = from.sigs();
        claims.holder = from.holder();
        change.in(claims);
        return new IssuerClaims(
                net.us.id(claims.issuer),
                claims.actor,
                claims.at,
                claims.jti,
                claims.vct,
                claims.prof,
                claims.sigs,
                claims.holder);
    }

    @Test
    void another_key_or_a_changed_token_is_refused() throws Refusal {
        var draft = new Draft();
        draft.signer = TestNode.signer();
        refuses(draft.compact(), Code.UNKNOWN_ISSUER);
        String compact = new Draft().compact();
        int signature = compact.indexOf('~') - 80;
        char other = compact.charAt(signature) == 'A' ? 'B' : 'A';
        refuses(
                compact.substring(0, signature) + other + compact.substring(signature + 1),
                Code.BAD_ISSUER_SIGNATURE);
    }

    @Test
    void every_disclosure_must_be_there_and_no_other() throws Refusal {
        SealedDocument sealed = new Draft().seal();
        var fewer = new ArrayList<>(sealed.disclosures());
        fewer.removeLast();
        refuses(compact(sealed, fewer), Code.MISMATCH);
        var more = new ArrayList<>(sealed.disclosures());
        more.add(new Draft().seal().disclosures().getFirst());
        // Sealed with the same randomness and another jti: the disclosure is the same twice.
        refuses(compact(sealed, more), Code.BAD_DISCLOSURE);
        String whole = PartySeal.compact(sealed);
        refuses(whole.replace("~" + sealed.classes() + "~", "~"));
        refuses(whole + "a.b.c");
    }

    private static String compact(SealedDocument sealed, List<SealedDocument.Item> items) {
        return PartySeal.compact(new SealedDocument(sealed.issuerJwt(), items, sealed.classes()));
    }

    /** Not even taken apart. */
    private void refuses(String compact) {
        assertThatThrownBy(() -> PartySeal.parse(compact)).isInstanceOf(Refusal.class);
    }

    @Test
    void what_hides_less_more_or_otherwise_than_the_profile_is_refused() throws Refusal {
        refusesShape(whole -> new Members(whole.members(), whole.decoys() + 1));
        refusesShape(whole -> changed(whole, one -> new Member(one.name(), one.value(), null)));
        FieldClass lower = new FieldClass("operational");
        refusesShape(whole -> changed(whole, one -> new Member(one.name(), one.value(), lower)));
    }

    /** A twin or summary that says something else than what it is made from. */
    @Test
    void a_false_twin_is_refused() throws Refusal {
        JsonNode lie = TextNode.valueOf("nothing dangerous");
        refusesShape(whole ->
                members(
                        whole,
                        "dangerousGoodsSummary",
                        one -> new Member(one.name(), new Shape.Value(lie), one.hidden())));
    }

    private void refusesShape(UnaryOperator<Members> shape) throws Refusal {
        var draft = new Draft();
        draft.shape = shape;
        refuses(draft.compact(), Code.MISMATCH);
    }

    private static Members changed(Members whole, UnaryOperator<Member> change) {
        return members(whole, "charges", change);
    }

    private static Members members(Members whole, String name, UnaryOperator<Member> change) {
        assertThat(whole.members()).extracting(Member::name).contains(name);
        return new Members(
                whole.members().stream()
                        .map(one -> one.name().equals(name) ? change.apply(one) : one)
                        .toList(),
                whole.decoys());
    }
}
