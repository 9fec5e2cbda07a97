package io.sealane.node.store;

import io.sealane.core.exchange.ChannelName;
import io.sealane.core.exchange.Conflict;
import io.sealane.core.exchange.Group;
import io.sealane.core.exchange.Store;
import io.sealane.core.exchange.StoredDocument;
import io.sealane.core.identity.PartyId;
import io.sealane.core.ledger.RightEdge;
import io.sealane.core.ledger.TileSource;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The store of one log of a node, in PostgreSQL. Many processes may have one over the same
 * database: what decides is in the database alone.
 */
public final class PostgresStore implements Store {
    private static final String BEGIN =
            "insert into log_head (log, origin, size, edge) values ($1, $2, 0, $3)"
                    + " on conflict do nothing";
    private static final String ORIGIN = "select origin from log_head where log = $1";

    private final Database database;
    private final Partitions partitions;
    private final AtRest atRest;
    private final InstantSource clock;
    private final int log;
    private final StoredLog tree;
    private final Openings openings;
    private final StoredDocuments documents;
    private final Outbound outbound;
    private final Inbound inbound;
    private final Attempts attempts;
    private final AtomicReference<ClosedAgreements> closed =
            new AtomicReference<>(ClosedAgreements.UNREAD);
    private final Set<String> knownChannels = ConcurrentHashMap.newKeySet();
    private volatile Consumer<Group> committed = _ -> {};

    private PostgresStore(
            Database database,
            Partitions partitions,
            AtRest atRest,
            InstantSource clock,
            int log,
            String origin) {
        this.database = database;
        this.partitions = partitions;
        this.atRest = atRest;
        this.clock = clock;
        this.log = log;
        this.tree = new StoredLog(database, log);
        this.openings = new Openings(database, atRest, log, origin);
        this.documents = new StoredDocuments(database, atRest, log);
        this.outbound = new Outbound(database, atRest, documents, openings, log);
        this.inbound = new Inbound(database, openings, log);
        this.attempts = new Attempts(database, log);
    }

    /**
     * The store of a log, which begins empty if it is new.
     *
     * @param partitions of this database, extended before
     * @param origin e.g. {@code us.sealane.example/log/1}
     * @throws IllegalStateException if the database holds another log under this number
     */
    public static PostgresStore open(
            Database database,
            Partitions partitions,
            AtRest atRest,
            InstantSource clock,
            int log,
            String origin) {
        database.statement(session -> session.change(BEGIN, log, origin, new byte[0]));
        String stored = database.statement(session -> session.rows(ORIGIN, log)).getFirst().text(0);
        if (!stored.equals(origin)) {
            throw new IllegalStateException(
                    "This is the database of " + stored + ", not of " + origin + ".");
        }
        return new PostgresStore(database, partitions, atRest, clock, log, origin);
    }

    @Override
    public Committed commit(Group group) throws Conflict {
        check(group.log());
        try {
            GroupPlan plan = Planner.plan(group, atRest, clock.instant());
            partitions.cover(plan.entries().size());
            Committed now =
                    database.transaction(
                            session -> new GroupCommit(session, plan, knownChannels, closed).run());
            remember(group, plan, now);
            committed.accept(group);
            return now;
        } catch (LostCondition lost) {
            throw new Conflict(group.changes().get(lost.change()));
        }
    }

    /** What is durable now is what will be asked for next. */
    private void remember(Group group, GroupPlan plan, Committed now) {
        partitions.grown(now.edge().size());
        knownChannels.addAll(plan.channels());
        tree.appended(now.firstIndex(), plan.entries());
        documents.remember(group, now.firstIndex());
    }

    /** From now on the other processes of the node are told what a group gave them to do. */
    public void wake(Wakes others) {
        committed = group -> others.tell(Wake.of(group));
    }

    @Override
    public RightEdge head(int ofLog) {
        check(ofLog);
        return tree.head();
    }

    @Override
    public TileSource tiles(int ofLog) {
        check(ofLog);
        return tree;
    }

    /** The tree's tiles and entries. */
    public StoredLog tree() {
        return tree;
    }

