package io.sealane.node.federation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealane.certs.KeyPairs;
import io.sealane.core.exchange.Change;
import io.sealane.core.exchange.ChannelName;
import io.sealane.core.exchange.Commitment;
import io.sealane.core.exchange.Conflict;
import io.sealane.core.exchange.MemoryStore;
import io.sealane.core.exchange.Observer;
import io.sealane.core.exchange.Self;
import io.sealane.core.exchange.Sequencer;
import io.sealane.core.identity.KeySigner;
import io.sealane.core.json.Base64Url;
import io.sealane.core.ledger.Kind;
import io.sealane.core.ledger.NoteSigner;
import io.sealane.core.ledger.Scope;
import io.sealane.core.ledger.SignatureType;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** A backup restored to an older state must not fork the log. */
class RestoreGuardTest {
    private static final String US = "us.sealane.example";
    private static final String NL = "nl.sealane.example";
    private static final String SG = "sg.sealane.example";
    private static final ChannelName TO_NL = new ChannelName(US, 1, NL);
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-11-23T12:00:00Z"));

    private static final KeySigner SIGNER = KeyPairs.signer(KeyPairs.p256());
    private static final Self SELF =
            new Self(
                    US,
                    1,
                    SIGNER,
                    null,
                    SIGNER,
                    SIGNER,
                    NoteSigner.of(US + "/log/1", SignatureType.ED25519, KeyPairs.ed25519()),
                    null);

    @TempDir private Path folder;

    /** A process of the node, over some database, beside its journal. */
    private final class OneProcess {
        final MemoryStore store;
        final Sequencer sequencer;
        final HeadJournal journal;
        final RestoreGuard guard;

        OneProcess(MemoryStore store) throws IOException {
            this.store = store;
            journal = HeadJournal.open(folder.resolve("head"), SELF.origin());
            sequencer = new Sequencer(SELF, store, journal, Observer.NONE);
            guard = new RestoreGuard(SELF, "p", store, sequencer, journal, List.of(NL, SG), CLOCK);
        }

        OneProcess comparesJournal() {
            guard.compareJournal();
            return this;
        }

        /** Logs something, and tells the checkpoint that a partner would keep. */
        String log(String what) throws Conflict {
            var leaf =
                    new Commitment(
                            Scope.own(SELF.origin(), Kind.AGREEMENT),
                            new byte[32],
                            what.getBytes(StandardCharsets.UTF_8));
            return sequencer
                    .append(new Change.Noted(what, new byte[32], new byte[0], leaf))
                    .tree()
                    .note();
        }

        boolean isOpen() {
            return sequencer.closedBecause() == null;
        }

        String reason() {
            String reason = sequencer.closedBecause();
            return reason == null ? "" : reason;
        }
    }

    private static Seen seen(@Nullable String checkpoint, Seen.Last... last) {
        return new Seen(checkpoint, List.of(last));
    }

    @Test
    void a_new_node_begins() throws Exception {
        assertThat(new OneProcess(new MemoryStore()).comparesJournal().isOpen()).isTrue();
    }

    @Test
    void nothing_is_appended_before_the_journal_was_compared() throws Exception {
        assertThat(new OneProcess(new MemoryStore()).isOpen()).isFalse();
    }

    @Test
    void a_node_goes_on_where_journal_and_database_agree() throws Exception {
        var store = new MemoryStore();
        new OneProcess(store).comparesJournal().log("a");
        assertThat(new OneProcess(store).comparesJournal().isOpen()).isTrue();
    }

    @Test
    void a_crash_between_commit_and_signature_is_no_hazard() throws Exception {
        var store = new MemoryStore();
        new OneProcess(store).comparesJournal().log("a");
        Path journal = folder.resolve("head");
        byte[] before = Files.readAllBytes(journal);
        new OneProcess(store).comparesJournal().log("b");
        Files.write(journal, before);
        assertThat(new OneProcess(store).comparesJournal().isOpen()).isTrue();
    }

    @Test
    void an_older_database_is_noticed_by_the_journal_alone() throws Exception {
        new OneProcess(new MemoryStore()).comparesJournal().log("a");
        OneProcess restored = new OneProcess(new MemoryStore()).comparesJournal();
        assertThat(restored.isOpen()).isFalse();
        assertThat(restored.reason()).contains("signed one of 1", "OPERATING.md");
        assertThat(restored.guard.finding().well()).isFalse();
        // A partner that has seen nothing is no reason to go on.
        restored.guard.compare(NL, seen(null));
        restored.guard.compare(SG, seen(null));
        assertThat(restored.isOpen()).isFalse();
    }

