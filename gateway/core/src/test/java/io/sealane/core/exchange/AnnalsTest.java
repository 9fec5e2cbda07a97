package io.sealane.core.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealane.core.agreement.Agreement;
import io.sealane.core.agreement.AgreementState;
import io.sealane.core.agreement.ExclusionList;
import io.sealane.core.agreement.Notice;
import io.sealane.core.identity.Refusal;
import io.sealane.core.identity.Signer;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Digest;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was ended or excluded stays so, whatever the database has forgotten. */
class AnnalsTest {
    private final Annals annals = new Annals.Memory();
    private final ThreeNodes before = new ThreeNodes();

    /** The same nodes with the same keys, and a database of an earlier time. */
    private final ThreeNodes after = new ThreeNodes();

    private final Agreement agreement = before.agreements().getFirst();

    AnnalsTest() throws Refusal {
        before.agree(List.of());
        after.agree(List.of());
    }

    private static Negotiation negotiation(
            ThreeNodes net, Annals annals, List<Agreement> inherited) {
        TestNode us = net.us;
        return new Negotiation(
                us.self,
                us.paths().neighbours(),
                us.paths().sequencer(),
                us.store,
                us.store.register(),
                net.clock,
                us.identifiers,
                annals,
                inherited);
    }

    private static boolean isEnded(ThreeNodes net, Agreement agreement) throws Refusal {
        return net.us.paths().neighbours().agreements().byHash(agreement.hash()).isEnded();
    }

    private AgreementState filed(Negotiation negotiation) throws Refusal {
        return negotiation.filed(agreement.hash()).state();
    }

    private void isEndedBefore() throws Refusal {
        Negotiation us = negotiation(before, annals, List.of(agreement));
        us.settle();
        assertThat(isEnded(before, agreement)).isFalse();
        us.end(agreement.hash(), "sanctions");
        assertThat(annals.ends()).hasSize(1);
    }

    @Test
    void an_agreement_that_ended_counts_no_more_in_a_database_that_was_restored() throws Refusal {
        Negotiation older = negotiation(after, new Annals.Memory(), List.of(agreement));
        older.settle();
        assertThat(filed(older)).isEqualTo(AgreementState.IN_FORCE);

        isEndedBefore();
        Negotiation restored = negotiation(after, annals, List.of());
        // At once, before anything may be appended.
        assertThat(isEnded(after, agreement)).isTrue();
        restored.settle();
        assertThat(filed(restored)).isEqualTo(AgreementState.ENDED);
        // In the same words, told to the partner once more.
        Register.Errand errand = after.us.store.register().errands(1).getLast();
        assertThat(new String(errand.document(), StandardCharsets.US_ASCII))
                .isEqualTo(annals.ends().getFirst().notice());
        int logged = after.us.store.leaves.size();
        restored.settle();
        assertThat(after.us.store.leaves).hasSize(logged);
    }

    @Test
    void it_is_not_taken_over_from_a_file_into_an_empty_database() throws Refusal {
        isEndedBefore();
        Negotiation restored = negotiation(after, annals, List.of(agreement));
        restored.settle();
        assertThat(restored.all()).isEmpty();
    }

    @Test
    void an_end_without_its_notice_is_stated_anew() throws Refusal {
        negotiation(after, new Annals.Memory(), List.of(agreement)).settle();
        annals.add(new Annals.Ended(Base64Url.encode(agreement.hash()), "", ""));
        Negotiation restored = negotiation(after, annals, List.of());
        assertThat(isEnded(after, agreement)).isTrue();
        restored.settle();
        assertThat(filed(restored)).isEqualTo(AgreementState.ENDED);
    }

    @Test
    void what_another_process_ended_is_remembered_too() throws Refusal {
        isEndedBefore();
        var others = new Annals.Memory();
        negotiation(before, others, List.of());
        assertThat(others.ended(Base64Url.encode(agreement.hash()))).isNotNull();
    }

