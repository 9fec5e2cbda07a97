package io.sealane.node.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.openid.connect.sdk.federation.entities.EntityStatement;

import io.sealane.certs.Federation;
import io.sealane.certs.KeyPairs;
import io.sealane.certs.Plan;
import io.sealane.certs.Plan.Ports;
import io.sealane.certs.Site;
import io.sealane.certs.ThreeNations;
import io.sealane.core.agreement.EntityConfiguration;
import io.sealane.core.agreement.ExclusionList;
import io.sealane.core.document.Catalogue;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.KeySigner;
import io.sealane.core.identity.Refusal;
import io.sealane.node.config.ConfigReader;
import io.sealane.node.config.NodeConfig;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** A stranger becomes a partner by its fingerprint, and changes its key as it announced. */
class PartnerBookTest {
    private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");
    private static final String FR = "fr.sealane.example";
    private static final URI WHERE = URI.create("https://fr.example:8443");

    @TempDir private static Path folder;

    private static NodeConfig config;
    private static Site nl;
    private static String ownKey = "";

    private final KeySigner first = KeyPairs.signer(KeyPairs.p256());
    private final KeySigner second = KeyPairs.signer(KeyPairs.p256());
    private final Map<String, PartnerBook.Stored> shelf = new TreeMap<>();
    private final List<String> seen = new ArrayList<>();
    private final List<String> agreed = new ArrayList<>();
    private ExclusionList excluded = ExclusionList.none("us.sealane.example");
    private final PartnerBook book = book();

    @BeforeAll
    static void configure() throws Exception {
        Plan plan = ThreeNations.plan(() -> new Ports(1, 2, 3));
        Federation federation = Federation.write(plan, folder, NOW, Catalogue.bundled());
        config = ConfigReader.read(folder.resolve("us/node.yaml"));
        nl = federation.site("nl");
        ownKey = federation.site("us").keys().federationKey().kid();
    }

    private PartnerBook book() {
        var its =
                new PartnerBook(
                        config,
                        kids -> kids.contains(ownKey),
                        new PartnerBook.Shelf() {
                            @Override
                            public List<PartnerBook.Stored> all() {
                                return List.copyOf(shelf.values());
                            }

                            @Override
                            public void put(PartnerBook.Stored one) {
                                shelf.put(one.node(), one);
                            }

                            @Override
                            public void remove(String node) {
                                shelf.remove(node);
                            }
                        },
                        new Admission() {
                            @Override
                            public void check(String node, Collection<String> thumbprints)
                                    throws Refusal {
                                excluded.check(node, thumbprints);
                            }

                            @Override
                            public boolean wasAgreedWith(String node) {
                                return agreed.contains(node);
                            }
                        },
                        (said, compact) -> seen.add(said.node()),
                        () -> NOW);
        its.open();
        return its;
    }

    /** What a node says of itself, with the other keys of nl unless they are told. */
    private String said(String node, KeySigner key, Instant at, @Nullable String next, String pin)
            throws Refusal {
        return new EntityConfiguration(
                        node,
                        at,
                        at.plus(Duration.ofDays(1)),
                        key.key(),
                        "https://fr.example:8444",
                        Set.of(pin),
                        List.of(KeyPairs.signer(KeyPairs.p256()).key()),
                        List.of(KeyPairs.signer(KeyPairs.p256()).key()),
                        node + "/log/1",
                        List.of(
                                io.sealane.core.ledger.NoteVerifier.of(
                                        node + "/log/1",
                                        io.sealane.core.ledger.SignatureType.ED25519,
                                        nl.keys().log().getPublic())),
                        List.of("transport-document/1.0"),
                        next,
                        List.of(),
                        Map.of())
                .sign(key);
    }

    private static String pin(char letter) {
        return String.valueOf(letter).repeat(42) + "A";
    }

    private PartnerBook.Entry french() {
        return Objects.requireNonNull(book.find(FR));
    }

