package io.sealane.core.exchange;

import io.sealane.core.exchange.Change.Admitted;
import io.sealane.core.exchange.Change.Cancelled;
import io.sealane.core.exchange.Change.Erased;
import io.sealane.core.exchange.Change.Noted;
import io.sealane.core.exchange.Change.PendingPresentation;
import io.sealane.core.exchange.Change.Receipted;
import io.sealane.core.exchange.Change.Received;
import io.sealane.core.exchange.Change.ReceivedLine;
import io.sealane.core.exchange.Change.Refused;
import io.sealane.core.exchange.Change.Sent;
import io.sealane.core.exchange.Change.SentLine;
import io.sealane.core.exchange.Change.Settled;
import io.sealane.core.exchange.Change.Submitted;
import io.sealane.core.exchange.Change.Voided;
import io.sealane.core.identity.PartyId;
import io.sealane.core.ledger.MemoryTiles;
import io.sealane.core.ledger.RightEdge;
import io.sealane.core.ledger.TileSource;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The store in memory, for the simulation and for tests: the same conditions as the real one. What
 * it holds outlives every process but its own.
 */
public class MemoryStore implements Store {
    record Key(PartyId party, String key) {}

    MemoryTiles tiles = new MemoryTiles();
    final List<Commitment> leaves = new ArrayList<>();
    final Map<Key, EarlierSubmission> submissions = new HashMap<>();
    final Map<UUID, Submitted> documents = new LinkedHashMap<>();
    final Map<UUID, MemoryDelivery> deliveries = new LinkedHashMap<>();
    private final Map<ChannelName, MemoryOutbound> outbound = new HashMap<>();
    private final Map<ChannelName, MemoryInbound> inbound = new HashMap<>();
    final List<Admitted> inbox = new ArrayList<>();
    final MemoryHoldings holdings = new MemoryHoldings(inbox);
    private final List<Refused> refused = new ArrayList<>();
    final Map<String, Noted> noted = new LinkedHashMap<>();
    private final Map<String, Map.Entry<Long, String>> seen = new HashMap<>();
    final TreeMap<Long, String> published = new TreeMap<>();
    final MemoryRegister register = new MemoryRegister(outbound);
    int equivocations;

    /** Every leaf of the log, opened, by its index. */
    public List<Commitment> leaves() {
        return Collections.unmodifiableList(leaves);
    }

    /** The deliveries of this node, in the order of their submission. */
    public Collection<MemoryDelivery> deliveries() {
        return Collections.unmodifiableCollection(deliveries.values());
    }

    /** A delivery of this node, or null. */
    public synchronized @Nullable MemoryDelivery find(UUID delivery) {
        return deliveries.get(delivery);
    }

    /** Its agreements. */
    public Register register() {
        return register;
    }

    /** What it keeps of deliveries for a time. */
    public Holdings holdings() {
        return holdings;
    }

    /** What was admitted, in order. */
    public List<Admitted> inbox() {
        return Collections.unmodifiableList(inbox);
    }

    /** What is kept of each refusal, in order. */
    public List<Refused> refused() {
        return Collections.unmodifiableList(refused);
    }

    @Override
    public synchronized Committed commit(Group group) throws Conflict {
        new MemoryConditions(this).check(group);
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

    private void apply(Change change, long index) {
        switch (change) {
            case Submitted one -> {
                submissions.put(key(one), earlier(one, index));
                documents.put(one.document().id(), one);
                for (PendingPresentation pending : one.pending()) {
                    deliveries.put(pending.delivery(), new MemoryDelivery(pending, one.document()));
                }
            }
            case Sent one -> {
                MemoryOutbound out = out(one.channel());
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
                in(one.channel()).take(one, index);
                long at = index;
                for (ReceivedLine line : one.lines()) {
                    if (line.admitted() != null) {
                        holdings.keep(line.admitted(), line.delivery(), at);
                    }
                    at++;
                    if (line.refused() != null) {
                        refused.add(line.refused());
                    }
                }
            }
            case Receipted one -> delivery(one.delivery()).receipted = one;
            case Erased one -> holdings.erase(one);
            case Noted one -> noted.put(one.name(), one);
            case Settled one -> register.take(one, index);
        }
    }

    private static EarlierSubmission earlier(Submitted one, long index) {
        return new EarlierSubmission(
                one.document().id(),
                one.requestHash(),
                one.answer(),
                one.leaf().statement(),
                one.leaf().blinding(),
                index);
    }

    static Key key(Submitted one) {
        return new Key(one.document().issuer(), one.idempotencyKey());
    }

    MemoryDelivery delivery(UUID id) {
        return Objects.requireNonNull(deliveries.get(id));
    }

    MemoryOutbound out(ChannelName channel) {
        return outbound.computeIfAbsent(channel, name -> new MemoryOutbound());
    }

    private MemoryInbound in(ChannelName channel) {
        return inbound.computeIfAbsent(channel, name -> new MemoryInbound());
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
        return submissions.get(new Key(party, key));
    }

    @Override
    public synchronized List<StoredDocument> issued(
            int log, PartyId issuer, String major, String reference, int limit) {
        return List.copyOf(documents.values()).reversed().stream()
                .filter(one -> one.references().stream().anyMatch(r -> r.value().equals(reference)))
                .map(Submitted::document)
                .filter(one -> one.issuer().equals(issuer) && one.vct().startsWith(major + "."))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized @Nullable Lease lease(
            ChannelName channel, String owner, Instant now, Duration length) {
        return out(channel).lease(owner, now, length);
    }

    @Override
    public synchronized void release(ChannelName channel, String owner) {
        out(channel).release(owner);
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
                .map(MemoryDelivery::queued)
                .toList();
    }

    @Override
    public synchronized List<Outgoing> outgoing(ChannelName channel, long fromSeq, int limit) {
        return deliveries.values().stream()
                .filter(one -> one.pending.channel().equals(channel))
                .filter(one -> one.sent != null && one.receipted == null)
                .map(MemoryDelivery::outgoing)
                .filter(line -> line.seq() >= fromSeq)
                .sorted(Comparator.comparingLong(Outgoing::seq))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized Incoming incoming(ChannelName channel) {
        return in(channel).next();
    }

    @Override
    public synchronized List<Answered> answered(ChannelName channel, long fromSeq, int limit) {
        return in(channel).answered(fromSeq, limit);
    }

    @Override
    public synchronized Map<UUID, Long> numbersOf(ChannelName channel, List<UUID> ids) {
        return in(channel).numbersOf(ids);
    }

    @Override
    public synchronized @Nullable String seenCheckpoint(int log, String origin) {
        Map.Entry<Long, String> newest = seen.get(origin);
        return newest == null ? null : newest.getValue();
    }

    @Override
    public synchronized void keepCheckpoint(int log, String origin, long size, String note) {
        seen.merge(origin, Map.entry(size, note), (old, now) -> size > old.getKey() ? now : old);
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
