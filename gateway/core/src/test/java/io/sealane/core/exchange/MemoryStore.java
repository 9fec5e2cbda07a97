package io.sealane.core.exchange;

import io.sealane.core.exchange.Change.Admitted;
import io.sealane.core.exchange.Change.Cancelled;
import io.sealane.core.exchange.Change.Noted;
import io.sealane.core.exchange.Change.PendingPresentation;
import io.sealane.core.exchange.Change.Receipted;
import io.sealane.core.exchange.Change.Received;
import io.sealane.core.exchange.Change.ReceivedLine;
import io.sealane.core.exchange.Change.Sent;
import io.sealane.core.exchange.Change.SentLine;
import io.sealane.core.exchange.Change.Submitted;
import io.sealane.core.exchange.Change.Voided;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.PartyId;
import io.sealane.core.ledger.MemoryTiles;
import io.sealane.core.ledger.RightEdge;
import io.sealane.core.ledger.TileSource;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** The store in memory, for tests and the simulation: the same conditions, no durability. */
public class MemoryStore implements Store {
    /** Where a delivery of this node stands. */
    public static final class Delivery {
        final PendingPresentation pending;
        final StoredDocument document;
        @Nullable SentLine sent;
        long sentIndex;
        @Nullable Voided voided;
        long voidIndex;
        @Nullable Receipted receipted;
        @Nullable Code cancelled;

        Delivery(PendingPresentation pending, StoredDocument document) {
            this.pending = pending;
            this.document = document;
        }

        /** The receipt, which must be there. */
        public Receipted receipted() {
            return java.util.Objects.requireNonNull(receipted);
        }

        public boolean isReceipted() {
            return receipted != null;
        }

        public @Nullable SentLine sent() {
            return sent;
        }

        public @Nullable Code cancelled() {
            return cancelled;
        }
    }

    private record Key(PartyId party, String key) {}

    private record Earlier(Submitted submitted, long index) {}

    private record Answering(ReceivedLine line, long index) {}

    private static final class Outbound {
        long nextSeq = 1;
        byte[] prev = new byte[32];
        long epoch;
        @Nullable String owner;
        Instant until = Instant.EPOCH;
    }

    private static final class Inbound {
        byte[] prev = new byte[32];
        final TreeMap<Long, Answering> lines = new TreeMap<>();
        final Map<UUID, Long> numbers = new HashMap<>();
    }

    private MemoryTiles tiles = new MemoryTiles();
    public final List<Commitment> leaves = new ArrayList<>();
    private final Map<Key, Earlier> submissions = new HashMap<>();
    public final Map<UUID, Delivery> deliveries = new LinkedHashMap<>();
    private final Map<ChannelName, Outbound> outbound = new HashMap<>();
    private final Map<ChannelName, Inbound> inbound = new HashMap<>();
    public final List<Admitted> inbox = new ArrayList<>();
    public final Map<String, Noted> noted = new LinkedHashMap<>();
    private final Map<String, String> seen = new HashMap<>();
    private final Map<String, Long> seenSize = new HashMap<>();
    public final TreeMap<Long, String> published = new TreeMap<>();
    public int equivocations;

    @Override
    public synchronized Committed commit(Group group) throws Conflict {
        for (Change change : group.changes()) {
            if (!holds(change, group)) {
                throw new Conflict(change);
            }
        }
        long first = tiles.size();
        long index = first;
        for (Change change : group.changes()) {
            apply(change, index);
            index += change.leaves().size();
        }
        leaves.addAll(group.leaves());
        tiles.append(group.leaves().stream().map(Commitment::entry).toList());
        return new Committed(first, tiles.edge());
    }