    private static void isRefused(Code code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    @Test
    void a_stranger_is_taken_by_its_fingerprint_and_is_there_after_a_restart() throws Exception {
        String compact = said(FR, first, NOW, null, pin('x'));
        isRefused(Code.UNKNOWN_KEY, () -> book.add(WHERE, compact, second.key().kid()));
        assertThat(book.find(FR)).isNull();

        book.add(WHERE, compact, first.key().kid());
        assertThat(book.nodeOf(pin('x'))).isEqualTo(FR);
        assertThat(seen).containsExactly(FR);
        assertThat(book().nodeOf(pin('x'))).isEqualTo(FR);
        book.remove(FR);
        assertThat(book.nodeOf(pin('x'))).isNull();
        isRefused(Code.NOT_FOUND, () -> book.remove(FR));
    }

    @Test
    void only_the_announced_key_succeeds_and_nothing_goes_back_in_time() throws Exception {
        String announcing = said(FR, first, NOW, second.key().kid(), pin('x'));
        book.add(WHERE, said(FR, first, NOW.minusSeconds(9), null, pin('x')), first.key().kid());
        String early = said(FR, second, NOW.plusSeconds(1), null, pin('y'));
        isRefused(Code.UNKNOWN_KEY, () -> book.renew(FR, early));
        book.renew(FR, announcing);
        String older = said(FR, first, NOW.minusSeconds(5), null, pin('x'));
        isRefused(Code.EXPIRED, () -> book.renew(FR, older));
        book.renew(FR, early);
        assertThat(french().partner().federationKey()).isEqualTo(second.key());
        assertThat(book.nodeOf(pin('y'))).isEqualTo(FR);
        assertThat(book.nodeOf(pin('x'))).isNull();
        String back = said(FR, first, NOW.plusSeconds(2), null, pin('x'));
        isRefused(Code.UNKNOWN_KEY, () -> book.renew(FR, back));
        String other = said("es.sealane.example", second, NOW.plusSeconds(2), null, pin('z'));
        isRefused(Code.WRONG_PEER, () -> book.renew(FR, other));
        // A key that was lost without a word: the operators meet again.
        book.add(WHERE, back, first.key().kid());
        assertThat(french().partner().federationKey()).isEqualTo(first.key());
    }

    @Test
    void a_partner_that_takes_the_keys_of_another_is_refused() throws Exception {
        String pinOfNl = said(FR, first, NOW, null, nl.keys().pin());
        isRefused(Code.INVALID_REQUEST, () -> book.add(WHERE, pinOfNl, first.key().kid()));
        KeySigner itsKey = nl.keys().federationSigner();
        String keyOfNl = said(FR, itsKey, NOW, null, pin('x'));
        isRefused(Code.INVALID_REQUEST, () -> book.add(WHERE, keyOfNl, itsKey.key().kid()));
        for (String known : List.of("us.sealane.example", "nl.sealane.example")) {
            String compact = said(known, first, NOW, null, pin('x'));
            isRefused(Code.INVALID_REQUEST, () -> book.add(WHERE, compact, first.key().kid()));
        }
        isRefused(Code.INVALID_REQUEST, () -> book.remove("nl.sealane.example"));
        assertThat(seen).isEmpty();
    }

    @Test
    void what_is_forged_expired_or_of_another_form_is_refused() throws Exception {
        String kid = first.key().kid();
        String good = said(FR, first, NOW, null, pin('x'));
        int signature = good.lastIndexOf('.') + 2;
        String bent =
                good.substring(0, signature)
                        + (good.charAt(signature) == 'A' ? 'B' : 'A')
                        + good.substring(signature + 1);
        isRefused(Code.BAD_SIGNATURE, () -> book.add(WHERE, bent, kid));
        String past = said(FR, first, NOW.minus(Duration.ofDays(2)), null, pin('x'));
        isRefused(Code.EXPIRED, () -> book.add(WHERE, past, kid));
        String future = said(FR, first, NOW.plus(Duration.ofHours(1)), null, pin('x'));
        isRefused(Code.CLOCK_SKEW, () -> book.add(WHERE, future, kid));
        isRefused(Code.MALFORMED_TOKEN, () -> book.add(WHERE, "not a token", kid));
        String badPin = said(FR, first, NOW, null, "short");
        isRefused(Code.MALFORMED_TOKEN, () -> book.add(WHERE, badPin, kid));
        book.add(WHERE, good, kid);
    }

    /** What another implementation of OpenID Federation makes of it. */
    @Test
    void the_configuration_is_one_of_openid_federation() throws Exception {
        // It goes by the clock of the machine.
        String said = said(FR, first, Instant.now(), second.key().kid(), pin('x'));
        EntityStatement statement = EntityStatement.parse(said);
        assertThat(statement.getClaimsSet().isSelfStatement()).isTrue();
        assertThat(statement.verifySignatureOfSelfStatement()).isNotNull();
        assertThat(statement.getEntityID().getValue()).isEqualTo("https://" + FR);
        assertThat(statement.getClaimsSet().getJSONObjectClaim("metadata"))
                .containsKey("sealane_node");
    }

    @Test
    void who_is_excluded_is_not_added_not_renewed_and_not_taken_from_the_file() throws Exception {
        String kid = first.key().kid();
        book.add(WHERE, said(FR, first, NOW.minusSeconds(9), null, pin('x')), kid);
        exclude("*.sealane.example");
        String later = said(FR, first, NOW, null, pin('y'));
        isRefused(Code.EXCLUDED, () -> book.add(WHERE, later, kid));
        isRefused(Code.EXCLUDED, () -> book.renew(FR, later));
        exclude(kid);
        isRefused(Code.EXCLUDED, () -> book.renew(FR, later));

        exclude(nl.keys().pin());
        book.open();
        assertThat(book.names()).contains(FR).doesNotContain("nl.sealane.example");
        assertThat(book.mayAgreeWith("nl.sealane.example")).isFalse();
        assertThat(book.mayAgreeWith("us.sealane.example")).isTrue();
        // What ended with it is still to be told.
        agreed.add("nl.sealane.example");
        book.open();
        assertThat(book.names()).contains("nl.sealane.example");
        assertThat(book.mayAgreeWith("nl.sealane.example")).isFalse();

        excluded = ExclusionList.none("us.sealane.example");
        book.renew(FR, later);
        assertThat(book.mayAgreeWith("nl.sealane.example")).isTrue();
    }

    private void exclude(String subject) {
        excluded =
                new ExclusionList(
                        "us.sealane.example",
                        1,
                        "",
                        NOW,
                        "operator",
                        List.of(new ExclusionList.Entry(subject, NOW, "by law")));
    }
}
