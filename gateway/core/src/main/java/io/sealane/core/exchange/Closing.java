package io.sealane.core.exchange;

import io.sealane.core.agreement.AgreementState;
import io.sealane.core.agreement.Notice;
import io.sealane.core.agreement.Standing;
import io.sealane.core.exchange.Register.Filed;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Outage;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * How an agreement comes to its end. First it carries no new number, in any process; then the last
 * numbers are known for good, stated, signed, logged, and told to the partner.
 */
final class Closing {
    private final Self self;
    private final Neighbours neighbours;
    private final Store store;
    private final Register register;
    private final InstantSource clock;
    private final Roll roll;
    private final Filing filing;

    Closing(
            Self self,
            Neighbours neighbours,
            Store store,
            Register register,
            InstantSource clock,
            Roll roll,
            Filing filing) {
        this.self = self;
        this.neighbours = neighbours;
        this.store = store;
        this.register = register;
        this.clock = clock;
        this.roll = roll;
        this.filing = filing;
    }

    /** Ends or supersedes it by this node's own word; what is over already stays as it is. */
    void close(Filed filed, AgreementState target, @Nullable String reason) throws Refusal {
        if (filed.state() == AgreementState.ENDED || filed.state() == target) {
            return;
        }
        register.close(self.log(), filed.hash(), target, reason);
        roll.refresh();
        // Crash here: it is closing, carries nothing, and settle() goes on when the node is back.
        state(roll.filed(filed.hash()));
    }

    /** Goes on with what was closing, and closes what has a successor in force. */
    void settle() throws Refusal {
        for (Filed filed : roll.all()) {
            if (filed.closing() != null) {
                state(filed);
            }
        }
        Instant now = clock.instant();
        for (Standing one : neighbours.agreements().standing()) {
            Filed filed = roll.find(one.agreement().hash());
            if (filed != null
                    && filed.state() == AgreementState.IN_FORCE
                    && neighbours.agreements().winner(one, now) != null) {
                close(filed, AgreementState.SUPERSEDED, null);
            }
        }
    }

    /**
     * Files again what has ended and is not filed so: the database was restored, or the process
     * died before it was told.
     */
    void recall() throws Refusal {
        for (Filed filed : roll.all()) {
            Annals.Ended ended = roll.ended(filed.hash());
            if (ended == null || filed.state() == AgreementState.ENDED) {
                continue;
            }
            if (ended.notice().isEmpty()) {
                close(filed, AgreementState.ENDED, "it had ended before");
                continue;
            }
            boolean own = ended.by().equals(self.node());
            Map<String, Long> last = Notice.last(ended.notice());
            filing.over(
                    filed,
                    AgreementState.ENDED,
                    AgreementState.ENDED,
                    ended.notice(),
                    ended.by(),
                    last,
                    own && !filed.peer().equals(self.node()));
        }
    }

    /** States the last numbers of one that is closing, and signs that. */
    private void state(Filed filed) throws Refusal {
        AgreementState target = filed.closing();
        if (target == null) {
            return; // Another process was quicker.
        }
        Instant now = clock.instant();
        Map<String, Long> last = lastNumbers(filed, target);
        String notice =
                new Notice(
                                self.node(),
                                filed.peer(),
                                now,
                                Base64Url.encode(filed.hash()),
                                target,
                                filed.reason(),
                                last)
                        .sign(self.federation());
        boolean house = filed.peer().equals(self.node());
        filing.over(filed, target, target, notice, self.node(), last, !house);
    }

    /** Of an end, both directions; of a successor, the one in which this node gives numbers. */
    private Map<String, Long> lastNumbers(Filed filed, AgreementState target) throws Refusal {
        var last = new HashMap<String, Long>();
        if (filed.state() == AgreementState.PROPOSED) {
            return last;
        }
        ChannelName out = new ChannelName(self.node(), self.log(), filed.peer());
        last.put(out.toString(), register.lastSent(out));
        if (target == AgreementState.ENDED && !out.isHouse()) {
            ChannelName in = neighbours.partner(filed.peer()).channelTo(self.node());
            last.put(in.toString(), store.incoming(in).nextSeq() - 1);
        }
        return last;
    }

    /** Takes a partner's word that an agreement is over. */
    Register.Logged receive(Notice notice, String jws, Partner partner) throws Refusal {
        byte[] hash = Base64Url.decode(notice.agreement());
        String name = Register.name(hash, notice.state(), partner.node());
        Register.Logged earlier = register.logged(self.log(), name);
        if (earlier != null) {
            return earlier;
        }
        Filed filed = roll.filed(hash); // else NOT_FOUND
        checkNotice(notice, filed, partner);
        Map<String, Long> last = new HashMap<>(notice.last());
        AgreementState to = filed.state();
        if (notice.state() == AgreementState.ENDED) {
            to = AgreementState.ENDED;
            if (filed.state() != AgreementState.ENDED) {
                register.close(self.log(), hash, AgreementState.ENDED, notice.reason());
                roll.refresh();
                // The partner says what it answered; what was given here after that is told too.
                last.putAll(ownLast(filed));
            }
        } else if (!isSucceeded(hash)) {
            throw new Outage("The successor of the agreement is not in force here yet.", 5);
        }
        filing.over(roll.filed(hash), to, notice.state(), jws, partner.node(), last, false);
        return filing.logged(name);
    }

    private void checkNotice(Notice notice, Filed filed, Partner partner) throws Refusal {
        if (!filed.peer().equals(partner.node())) {
            throw new Refusal(Code.NOT_FOUND, "There is no agreement or offer with this hash.");
        }
        String theirs = partner.channelTo(self.node()).toString();
        String ours = new ChannelName(self.node(), self.log(), partner.node()).toString();
        Set<String> known =
                notice.state() == AgreementState.ENDED ? Set.of(theirs, ours) : Set.of(theirs);
        boolean complete =
                notice.state() == AgreementState.ENDED || notice.last().containsKey(theirs);
        if (!complete || !known.containsAll(notice.last().keySet())) {
            throw new Refusal(
                    Code.MALFORMED_AGREEMENT,
                    "A notice states the last number of its node's channel to this one.");
        }
    }

    private Map<String, Long> ownLast(Filed filed) {
        ChannelName out = new ChannelName(self.node(), self.log(), filed.peer());
        return Roll.isAgreed(filed) ? Map.of(out.toString(), register.lastSent(out)) : Map.of();
    }

    private boolean isSucceeded(byte[] hash) throws Refusal {
        var agreements = neighbours.agreements();
        return agreements.isSucceeded(agreements.byHash(hash), clock.instant());
    }
}