    private boolean holds(Change change, Group group) {
        return switch (change) {
            case Submitted one ->
                    !submissions.containsKey(key(one))
                            && group.changes().stream()
                                            .filter(Submitted.class::isInstance)
                                            .filter(other ->
                                                    key((Submitted) other).equals(key(one)))
                                            .count()
                                    == 1;
            case Sent one ->
                    out(one.channel()).epoch == one.epoch()
                            && out(one.channel()).nextSeq == one.firstSeq();
            case Voided one ->
                    out(one.channel()).epoch == one.epoch()
                            && delivery(one.delivery()).receipted == null
                            && delivery(one.delivery()).voided == null;
            case Cancelled one -> delivery(one.delivery()).sent == null;
            case Received one -> incoming(one.channel()).nextSeq() == one.firstSeq();
            case Receipted one -> delivery(one.delivery()).receipted == null;
            case Noted one -> !noted.containsKey(one.name());
        };
    }

    private void apply(Change change, long index) {
        switch (change) {
            case Submitted one -> {
                submissions.put(key(one), new Earlier(one, index));
                for (PendingPresentation pending : one.pending()) {
                    deliveries.put(pending.delivery(), new Delivery(pending, one.document()));
                }
            }
            case Sent one -> {
                Outbound out = out(one.channel());
                out.nextSeq = one.nextSeq();
                out.prev = one.prev();
                long at = index;
                for (SentLine line : one.lines()) {
                    delivery(line.delivery()).sent = line;
                    delivery(line.delivery()).sentIndex = at++;
                }
            }
            case Voided one -> {
                delivery(one.delivery()).voided = one;
                delivery(one.delivery()).voidIndex = index;
            }
            case Cancelled one -> delivery(one.delivery()).cancelled = one.code();
            case Received one -> {
                Inbound in = in(one.channel());
                in.prev = one.prev();
                long at = index;
                for (ReceivedLine line : one.lines()) {
                    in.lines.put(line.seq(), new Answering(line, at++));
                    in.numbers.put(line.delivery(), line.seq());
                    if (line.admitted() != null) {
                        inbox.add(line.admitted());
                    }
                }
            }
            case Receipted one -> delivery(one.delivery()).receipted = one;
            case Noted one -> noted.put(one.name(), one);
        }
    }

    /** What is durable outlives a crash; here that is everything. */
    public synchronized void crash() {}

    /** Begins a channel's numbers anew, as a database restored to before would. */
    public synchronized void forgetNumbers(ChannelName channel) {
        out(channel).nextSeq = 1;
        out(channel).prev = new byte[32];
    }

    /** Another tree of the same size: the log is rewritten. */
    public synchronized void replaceLog() {
        var rewritten = new MemoryTiles();
        for (long i = 0; i < tiles.size(); i++) {
            rewritten.append(List.of(new byte[] {(byte) i}));
        }
        tiles = rewritten;
    }

    /** An empty tree: the log is lost, the rest is not. */
    public synchronized void dropLog() {
        tiles = new MemoryTiles();
        deliveries.values().removeIf(Delivery::isReceipted);
    }

    private static Key key(Submitted one) {
        return new Key(one.document().issuer(), one.idempotencyKey());
    }

    private Delivery delivery(UUID id) {
        return java.util.Objects.requireNonNull(deliveries.get(id));
    }

    private Outbound out(ChannelName channel) {
        return outbound.computeIfAbsent(channel, name -> new Outbound());
    }

    private Inbound in(ChannelName channel) {
        return inbound.computeIfAbsent(channel, name -> new Inbound());
    }

    @Override
    public synchronized RightEdge head(int log) {
        return tiles.edge();
    }

    @Override
    public synchronized TileSource tiles(int log) {
        return tiles;
    }

    @Override
    public synchronized @Nullable EarlierSubmission earlier(int log, PartyId party, String key) {
        Earlier earlier = submissions.get(new Key(party, key));
        if (earlier == null) {
            return null;
        }
        Submitted one = earlier.submitted();
        return new EarlierSubmission(
                one.document().id(),
                one.requestHash(),
                one.answer(),
                one.leaf().statement(),
                one.leaf().blinding(),
                earlier.index());
    }

