package io.sealane.core.exchange;

import io.sealane.core.exchange.Change.ReceivedLine;
import io.sealane.core.exchange.Store.Incoming;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The deliveries of one batch as they take their numbers: first what was answered before, then what
 * is new, without a gap, each naming the one before it.
 */
final class Arrivals {
    private final List<Bound> repeats = new ArrayList<>();
    private final List<ReceivedLine> lines = new ArrayList<>();
    private final long firstNew;
    private long last;
    private byte[] prev;

    Arrivals(Incoming next) {
        this.firstNew = next.nextSeq();
        this.prev = next.prev();
    }

    /** Whether this is the next number; refuses what can be neither next nor repeated. */
    boolean isNext(Bound bound) throws Refusal {
        if (bound.seq() <= last) {
            throw new Refusal(Code.MALFORMED_DELIVERY, "The numbers of a batch ascend.");
        }
        if (bound.seq() > nextSeq()) {
            throw new Refusal(
                    Code.SEQUENCE_GAP,
                    "The channel expects number " + nextSeq() + " next.",
                    null,
                    nextSeq());
        }
        if (bound.seq() < nextSeq()) {
            // All between the first and the last are looked up at once: that must stay little.
            if (!repeats.isEmpty() && bound.seq() - repeats.getFirst().seq() >= Batch.MAX_LINES) {
                throw new Refusal(
                        Code.MALFORMED_DELIVERY,
                        "Numbers repeated in one batch lie within "
                                + Batch.MAX_LINES
                                + " of each other.");
            }
            return false;
        }
        if (!Arrays.equals(bound.prev(), prev)) {
            throw new Refusal(
                    Code.CHAIN_BROKEN, "The delivery does not name the one before it by its hash.");
        }
        return true;
    }

    void add(ReceivedLine line) {
        lines.add(line);
        prev = line.inputHash();
        last = line.seq();
    }

    void repeated(Bound bound) {
        repeats.add(bound);
        last = bound.seq();
    }

    /** The input hash of what took this number in this batch, or null. */
    byte @Nullable [] taken(long seq) {
        return seq < firstNew || seq >= nextSeq()
                ? null
                : lines.get(Math.toIntExact(seq - firstNew)).inputHash();
    }

    List<Bound> repeats() {
        return repeats;
    }

    List<ReceivedLine> lines() {
        return lines;
    }

    boolean isEmpty() {
        return repeats.isEmpty() && lines.isEmpty();
    }

    long nextSeq() {
        return firstNew + lines.size();
    }

    byte[] prev() {
        return prev;
    }
}
