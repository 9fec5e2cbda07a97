package io.sealane.simulation;

import io.sealane.core.agreement.Agreement;
import io.sealane.core.agreement.Agreements;
import io.sealane.core.disclosure.VoidStatement;
import io.sealane.core.exchange.Change;
import io.sealane.core.exchange.Change.Received;
import io.sealane.core.exchange.Change.ReceivedLine;
import io.sealane.core.exchange.Change.Refused;
import io.sealane.core.exchange.Change.Sent;
import io.sealane.core.exchange.Change.SentLine;
import io.sealane.core.exchange.Change.Voided;
import io.sealane.core.exchange.ChannelName;
import io.sealane.core.exchange.Commitment;
import io.sealane.core.exchange.Conflict;
import io.sealane.core.exchange.Group;
import io.sealane.core.exchange.Journal;
import io.sealane.core.exchange.MemoryStore;
import io.sealane.core.exchange.Observer;
import io.sealane.core.exchange.Self;
import io.sealane.core.exchange.Sequencer;
import io.sealane.core.exchange.Store;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.ledger.Merkle;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.Lock;

/** Faults that are planted in the parts of honest nodes, to see them found. */
final class Planted {
    private Planted() {}

    /** The store forgets which numbers it has answered. */
    static final class NoDeduplication extends MemoryStore {
        @Override
        public synchronized Incoming incoming(ChannelName channel) {
            return new Incoming(1, new byte[32]);
        }

        @Override
        public synchronized Map<UUID, Long> numbersOf(ChannelName channel, List<UUID> ids) {
            return Map.of();
        }
    }

    /** The store says that it has stored what is on no disk yet: a power failure takes it back. */
    static final class AnswerBeforeCommit extends MemoryStore {
        private final List<Group> groups = new ArrayList<>();

        @Override
        public synchronized Committed commit(Group group) throws Conflict {
            Committed committed = super.commit(group);
            groups.add(group);
            return committed;
        }

        AnswerBeforeCommit afterPowerLoss() {
            var left = new AnswerBeforeCommit();
            try {
                for (Group group : groups.subList(0, Math.max(0, groups.size() - 1))) {
                    left.commit(renewed(group, left));
                }
            } catch (Conflict impossible) {
                throw new AssertionError(impossible);
            }
            return left;
        }

        /** The same group under whatever epoch the store that is left has. */
        private static Group renewed(Group group, MemoryStore left) {
            return new Group(
                    group.log(),
                    group.changes().stream()
                            .map(change -> withEpoch(change, epoch(left, change)))
                            .toList());
        }

        private static long epoch(MemoryStore left, Change change) {
            ChannelName channel =
                    switch (change) {
                        case Sent one -> one.channel();
                        case Voided one -> one.channel();
                        default -> null;
                    };
            if (channel == null) {
                return 0;
            }
            Lease lease = left.lease(channel, "before", Instant.EPOCH, Duration.ZERO);
            return lease == null ? 0 : lease.epoch();
        }
    }

    private static Change withEpoch(Change change, long epoch) {
        return switch (change) {
            case Sent one -> new Sent(one.channel(), epoch, one.prev(), one.lines());
            case Voided one ->
                    new Voided(
                            one.channel(), epoch, one.delivery(), one.seq(), one.jws(), one.leaf());
            default -> change;
        };
    }

    /** The tree is signed, and then it is committed. */
    static final class CheckpointBeforeCommit extends Sequencer {
        private final Store store;

        CheckpointBeforeCommit(
                Self self, Store store, Journal journal, Observer observer, Lock committing) {
            super(self, store, journal, observer, committing);
            this.store = store;
        }

        @Override
        protected Appended commitThenSign(List<Change> changes) throws Conflict {
            var group = new Group(1, changes);
            var grown =
                    store.head(1)
                            .append(
                                    group.leaves().stream()
                                            .map(leaf -> Merkle.leafHash(leaf.entry()))
                                            .toList());
            SignedTree tree = sign(grown);
            return new Appended(store.commit(group).firstIndex(), tree);
        }
    }

    /** Whatever the liar shows is taken as granted. */
    static final class ClassCheckOff extends Agreements {
        ClassCheckOff(List<Agreement> agreements) {
            super(agreements);
        }

        @Override
        public Granted grant(
                String from,
                String to,
                String vct,
                String profile,
                String party,
                String role,
                Instant at)
                throws Refusal {
            Granted real = super.grant(from, to, vct, profile, party, role, at);
            return from.equals(Setting.LIAR)
                    ? new Granted(real.agreement(), Liar.Generous.everything(real.grant()))
                    : real;
        }
    }

    /** A store that changes what it is given, and tells conflicts in the caller's words. */
    abstract static class Changing extends MemoryStore {
        abstract Change changed(Change change);