    @Override
    public synchronized @Nullable Lease lease(
            ChannelName channel, String owner, Instant now, Duration length) {
        Outbound out = out(channel);
        if (!owner.equals(out.owner)) {
            if (now.isBefore(out.until)) {
                return null;
            }
            out.owner = owner;
            out.epoch++;
        }
        out.until = now.plus(length);
        return new Lease(out.epoch, out.nextSeq, out.prev);
    }

    @Override
    public synchronized void release(ChannelName channel, String owner) {
        Outbound out = out(channel);
        if (owner.equals(out.owner)) {
            out.until = Instant.EPOCH;
            out.owner = null;
        }
    }

    @Override
    public synchronized List<ChannelName> busyChannels(int log) {
        return deliveries.values().stream()
                .filter(one -> one.receipted == null && one.cancelled == null)
                .map(one -> one.pending.channel())
                .distinct()
                .toList();
    }

    @Override
    public synchronized List<Queued> queued(ChannelName channel, int limit) {
        return deliveries.values().stream()
                .filter(one -> one.pending.channel().equals(channel))
                .filter(one -> one.sent == null && one.cancelled == null)
                .limit(limit)
                .map(one ->
                        new Queued(one.pending.delivery(), one.pending.recipient(), one.document))
                .toList();
    }

    @Override
    public synchronized List<Outgoing> outgoing(ChannelName channel, long fromSeq, int limit) {
        return deliveries.values().stream()
                .filter(one -> one.pending.channel().equals(channel))
                .filter(one -> one.sent != null && one.receipted == null)
                .map(MemoryStore::outgoing)
                .filter(line -> line.seq() >= fromSeq)
                .sorted(Comparator.comparingLong(Outgoing::seq))
                .limit(limit)
                .toList();
    }

    private static Outgoing outgoing(Delivery one) {
        SentLine sent = java.util.Objects.requireNonNull(one.sent);
        Voided voided = one.voided;
        Commitment leaf = voided == null ? sent.leaf() : voided.leaf();
        return new Outgoing(
                sent.delivery(),
                sent.seq(),
                one.document.wire(sent.disclosed(), sent.keyBinding()),
                voided == null ? null : voided.jws(),
                leaf.blinding(),
                voided == null ? one.sentIndex : one.voidIndex,
                sent.inputHash(),
                sent.expires());
    }

    @Override
    public synchronized Incoming incoming(ChannelName channel) {
        Inbound in = in(channel);
        return new Incoming(in.lines.isEmpty() ? 1 : in.lines.lastKey() + 1, in.prev);
    }

    @Override
    public synchronized List<Answered> answered(ChannelName channel, long fromSeq, int limit) {
        return in(channel).lines.tailMap(fromSeq).values().stream()
                .limit(limit)
                .map(one ->
                        new Answered(
                                one.line().seq(),
                                one.line().delivery(),
                                one.line().inputHash(),
                                one.line().leaf().statement(),
                                one.line().leaf().blinding(),
                                one.index()))
                .toList();
    }

    @Override
    public synchronized Map<UUID, Long> numbersOf(ChannelName channel, List<UUID> ids) {
        var found = new HashMap<UUID, Long>(in(channel).numbers);
        found.keySet().retainAll(ids);
        return found;
    }

    @Override
    public synchronized @Nullable String seenCheckpoint(int log, String origin) {
        return seen.get(origin);
    }

    @Override
    public synchronized void keepCheckpoint(int log, String origin, long size, String note) {
        if (size > seenSize.getOrDefault(origin, -1L)) {
            seenSize.put(origin, size);
            seen.put(origin, note);
        }
    }

    @Override
    public synchronized @Nullable String published(int log) {
        return published.isEmpty() ? null : published.lastEntry().getValue();
    }

    @Override
    public synchronized void publish(int log, long size, String note) {
        published.put(size, note);
    }

    @Override
    public synchronized void keepEquivocation(
            ChannelName channel, long seq, byte[] kept, byte[] shown, Instant at) {
        equivocations++;
    }
}
