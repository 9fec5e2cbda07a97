package io.sealane.core.exchange;

import static io.sealane.core.exchange.ThreeNodes.document;
import static io.sealane.core.exchange.ThreeNodes.to;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealane.core.agreement.Agreement;
import io.sealane.core.agreement.Directory;
import io.sealane.core.disclosure.KeyBinding;
import io.sealane.core.disclosure.Presentation;
import io.sealane.core.disclosure.Selection;
import io.sealane.core.document.FieldClass;
import io.sealane.core.exchange.Change.Sent;
import io.sealane.core.exchange.Change.SentLine;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.Outage;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Digest;
import io.sealane.core.ledger.Kind;
import io.sealane.core.ledger.Scope;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What a delivery says of its time and its sender, and what the receiver makes of it. */
class BindingTest {
    private static final Duration LIFETIME = Duration.ofDays(7);

    private final ThreeNodes net;
    private final Recipient terminal;

    BindingTest() throws Refusal {
        net = new ThreeNodes();
        terminal = to(net.nl, "rotterdam-terminal", "terminal");
    }

    private void submit(String key) throws Refusal {
        net.us.paths().submission().submit(net.us.request("acme-line", key, document(), terminal));
    }

    /** Numbers, signs and logs the next pending delivery with times of the sender's choice. */
    private void number(Instant iat, Instant exp) throws Exception {
        ChannelName channel = net.channel(net.nl);
        MemoryDelivery next =
                net.us.store.deliveries.values().stream()
                        .filter(one -> one.sent() == null)
                        .findFirst()
                        .orElseThrow();
        Store.Lease lease =
                java.util.Objects.requireNonNull(
                        net.us.store.lease(channel, "process-1", net.clock.now, Dispatch.LEASE));
        Agreement agreement = net.agreements().getFirst();
        byte[] blinding = new byte[32];
        var terms =
                new KeyBinding.Terms(
                        iat,
                        exp,
                        channel.to(),
                        next.pending.delivery().toString(),
                        channel.toString(),
                        lease.nextSeq(),
                        Base64Url.encode(lease.prev()),
                        terminal.party().name(),
                        terminal.role(),
                        Base64Url.encode(agreement.hash()),
                        Digest.base64Url(blinding));
        List<Integer> shown =
                Selection.select(
                        next.document.sealed(),
                        cls ->
                                Arrays.stream(ThreeNodes.TERMINAL)
                                        .anyMatch(name -> new FieldClass(name).covers(cls)));
        Presentation signed =
                Presentation.draft(next.document.sealed(), shown, terms, net.us.presentation)
                        .sign(net.us.presentation);
        var line =
                new SentLine(
                        next.pending.delivery(),
                        lease.nextSeq(),
                        shown,
                        signed.keyBindingJwt(),
                        signed.signingInputHash(),
                        agreement.hash(),
                        exp,
                        new Commitment(
                                Scope.numbered(
                                        net.us.self.origin(),
                                        Kind.SENT,
                                        channel.toString(),
                                        lease.nextSeq(),
                                        channel.to()),
                                blinding,
                                signed.keyBindingJwt().getBytes(StandardCharsets.US_ASCII)));
        net.us
                .paths()
                .sequencer()
                .append(new Sent(channel, lease.epoch(), signed.signingInputHash(), List.of(line)));
    }

