package io.sealane.core.exchange;

import static io.sealane.core.exchange.ThreeNodes.document;
import static io.sealane.core.exchange.ThreeNodes.to;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealane.core.disclosure.Presentation;
import io.sealane.core.exchange.Change.Admitted;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.KeySigner;
import io.sealane.core.identity.Outage;
import io.sealane.core.identity.Refusal;
import io.sealane.core.ledger.Note;
import io.sealane.core.ledger.NoteSigner;
import io.sealane.core.ledger.NoteVerifier;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A node that changes its keys while it exchanges. */
class KeyChangeTest {
    private final ThreeNodes net;
    private final Recipient terminal;
    private final KeySigner presenting = TestNode.signer();
    private final KeySigner issuing = TestNode.signer();

    KeyChangeTest() throws Refusal {
        net = new ThreeNodes();
        terminal = to(net.nl, "rotterdam-terminal", "terminal");
    }

    private void submit(String key) throws Refusal {
        net.us.paths().submission().submit(net.us.request("acme-line", key, document(), terminal));
    }

    /** New keys beside the old ones: the new ones are current. */
    private void change() {
        net.us.ring =
                new Keyring(
                        issuing,
                        net.us.issuingSecond,
                        List.of(presenting, net.us.presentation),
                        net.us.federation,
                        net.us.ring.log(),
                        List.of());
    }

    /** What a node hears of it. */
    private void tell(TestNode node) {
        Partner before = net.us.asPartner();
        node.paths()
                .neighbours()
                .learn(
                        new Partner(
                                before.node(),
                                before.federation(),
                                and(presenting, before.presentation()),
                                and(issuing, before.issuing()),
                                before.origin(),
                                before.log()));
    }

    private static List<Key> and(KeySigner one, List<Key> others) {
        return Stream.concat(Stream.of(one.key()), others.stream()).toList();
    }

    private List<String> presenters() throws Refusal {
        var kids = new ArrayList<String>();
        for (Admitted admitted : net.nl.store.inbox) {
            kids.add(Presentation.parse(admitted.presentation()).keyBindingKid());
        }
        return kids;
    }

    @Test
    void a_document_is_presented_with_the_key_that_it_is_bound_to() throws Refusal {
        submit("old");
        change();
        tell(net.nl);
        submit("new");
        net.settle(net.nl);
        assertThat(presenters()).containsExactly(net.us.presentation.kid(), presenting.kid());
    }

    @Test
    void a_document_whose_key_is_gone_takes_no_number() throws Refusal {
        submit("old");
        change();
        tell(net.nl);
        net.us.ring =
                new Keyring(
                        issuing,
                        net.us.issuingSecond,
                        List.of(presenting),
                        net.us.federation,
                        net.us.ring.log(),
                        List.of());
        submit("new");
        net.settle(net.nl);
        assertThat(presenters()).containsExactly(presenting.kid());
        assertThat(net.us.store.deliveries.values())
                .extracting(MemoryDelivery::cancelled)
                .containsExactlyInAnyOrder(Code.UNKNOWN_KEY, null);
    }

    @Test
    void in_the_house_a_changed_key_is_known_at_once() throws Refusal {
        change();
        tell(net.us);
        Recipient neighbour = to(net.us, "long-beach-terminal", "terminal");
        net.us.paths().submission().submit(net.us.request("acme-line", "h", document(), neighbour));
        net.settle(net.us);
        assertThat(net.us.store.inbox).hasSize(1);
    }

    @Test
    void who_has_not_heard_of_a_key_asks_and_refuses_nothing_meanwhile() throws Refusal {
        var asked = new ArrayList<String>();
        net.nl.paths().neighbours().ask(asked::add);
        change();
        submit("new");
        assertThatThrownBy(() -> net.settle(net.nl)).isInstanceOf(Outage.class);
        assertThatThrownBy(() -> net.settle(net.nl)).isInstanceOf(Outage.class);
        assertThat(asked).containsExactly("us.sealane.example");
        assertThat(net.nl.store.leaves).isEmpty();

        tell(net.nl);
        net.nl.paths().neighbours().heard("us.sealane.example", net.clock.now.plusSeconds(1));
        net.settle(net.nl);
        assertThat(presenters()).containsExactly(presenting.kid());
    }

    @Test
    void a_key_that_the_partner_does_not_name_is_refused_once_it_was_heard() throws Refusal {
        net.nl.paths().neighbours().ask(node -> true);
        change();
        submit("new");
        assertThatThrownBy(() -> net.settle(net.nl)).isInstanceOf(Outage.class);
        // Heard before it was asked, it may have had no such key yet.
        net.nl.paths().neighbours().heard("us.sealane.example", net.clock.now.minusSeconds(1));
        assertThatThrownBy(() -> net.settle(net.nl)).isInstanceOf(Outage.class);
        net.nl.paths().neighbours().heard("us.sealane.example", net.clock.now.plusSeconds(1));
        assertThatThrownBy(() -> net.settle(net.nl))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(Code.BAD_KEY_BINDING));
    }

    @Test
    void a_log_signs_with_both_keys_and_is_known_by_either() throws Refusal {
        NoteSigner old = net.us.self.logSigner();
        NoteSigner young = TestNode.log("us.sealane.example");
        logWith(old, young);
        submit("overlap");
        net.settle(net.nl); // Which knows the old one only.
        String note = net.us.paths().sequencer().head().note();
        assertThat(lines(note, old.verifier())).isEqualTo(1);
        assertThat(lines(note, young.verifier())).isEqualTo(1);
    }

    @Test
    void what_was_kept_under_a_log_key_counts_when_that_is_retired() throws Refusal {
        submit("before");
        net.settle(net.nl);
        NoteSigner young = TestNode.log("us.sealane.example");
        logWith(young);
        // Both nodes start again, and know the new key alone.
        net.agree(net.agreements());
        submit("after");
        net.settle(net.nl);
        assertThat(net.nl.store.inbox).hasSize(2);
        String kept = net.nl.store.seenCheckpoint(1, net.us.self.origin());
        assertThat(lines(Objects.requireNonNull(kept), young.verifier())).isEqualTo(1);
    }

    private void logWith(NoteSigner... signers) {
        Keyring ring = net.us.ring;
        net.us.ring =
                new Keyring(
                        ring.issuing(),
                        ring.issuingSecond(),
                        ring.presentation(),
                        ring.federation(),
                        List.of(signers),
                        List.of());
    }

    private static int lines(String note, NoteVerifier key) throws Refusal {
        return Note.parse(note.getBytes(StandardCharsets.UTF_8)).verify(List.of(key)).size();
    }
}