    /** What the leaves commit to. */
    public Openings openings() {
        return openings;
    }

    /** Parties' own documents. */
    public DocumentReads documents() {
        return new DocumentReads(database, atRest, documents, log);
    }

    /** What inboxes hold for a time. */
    public StoredHoldings holdings() {
        return new StoredHoldings(database, atRest, log);
    }

    /** What parties received. */
    public InboxReads inbox() {
        return new InboxReads(database, atRest, log);
    }

    /** What evidence is made of. */
    public EvidenceReads evidence() {
        return new EvidenceReads(database, atRest, documents, openings, inbox(), inbound, log);
    }

    /** Agreements and offers. */
    public StoredAgreements agreements() {
        return new StoredAgreements(database, atRest, openings, log);
    }

    /** Partners that an operator added. */
    public StoredPartners partners() {
        return new StoredPartners(database, log);
    }

    /** Lists of whom nothing is agreed with, and revocations of keys. */
    public StoredWords words() {
        return new StoredWords(database, atRest, log);
    }

    /** What was stated of parties. */
    public StoredParties parties() {
        return new StoredParties(database, atRest, agreements(), log);
    }

    /** Acts that wait for a second operator. */
    public StoredApprovals approvals() {
        return new StoredApprovals(database, atRest, agreements(), log);
    }

    /** Rounds of channels, for those who ask what was tried. */
    public Attempts attempts() {
        return attempts;
    }

    /** Checkpoints that were published. */
    public Checkpoints checkpoints() {
        return new Checkpoints(database, log);
    }

    @Override
    public @Nullable EarlierSubmission earlier(int ofLog, PartyId party, String key) {
        check(ofLog);
        return new StoredSubmissions(database, atRest, openings, log).earlier(party, key);
    }

    @Override
    public List<StoredDocument> issued(
            int ofLog, PartyId issuer, String major, String reference, int limit) {
        check(ofLog);
        return documents.issued(issuer, major, atRest.tag(reference), limit);
    }

    @Override
    public @Nullable Lease lease(ChannelName channel, String owner, Instant now, Duration length) {
        return outbound.lease(channel, owner, now, length);
    }

    @Override
    public void release(ChannelName channel, String owner) {
        outbound.release(channel, owner);
    }

    @Override
    public List<ChannelName> busyChannels(int ofLog) {
        check(ofLog);
        return outbound.busy();
    }

    @Override
    public List<Queued> queued(ChannelName channel, int limit) {
        return outbound.queued(channel, limit);
    }

    @Override
    public List<Outgoing> outgoing(ChannelName channel, long fromSeq, int limit) {
        return outbound.outgoing(channel, fromSeq, limit);
    }

    @Override
    public Incoming incoming(ChannelName channel) {
        return inbound.incoming(channel);
    }

    @Override
    public List<Answered> answered(ChannelName channel, long fromSeq, int limit) {
        return inbound.answered(channel, fromSeq, limit);
    }

    @Override
    public Map<UUID, Long> numbersOf(ChannelName channel, List<UUID> deliveries) {
        return inbound.numbersOf(channel, deliveries);
    }

    @Override
    public @Nullable String seenCheckpoint(int ofLog, String origin) {
        check(ofLog);
        return inbound.seenCheckpoint(origin);
    }

    @Override
    public void keepCheckpoint(int ofLog, String origin, long size, String note) {
        check(ofLog);
        inbound.keepCheckpoint(origin, size, note);
    }

    @Override
    public @Nullable String published(int ofLog) {
        check(ofLog);
        return checkpoints().newest();
    }

    @Override
    public void publish(int ofLog, long size, String note) {
        check(ofLog);
        checkpoints().publish(size, note);
    }

    @Override
    public void keepEquivocation(
            ChannelName channel, long seq, byte[] kept, byte[] shown, Instant at) {
        inbound.keepEquivocation(channel, seq, kept, shown, at);
    }

    private void check(int asked) {
        if (asked != log) {
            throw new IllegalArgumentException("This is the store of log " + log + ".");
        }
    }
}
