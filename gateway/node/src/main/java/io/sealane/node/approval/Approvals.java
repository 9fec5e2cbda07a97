package io.sealane.node.approval;

import io.sealane.core.exchange.Change;
import io.sealane.core.exchange.Commitment;
import io.sealane.core.exchange.Conflict;
import io.sealane.core.exchange.Identifiers;
import io.sealane.core.exchange.Register;
import io.sealane.core.exchange.Self;
import io.sealane.core.exchange.Sequencer;
import io.sealane.core.exchange.Statements;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Outage;
import io.sealane.core.identity.Refusal;
import io.sealane.core.ledger.Kind;
import io.sealane.core.ledger.Scope;
import io.sealane.node.approval.Approval.Decision;
import io.sealane.node.approval.Approval.State;
import io.sealane.node.config.NodeConfig;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/**
 * What happens to an act that takes two operators (DESIGN 4): one asks for it, and nothing changes;
 * another one confirms exactly that; both names are signed and logged; then it takes place, once.
 */
public final class Approvals {
    /** More acts than that do not wait at once. */
    public static final int MOST_WAITING = 100;

    /** What was decided or has expired is told for so long. */
    public static final Duration TOLD = Duration.ofDays(30);

    private static final Logger LOG = LoggerFactory.getLogger(Approvals.class);
    private static final int MOST_LISTED = 200;

    /** Longer than any act takes, all its time-outs together. */
    private static final Duration UNDER_WAY = Duration.ofMinutes(2);

    private final NodeConfig config;
    private final Self self;
    private final Sequencer sequencer;
    private final Shelf shelf;
    private final Identifiers identifiers;
    private final InstantSource clock;

    /** The path over its ports. */
    public Approvals(
            NodeConfig config,
            Self self,
            Sequencer sequencer,
            Shelf shelf,
            Identifiers identifiers,
            InstantSource clock) {
        this.config = config;
        this.self = self;
        this.sequencer = sequencer;
        this.shelf = shelf;
        this.identifiers = identifiers;
        this.clock = clock;
    }

    /** Where acts wait. What decides between processes of a node is here. */
    public interface Shelf {
        /**
         * Keeps an act, and lets go of what need not be told any more.
         *
         * @param most that may wait at once
         * @param told what had to be confirmed before this is forgotten
         * @return false where so many wait already: then nothing is kept
         */
        boolean put(Approval asked, int most, Instant told) throws Outage;

        @Nullable Approval find(UUID id) throws Outage;

        /** All that are kept, the newest first. */
        List<Approval> newest(int limit) throws Outage;

        /**
         * Takes an act that waits, for one caller.
         *
         * @param until when nobody else gets it
         * @return false where it was decided, or somebody else has it
         */
        boolean claim(UUID id, Instant now, Instant until) throws Outage;

        /** Gives an act back that was taken: somebody may try again. */
        void release(UUID id) throws Outage;

        /** Keeps what became of an act that was taken. */
        void decide(UUID id, Decision decision) throws Outage;

        /** What was signed and logged under a name; null if nothing was. */
        @Nullable Signed signed(String name) throws Outage;
    }

    /** A signed statement, compact, and its leaf. */
    public record Signed(String compact, Register.Logged leaf) {}

    /**
     * Does an act.
     *
     * @param <T> what it answers
     */
    @FunctionalInterface
    public interface Doing<T> {
        /**
         * Does it.
         *
         * @param by both operators, {@code first+second}: names have no plus
         */
        T run(Act act, String by) throws Refusal;
    }

    /** What a confirmation led to; no answer where the act had taken place before. */
    public record Confirmed<T>(Approval approval, @Nullable T answer) {}

    /** Whether acts wait for a second operator at this node. */
    public boolean areNeeded() {
        return config.approval().operators() > 1;
    }

    /** Keeps an act for another operator to confirm; nothing else changes. */
    public Approval ask(Act act, String by) throws Refusal {
        Instant now = clock.instant();
        Instant at = now.truncatedTo(ChronoUnit.SECONDS);
        var asked =
                new Approval(
                        identifiers.next(), act, by, at, at.plus(config.approval().within()), null);
        if (!shelf.put(asked, MOST_WAITING, now.minus(TOLD))) {
            throw new Refusal(
                    Code.TOO_LARGE,
                    MOST_WAITING + " acts wait for a second operator: confirm or withdraw some.");
        }
        // Crash here: it waits, and whoever asked finds it in the list.
        tell(asked, State.ASKED, by);
        return asked;
    }