    @Test
    void a_crash_between_annals_and_database_leaves_an_end_that_is_made_good() throws Refusal {
        Negotiation us = negotiation(before, annals, List.of(agreement));
        us.settle();
        before.us.paths().sequencer().close("a crash");
        try {
            us.end(agreement.hash(), "sanctions");
        } catch (RuntimeException nothingIsAppended) {
            // The operator was told nothing.
        }
        assertThat(annals.ends()).extracting(Annals.Ended::by).containsExactly(us(before));
        before.us.paths().sequencer().open();
        Negotiation back = negotiation(before, annals, List.of());
        assertThat(isEnded(before, agreement)).isTrue();
        back.settle();
        assertThat(filed(back)).isEqualTo(AgreementState.ENDED);
        assertThat(Notice.hash(annals.ends().getFirst().notice())).hasSize(Digest.LENGTH);
    }

    private static String us(ThreeNodes net) {
        return net.us.self.node();
    }

    /** A database in which there is no list, or the first. */
    private static final class Shelved implements Exclusions.Shelf {
        private @Nullable String list;

        @Override
        public @Nullable String newest(int log) {
            return list;
        }
    }

    private Exclusions exclusions(ThreeNodes net, Shelved shelf) {
        TestNode us = net.us;
        return new Exclusions(
                us.self,
                us.paths().neighbours(),
                us.paths().sequencer(),
                shelf,
                negotiation(net, annals, List.of()),
                us.identifiers,
                net.clock,
                annals);
    }

    @Test
    void who_was_excluded_stays_so_and_every_list_is_filed_again() throws Refusal {
        Exclusions before = exclusions(this.before, new Shelved());
        before.add("sg.sealane.example", "46 U.S.C. 50309", "anna");
        before.add("*.platform.example", "46 U.S.C. 50309", "anna");
        assertThat(annals.lists()).extracting(Annals.Listed::number).containsExactly(1L, 2L);

        var shelf = new Shelved();
        shelf.list = annals.lists().getFirst().list();
        ExclusionList newest = Exclusions.newest(after.us.self, shelf, annals).list();
        assertThat(newest.number()).isEqualTo(2);
        int logged = after.us.store.leaves.size();
        exclusions(after, shelf).settle();
        assertThat(after.us.paths().neighbours().isExcluded("x.platform.example")).isTrue();
        // The first list is there; the second is logged again.
        assertThat(after.us.store.leaves).hasSize(logged + 1);
    }

    /** The signed revocations in a node's database. */
    private static List<String> shelved(ThreeNodes net) {
        return net.us.store.noted.values().stream()
                .filter(one -> one.name().startsWith(KeyRevocations.NAME))
                .map(one -> new String(one.document(), StandardCharsets.US_ASCII))
                .toList();
    }

    private static KeyRevocations revocations(
            ThreeNodes net, Annals annals, Map<String, Instant> gone) {
        TestNode us = net.us;
        return new KeyRevocations(
                us.self,
                us.paths().sequencer(),
                log -> shelved(net),
                new KeyRevocations.Keys() {
                    @Override
                    public Signer federationWithout(String kid) {
                        return us.self.federation();
                    }

                    @Override
                    public void revoked(Map<String, Instant> since) {
                        gone.clear();
                        gone.putAll(since);
                    }
                },
                us.identifiers,
                net.clock,
                annals);
    }

    @Test
    void a_key_that_was_stolen_stays_so_in_a_database_that_was_restored() throws Refusal {
        var gone = new HashMap<String, Instant>();
        String kid = before.us.presentation.kid();
        Instant since = before.clock.now.minusSeconds(60);
        revocations(before, annals, gone).revoke(kid, since, "a laptop", "anna");
        assertThat(gone).containsOnlyKeys(kid);
        assertThat(shelved(before)).hasSize(1);
        revocations(before, annals, gone).revoke(kid, since, "a laptop", "anna");
        assertThat(annals.revocations()).hasSize(1);

        gone.clear();
        KeyRevocations restored = revocations(after, annals, gone);
        // At once, before anything may be appended.
        restored.goBy();
        assertThat(gone).containsOnlyKeys(kid);
        assertThat(shelved(after)).isEmpty();
        restored.settle();
        assertThat(shelved(after)).containsExactly(annals.revocations().getFirst().revocation());
        int logged = after.us.store.leaves.size();
        restored.settle();
        assertThat(after.us.store.leaves).hasSize(logged);

        // What another process of the node said is remembered too.
        var others = new Annals.Memory();
        revocations(after, others, gone).settle();
        assertThat(others.revocations()).isEqualTo(annals.revocations());
    }
}