    @Test
    void another_database_of_the_same_size_is_noticed() throws Exception {
        new OneProcess(new MemoryStore()).comparesJournal().log("a");
        var other = new MemoryStore();
        Path journal = folder.resolve("head");
        byte[] ours = Files.readAllBytes(journal);
        Files.delete(journal);
        new OneProcess(other).comparesJournal().log("b");
        Files.write(journal, ours);
        assertThat(new OneProcess(other).comparesJournal().reason()).contains("another log");
    }

    @Test
    void without_a_journal_the_partners_must_all_be_heard() throws Exception {
        var store = new MemoryStore();
        String note = new OneProcess(store).comparesJournal().log("a");
        Files.delete(folder.resolve("head"));
        OneProcess found = new OneProcess(store).comparesJournal();
        assertThat(found.isOpen()).isFalse();
        found.guard.compare(NL, seen(note));
        assertThat(found.reason()).contains(SG).doesNotContain(NL);
        found.guard.compare(SG, seen(null));
        assertThat(found.isOpen()).isTrue();
    }

    @Test
    void a_partner_that_holds_a_larger_checkpoint_stops_the_node() throws Exception {
        var store = new MemoryStore();
        OneProcess before = new OneProcess(new MemoryStore()).comparesJournal();
        before.log("a");
        String note = before.log("b");
        Files.delete(folder.resolve("head"));
        new OneProcess(store).comparesJournal().log("a");
        OneProcess restored = new OneProcess(store).comparesJournal();
        assertThat(restored.isOpen()).isTrue();
        restored.guard.compare(NL, seen(note));
        assertThat(restored.reason()).contains(NL, "2 entries", "has 1");
        assertThat(restored.guard.finding().well()).isFalse();
    }

    @Test
    void a_partner_that_holds_another_tree_stops_the_node() throws Exception {
        String note = new OneProcess(new MemoryStore()).comparesJournal().log("a");
        Files.delete(folder.resolve("head"));
        OneProcess other = new OneProcess(new MemoryStore()).comparesJournal();
        other.log("b");
        other.log("c");
        other.guard.compare(NL, seen(note));
        assertThat(other.reason()).contains("another log");
    }

    @Test
    void a_partner_that_received_a_later_number_stops_the_node() throws Exception {
        OneProcess process = new OneProcess(new MemoryStore()).comparesJournal();
        String zeros = Base64Url.encode(new byte[32]);
        process.guard.compare(NL, seen(null, new Seen.Last(TO_NL, 0, zeros)));
        assertThat(process.isOpen()).isTrue();
        process.guard.compare(NL, seen(null, new Seen.Last(TO_NL, 1, zeros)));
        assertThat(process.reason()).contains("received number 1");
    }

    @Test
    void a_partner_that_received_another_delivery_stops_the_node() throws Exception {
        OneProcess process = new OneProcess(new MemoryStore()).comparesJournal();
        byte[] hash = new byte[32];
        hash[0] = 1;
        process.guard.compare(NL, seen(null, new Seen.Last(TO_NL, 0, Base64Url.encode(hash))));
        assertThat(process.reason()).contains("another delivery under number 0");
    }

    @Test
    void a_lie_about_anothers_channel_is_ignored() throws Exception {
        OneProcess process = new OneProcess(new MemoryStore()).comparesJournal();
        var theirs = new ChannelName(NL, 1, US);
        process.guard.compare(
                NL, seen(null, new Seen.Last(theirs, 9, Base64Url.encode(new byte[32]))));
        assertThat(process.isOpen()).isTrue();
    }

    @Test
    void a_database_that_goes_back_under_a_running_node_stops_it() throws Exception {
        OneProcess process = new OneProcess(new MemoryStore()).comparesJournal();
        process.guard.compareRunning(5, process.store.head(1));
        assertThat(process.reason()).contains("went back to 0");
    }

    @Test
    void what_was_closed_later_is_not_opened_by_a_visit() throws Exception {
        OneProcess process = new OneProcess(new MemoryStore()).comparesJournal();
        process.sequencer.close("a fork was seen");
        process.guard.compare(NL, seen(null));
        assertThat(process.reason()).isEqualTo("a fork was seen");
    }
}