    /**
     * Confirms an act, which then takes place. One that has taken place is told and not done again.
     *
     * @throws Refusal NOT_FOUND; SAME_OPERATOR from whoever asked for it; EXPIRED; INVALID_REQUEST
     *     where it was withdrawn or refused; or as the act refuses, which is final
     * @throws Outage where somebody else confirms it right now, or the act met one: it waits on
     */
    public <T> Confirmed<T> confirm(UUID id, String by, Doing<T> doing) throws Refusal {
        Approval asked = find(id); // else NOT_FOUND
        if (asked.by().equals(by)) {
            throw new Refusal(
                    Code.SAME_OPERATOR, "You asked for it yourself: another operator confirms it.");
        }
        if (!isWaiting(asked)) { // else EXPIRED, INVALID_REQUEST
            return new Confirmed<>(asked, null);
        }
        if (config.operators().stream().noneMatch(one -> one.name().equals(asked.by()))) {
            throw new Refusal(
                    Code.EXPIRED, "Whoever asked for it is no operator any more: ask again.");
        }
        Instant now = clock.instant();
        if (!shelf.claim(id, now, now.plus(UNDER_WAY))) {
            Approval since = find(id);
            if (isWaiting(since)) {
                throw new Outage("Another operator decides on this act.", 1);
            }
            return new Confirmed<>(since, null);
        }
        // Crash from here to decide(): nobody has it after a while, and it is confirmed again.
        T answer;
        try {
            state(asked, by);
            answer = doing.run(asked.act(), asked.by() + "+" + by);
        } catch (Refusal refusal) {
            decide(asked, State.REFUSED, by, refusal.code().wireName());
            throw refusal;
        } catch (RuntimeException nothingDecided) {
            shelf.release(id);
            throw nothingDecided;
        }
        return new Confirmed<>(decide(asked, State.DONE, by, null), answer);
    }

    private boolean isWaiting(Approval one) throws Refusal {
        return switch (one.state(clock.instant())) {
            case ASKED -> true;
            case DONE -> false;
            case EXPIRED ->
                    throw new Refusal(Code.EXPIRED, "Nobody confirmed it in its time: ask again.");
            case WITHDRAWN, REFUSED ->
                    throw new Refusal(
                            Code.INVALID_REQUEST, "It was withdrawn or refused: ask again.");
        };
    }

    /** Takes an act back, or declines it: any operator's word is enough. */
    public Approval withdraw(UUID id, String by) throws Refusal {
        Approval asked = find(id); // else NOT_FOUND
        Instant now = clock.instant();
        if (asked.state(now) == State.WITHDRAWN) {
            return asked;
        }
        if (!isWaiting(asked)) { // else EXPIRED, INVALID_REQUEST
            throw new Refusal(Code.INVALID_REQUEST, "It has taken place.");
        }
        if (!shelf.claim(id, now, now.plus(UNDER_WAY))) {
            throw new Outage("Another operator decides on this act.", 1);
        }
        return decide(asked, State.WITHDRAWN, by, null);
    }

    /** The act of that id. */
    public Approval find(UUID id) throws Refusal {
        Approval found = shelf.find(id);
        if (found == null) {
            throw new Refusal(Code.NOT_FOUND, "No such act waits, or was decided lately.");
        }
        return found;
    }

    /** Those that wait and those decided lately, the newest first. */
    public List<Approval> all() {
        return shelf.newest(MOST_LISTED);
    }

    /** That two operators wanted it, signed; null where nobody confirmed it. */
    public @Nullable Signed signed(Approval one) {
        Decision decision = one.decision();
        return decision == null
                ? null
                : shelf.signed(ApprovalStatement.name(one.id(), decision.by()));
    }

    private void state(Approval asked, String confirmedBy) {
        Instant now = clock.instant();
        String compact =
                new ApprovalStatement(self.node(), asked, confirmedBy, now).sign(self.federation());
        byte[] hash = ApprovalStatement.hash(compact);
        var leaf =
                new Commitment(
                        Scope.with(self.origin(), Kind.KEY, self.node()),
                        identifiers.blinding(),
                        Statements.key(self.origin(), self.node(), "approval", hash, now));
        try {
            sequencer.append(
                    new Change.Noted(
                            ApprovalStatement.name(asked.id(), confirmedBy),
                            hash,
                            compact.getBytes(StandardCharsets.US_ASCII),
                            leaf));
        } catch (Conflict statedBefore) {
            // The same operator confirmed it before a crash or an outage.
        }
    }

    private Approval decide(Approval asked, State state, String by, @Nullable String code) {
        Instant at = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        var decision = new Decision(state, by, at, code);
        shelf.decide(asked.id(), decision);
        tell(asked, state, by);
        return new Approval(
                asked.id(), asked.act(), asked.by(), asked.at(), asked.until(), decision);
    }

    private static void tell(Approval one, State state, String by) {
        LOG.info("event=approval id={} state={} by={}", one.id(), state.wireName(), by);
    }
}