    private static void assertRefused(Code code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    @Test
    void a_lifetime_of_seven_days_is_admitted_to_its_end() throws Exception {
        submit("k1");
        number(net.clock.now.minus(LIFETIME), net.clock.now);
        net.settle(net.nl);
        assertThat(net.nl.store.inbox).hasSize(1);
    }

    @Test
    void a_longer_lifetime_uses_no_number() throws Exception {
        submit("k1");
        number(net.clock.now, net.clock.now.plus(LIFETIME).plusSeconds(1));
        assertRefused(Code.MALFORMED_DELIVERY, () -> net.settle(net.nl));
        assertThat(net.nl.store.leaves).isEmpty();
    }

    @Test
    void an_end_that_is_not_after_the_beginning_uses_no_number() throws Exception {
        submit("k1");
        number(net.clock.now, net.clock.now);
        assertRefused(Code.MALFORMED_DELIVERY, () -> net.settle(net.nl));
        assertThat(net.nl.store.leaves).isEmpty();
    }

    @Test
    void what_is_dated_back_further_than_a_lifetime_is_refused() throws Exception {
        submit("k1");
        // The sender's own clock is with the lie, so that it does not give the number up itself.
        Instant now = net.clock.now;
        net.clock.now = now.minus(Duration.ofHours(1));
        number(net.clock.now.minus(LIFETIME), net.clock.now);
        net.wire =
                (to, body) -> {
                    net.clock.now = now;
                    return to.paths().reception().receive("us.sealane.example", body);
                };
        net.settle(net.nl);
        assertThat(net.us.store.deliveries.values())
                .extracting(one -> one.receipted().code())
                .containsExactly(Code.EXPIRED);
    }

    @Test
    void what_arrives_after_the_agreement_ended_is_refused_though_it_was_bound_before()
            throws Refusal {
        Instant end = net.clock.now.plus(Duration.ofDays(1));
        net.agree(net.agreements(terms -> terms.put("validUntil", end.toString())));
        submit("k1");
        Instant late = end.plus(Binding.SKEW).plusSeconds(1);
        net.wire =
                (to, body) -> {
                    net.clock.now = late;
                    return to.paths().reception().receive("us.sealane.example", body);
                };
        net.settle(net.nl);
        assertThat(net.nl.store.inbox).isEmpty();
        assertThat(net.us.store.deliveries.values())
                .extracting(one -> one.receipted().code())
                .containsExactly(Code.NO_AGREEMENT);
    }

    @Test
    void what_arrives_within_the_grace_of_the_clocks_is_admitted() throws Refusal {
        Instant end = net.clock.now.plus(Duration.ofDays(1));
        net.agree(net.agreements(terms -> terms.put("validUntil", end.toString())));
        submit("k1");
        net.wire =
                (to, body) -> {
                    net.clock.now = end.plus(Binding.SKEW).minusSeconds(1);
                    return to.paths().reception().receive("us.sealane.example", body);
                };
        net.settle(net.nl);
        assertThat(net.nl.store.inbox).hasSize(1);
    }

    @Test
    void a_partner_that_passes_on_what_another_node_sent_is_the_wrong_peer() throws Refusal {
        var batches = new ArrayList<Batch>();
        net.wire =
                (to, body) -> {
                    batches.add(Batch.parse(body));
                    throw new Outage("nothing arrives", 1);
                };
        submit("k1");
        assertThatThrownBy(() -> net.settle(net.nl)).isInstanceOf(Outage.class);
        String own = net.sg.paths().sequencer().head().note();
        var passedOn = new Batch(new Batch.Head(own, 0, List.of(), 0), batches.getFirst().lines());
        assertRefused(
                Code.WRONG_PEER,
                () ->
                        net.nl
                                .paths()
                                .reception()
                                .receive("sg.sealane.example", passedOn.toJsonLines()));
        assertThat(net.nl.store.leaves).isEmpty();
    }

    @Test
    void an_expired_directory_counts_as_none() throws Refusal {
        Neighbours nl = net.nl.paths().neighbours();
        Instant expires = net.clock.now.plus(Duration.ofHours(1));
        Directory old = net.us.directory();
        Instant newer = old.issuedAt().plusSeconds(1);
        nl.learn(new Directory(old.node(), newer, expires, old.reads(), Map.of()));
        var nobody = new Recipient(net.us.id("nobody"), "terminal");
        Instant before = expires.minusSeconds(1);
        assertRefused(
                Code.UNKNOWN_RECIPIENT,
                () -> nl.checkRecipient(nobody.party(), nobody.role(), before));
        assertRefused(Code.UNKNOWN_ISSUER, () -> issuerKey(nl, "acme-line", before));

        nl.checkRecipient(nobody.party(), nobody.role(), expires);
        assertThatThrownBy(() -> issuerKey(nl, "acme-line", expires)).isInstanceOf(Outage.class);
    }

    private Key issuerKey(Neighbours nl, String party, Instant now) throws Refusal {
        return nl.issuerKey(net.us.id(party), net.us.self.issuing().kid(), true, now, now, now);
    }

    @Test
    void what_a_node_says_of_itself_needs_no_renewal() {
        Neighbours nl = net.nl.paths().neighbours();
        assertRefused(
                Code.UNKNOWN_RECIPIENT,
                () ->
                        nl.checkRecipient(
                                net.nl.id("nobody"),
                                "terminal",
                                net.clock.now.plus(Duration.ofDays(1_000))));
    }
}
