package io.sealane.core.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealane.core.agreement.Directory;
import io.sealane.core.agreement.Directory.Entry;
import io.sealane.core.agreement.Directory.Retired;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.Outage;
import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.Refusal;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which key may have signed for an issuer, and what a directory that is too old decides. */
class IssuersTest {
    private static final String PARTY = "acme-line";
    private static final Instant CHANGED = TestNode.START.plusSeconds(100);
    private static final Instant NOW = CHANGED.plusSeconds(100);

    private final ThreeNodes net = new ThreeNodes();
    private final Key first = TestNode.signer().key();
    private final Key second = TestNode.signer().key();
    private final PartyId issuer = net.us.id(PARTY);
    private final Neighbours nl;

    IssuersTest() throws Refusal {
        net.agree(net.agreements());
        nl = net.nl.paths().neighbours();
    }

    private void learn(Entry entry) throws Refusal {
        var signed =
                new Directory(
                        net.us.self.node(),
                        CHANGED,
                        CHANGED.plus(Duration.ofHours(1)),
                        Set.of(TestNode.TYPE),
                        Map.of(PARTY, entry));
        // As it comes over the wire.
        String jws = signed.sign(net.us.federation);
        Directory read =
                Directory.parse(jws, signed.node(), List.of(net.us.federation.key()), CHANGED);
        assertThat(read).isEqualTo(signed);
        nl.learn(read);
    }

    private Entry entry(List<Key> keys, List<Retired> retired, @Nullable Instant ended) {
        return new Entry(PARTY, Set.of("carrier"), keys, retired, ended);
    }

    private Key find(Key key, boolean actedFor, Instant issued) throws Refusal {
        Instant bound = CHANGED.minusSeconds(1);
        return nl.issuerKey(issuer, key.kid(), actedFor, issued, bound, NOW);
    }

    private static void isUnknown(ThrowingCallable asked) {
        assertThatThrownBy(asked)
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(Code.UNKNOWN_ISSUER));
    }

    @Test
    void a_retired_key_counts_for_what_was_issued_before() throws Refusal {
        learn(entry(List.of(second), List.of(new Retired(first, CHANGED)), null));
        assertThat(find(second, false, NOW)).isEqualTo(second);
        assertThat(find(first, false, CHANGED)).isEqualTo(first);
        isUnknown(() -> find(first, false, CHANGED.plusSeconds(1)));
        isUnknown(() -> find(net.us.issuing.key(), true, CHANGED));
    }

    @Test
    void what_a_node_signed_for_a_party_counts_on_after_it_has_a_key() throws Refusal {
        learn(entry(List.of(first), List.of(new Retired(null, CHANGED)), null));
        Key issuing = net.us.issuing.key();
        assertThat(find(issuing, true, CHANGED)).isEqualTo(issuing);
        isUnknown(() -> find(issuing, true, CHANGED.plusSeconds(1)));
        assertThat(find(first, false, NOW)).isEqualTo(first);
    }

    @Test
    void who_has_ended_issues_nothing_later() throws Refusal {
        learn(entry(List.of(first), List.of(), CHANGED));
        assertThat(find(first, false, CHANGED)).isEqualTo(first);
        isUnknown(() -> find(first, false, CHANGED.plusSeconds(1)));
    }

    @Test
    void a_directory_older_than_the_delivery_is_asked_for_again_before_a_refusal() throws Refusal {
        learn(entry(List.of(first), List.of(), null));
        nl.askBy(_ -> {
            throw new AssertionError("was as new as the delivery");
        });
        isUnknown(() -> find(second, false, NOW));

        nl.askBy(_ -> false);
        assertThatThrownBy(() -> nl.issuerKey(issuer, second.kid(), false, NOW, CHANGED, NOW))
                .isInstanceOf(Outage.class);

        nl.askBy(node -> {
            nl.learn(newer(node, entry(List.of(second), List.of(), null)));
            return true;
        });
        assertThat(nl.issuerKey(issuer, second.kid(), false, NOW, CHANGED, NOW)).isEqualTo(second);

        nl.askBy(_ -> true);
        isUnknown(() -> nl.issuerKey(issuer, first.kid(), false, NOW, NOW, NOW));
    }

    @Test
    void a_recipient_that_is_not_listed_is_asked_for_again_before_a_refusal() throws Refusal {
        learn(entry(List.of(), List.of(), null));
        PartyId recipient = net.us.id("new-terminal");
        nl.askBy(_ -> false);
        assertThatThrownBy(() -> nl.checkRecipient(recipient, "terminal", NOW))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(Code.UNKNOWN_RECIPIENT));
        nl.askBy(node -> {
            nl.learn(newer(node, new Entry("new-terminal", Set.of("terminal"), List.of())));
            return true;
        });
        nl.checkRecipient(recipient, "terminal", NOW);
    }

    private static Directory newer(String node, Entry entry) {
        return new Directory(
                node,
                CHANGED.plusSeconds(1),
                CHANGED.plus(Duration.ofHours(1)),
                Set.of(TestNode.TYPE),
                Map.of(entry.party(), entry));
    }
}