        @Override
        public synchronized Committed commit(Group group) throws Conflict {
            List<Change> changed = group.changes().stream().map(this::changed).toList();
            try {
                return super.commit(new Group(group.log(), changed));
            } catch (Conflict conflict) {
                throw new Conflict(group.changes().get(changed.indexOf(conflict.change())));
            }
        }
    }

    /** The next number is in the memory of a process that is killed, and one too low after that. */
    static final class NumberReused extends Changing {
        private boolean killed;
        private long behind;

        void kill() {
            killed = true;
        }

        @Override
        public synchronized @Nullable Lease lease(
                ChannelName channel, String owner, Instant now, Duration length) {
            Lease lease = super.lease(channel, owner, now, length);
            behind = killed && lease != null && lease.nextSeq() > 1 ? 1 : 0;
            return lease == null
                    ? null
                    : new Lease(lease.epoch(), lease.nextSeq() - behind, lease.prev());
        }

        @Override
        Change changed(Change change) {
            return change instanceof Sent sent
                    ? new Sent(
                            sent.channel(),
                            sent.epoch(),
                            sent.prev(),
                            sent.lines().stream().map(this::behind).toList())
                    : change;
        }

        private SentLine behind(SentLine line) {
            return new SentLine(
                    line.delivery(),
                    line.seq() + behind,
                    line.disclosed(),
                    line.keyBinding(),
                    line.inputHash(),
                    line.agreement(),
                    line.expires(),
                    line.leaf());
        }
    }

    /** A void that names nothing. */
    static final class VoidOfNothing extends Changing {
        private final Self self;

        VoidOfNothing(Self self) {
            this.self = self;
        }

        @Override
        Change changed(Change change) {
            if (!(change instanceof Voided one)) {
                return change;
            }
            try {
                VoidStatement named = VoidStatement.of(VoidStatement.parse(one.jws()));
                String jws =
                        new VoidStatement(
                                        named.aud(),
                                        named.nonce(),
                                        named.ch(),
                                        named.seq(),
                                        named.prev(),
                                        named.rh(),
                                        Base64Url.encode(new byte[32]),
                                        named.reason())
                                .draft(self.presentation())
                                .sign(self.presentation())
                                .compact();
                var leaf =
                        new Commitment(
                                one.leaf().scope(),
                                one.leaf().blinding(),
                                jws.getBytes(StandardCharsets.US_ASCII));
                return new Voided(one.channel(), one.epoch(), one.delivery(), one.seq(), jws, leaf);
            } catch (Refusal impossible) {
                throw new AssertionError(impossible);
            }
        }
    }

    /** What is kept of a refusal has room for a disclosure. */
    static final class RefusalWithDisclosure extends Changing {
        private static final String ONE =
                Base64Url.encode("[\"salt\",\"name\",\"value\"]".getBytes(StandardCharsets.UTF_8));

        @Override
        Change changed(Change change) {
            return change instanceof Received one
                    ? new Received(
                            one.channel(),
                            one.prev(),
                            one.lines().stream().map(RefusalWithDisclosure::keeping).toList())
                    : change;
        }

        private static ReceivedLine keeping(ReceivedLine line) {
            Refused refused = line.refused();
            if (refused == null) {
                return line;
            }
            String bare = new String(refused.bare(), StandardCharsets.UTF_8);
            String kept = bare.substring(0, bare.length() - 1) + ",\"disclosure\":\"" + ONE + "\"}";
            return new ReceivedLine(
                    line.delivery(),
                    line.seq(),
                    line.inputHash(),
                    null,
                    new Refused(
                            refused.code(), kept.getBytes(StandardCharsets.UTF_8), refused.at()),
                    line.leaf());
        }
    }

    /** Whoever asks again gets the receipt of the channel's first delivery. */
    static final class OtherReceipt extends MemoryStore {
        @Override
        public synchronized List<Answered> answered(ChannelName channel, long fromSeq, int limit) {
            Answered first = super.answered(channel, 1, 1).getFirst();
            return super.answered(channel, fromSeq, limit).stream()
                    .map(one ->
                            new Answered(
                                    one.seq(),
                                    one.delivery(),
                                    one.inputHash(),
                                    first.statement(),
                                    first.blinding(),
                                    first.index()))
                    .toList();
        }
    }

    /** Whoever had the lease once may write for ever. */
    static final class LeaseWithoutEpoch extends Changing {
        private final Map<ChannelName, Long> epochs = new HashMap<>();

        @Override
        public synchronized @Nullable Lease lease(
                ChannelName channel, String owner, Instant now, Duration length) {
            Lease lease = super.lease(channel, owner, now, length);
            if (lease != null) {
                epochs.put(channel, lease.epoch());
            }
            return lease;
        }

        @Override
        Change changed(Change change) {
            return switch (change) {
                case Sent one -> withEpoch(one, epochs.getOrDefault(one.channel(), 0L));
                case Voided one -> withEpoch(one, epochs.getOrDefault(one.channel(), 0L));
                default -> change;
            };
        }
    }
}
