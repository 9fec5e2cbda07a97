package io.sealane.core.exchange;

import static io.sealane.core.exchange.ThreeNodes.document;
import static io.sealane.core.exchange.ThreeNodes.to;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealane.core.disclosure.Presentation;
import io.sealane.core.disclosure.VoidStatement;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.KeySigner;
import io.sealane.core.identity.Outage;
import io.sealane.core.identity.Refusal;
import io.sealane.core.ledger.Kind;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** What a key is good for after its node has said that it is compromised. */
class KeyRevokedTest {
    private final ThreeNodes net;
    private final Recipient terminal;
    private final KeySigner presenting = TestNode.signer();
    private final KeySigner issuing = TestNode.signer();

    KeyRevokedTest() throws Refusal {
        net = new ThreeNodes();
        terminal = to(net.nl, "rotterdam-terminal", "terminal");
    }

    private void submit(String key) throws Refusal {
        net.us.paths().submission().submit(net.us.request("acme-line", key, document(), terminal));
    }

    /** A node hears that us has new keys, and that one of the old ones is compromised. */
    private void tell(TestNode node, String revoked) {
        Partner known = net.us.asPartner();
        node.paths()
                .neighbours()
                .learn(
                        new Partner(
                                known.node(),
                                known.federation(),
                                and(presenting, known.presentation()),
                                and(issuing, known.issuing()),
                                known.origin(),
                                known.log(),
                                Map.of(revoked, net.clock.now.minusSeconds(3600))));
    }

    private static List<Key> and(KeySigner one, List<Key> others) {
        return Stream.concat(Stream.of(one.key()), others.stream()).toList();
    }

    private void sign(KeySigner issuer, KeySigner presenter) {
        Keyring ring = net.us.ring;
        net.us.ring =
                new Keyring(
                        issuer, null, List.of(presenter), ring.federation(), ring.log(), List.of());
    }

    private void isRefusedUnnumbered() {
        assertThatThrownBy(() -> net.settle(net.nl))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(Code.KEY_REVOKED));
        assertThat(net.nl.store.leaves).isEmpty();
    }

    private List<Code> cancelled() {
        return net.us.store.deliveries.values().stream().map(MemoryDelivery::cancelled).toList();
    }

    @Test
    void nothing_new_is_taken_that_a_compromised_key_presents() throws Refusal {
        tell(net.nl, net.us.presentation.kid());
        submit("stolen"); // As who has the key would, whatever iat it claims.
        isRefusedUnnumbered();
    }

    @Test
    void what_the_new_key_presents_is_taken() throws Refusal {
        tell(net.nl, net.us.presentation.kid());
        sign(issuing, presenting);
        submit("good");
        net.settle(net.nl);
        assertThat(net.nl.store.inbox).hasSize(1);
    }

    @Test
    void a_document_that_a_compromised_key_issued_is_refused_for_good() throws Refusal {
        tell(net.nl, net.us.issuing.kid());
        submit("stolen");
        sign(issuing, net.us.presentation);
        submit("good");
        net.settle(net.nl);
        assertThat(net.nl.store.leaves)
                .extracting(leaf -> leaf.scope().kind())
                .containsExactly(Kind.REFUSED, Kind.ADMITTED);
        assertThat(net.us.store.deliveries.values())
                .extracting(one -> one.receipted().code())
                .containsExactlyInAnyOrder(Code.KEY_REVOKED, null);
    }

    @Test
    void what_was_admitted_before_stays_and_gets_its_receipt_again() throws Refusal {
        ThreeNodes.Wire good = net.wire;
        net.wire =
                (to, batch) -> {
                    good.carry(to, batch);
                    throw new Outage("the answer was lost", 1);
                };
        submit("before");
        assertThatThrownBy(() -> net.settle(net.nl)).isInstanceOf(Outage.class);
        net.wire = good;
        tell(net.nl, net.us.presentation.kid());
        net.settle(net.nl);
        assertThat(net.us.store.deliveries.values()).allMatch(MemoryDelivery::isReceipted);
        assertThat(net.nl.store.inbox).hasSize(1);
    }

    @Test
    void its_own_node_sends_nothing_more_that_it_issued_or_that_is_bound_to_it() throws Refusal {
        submit("bound");
        tell(net.nl, "-");
        tell(net.us, net.us.presentation.kid());
        net.settle(net.nl);
        assertThat(cancelled()).containsExactly(Code.KEY_REVOKED);
        sign(issuing, presenting);
        submit("anew");
        net.settle(net.nl);
        assertThat(net.us.store.deliveries.values())
                .filteredOn(one -> one.cancelled() == null)
                .singleElement()
                .matches(MemoryDelivery::isReceipted);

        tell(net.us, issuing.kid());
        submit("issued");
        net.settle(net.nl);
        assertThat(cancelled().stream().filter(Code.KEY_REVOKED::equals)).hasSize(2);
    }

    @Test
    void what_was_numbered_and_not_answered_becomes_a_void() throws Refusal {
        ThreeNodes.Wire good = net.wire;
        net.wire =
                (to, batch) -> {
                    throw new Outage("not there", 1);
                };
        submit("numbered");
        assertThatThrownBy(() -> net.settle(net.nl)).isInstanceOf(Outage.class);
        tell(net.us, net.us.presentation.kid());
        tell(net.nl, net.us.presentation.kid());
        sign(issuing, presenting);
        submit("after");
        net.wire = good;
        net.settle(net.nl);
        MemoryDelivery first =
                net.us.store.deliveries.values().stream()
                        .filter(one -> one.voided != null)
                        .findFirst()
                        .orElseThrow();
        String jws = Objects.requireNonNull(first.voided).jws();
        assertThat(VoidStatement.of(VoidStatement.parse(jws)).reason()).isEqualTo("key-revoked");
        assertThat(first.isReceipted()).isTrue();
        assertThat(Presentation.parse(net.nl.store.inbox.getFirst().presentation()).keyBindingKid())
                .isEqualTo(presenting.kid());
    }
}
