package io.sealane.core.agreement;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;

/**
 * A signed agreement as it stands at a node.
 *
 * @param since when it came into force here; {@link Instant#MIN} where that is of no account
 * @param unconfirmedBy the node that has not said yet that it has both signatures: nothing is sent
 *     to it under the agreement; null where that is settled
 * @param closing the state that it is about to come into: it carries no new number any more, and
 *     the last ones are being stated; or null
 * @param last the last number under it, by channel, where that was stated
 */
public record Standing(
        Agreement agreement,
        AgreementState state,
        Instant since,
        @Nullable String unconfirmedBy,
        @Nullable AgreementState closing,
        Map<String, Long> last) {
    public Standing {
        last = Map.copyOf(last);
    }

    /** In force since ever, as far as this node knows. */
    public static Standing inForce(Agreement agreement) {
        return new Standing(agreement, AgreementState.IN_FORCE, Instant.MIN, null, null, Map.of());
    }

    /** Whether it was taken back: nothing more goes under it. */
    public boolean isEnded() {
        return state == AgreementState.ENDED || closing == AgreementState.ENDED;
    }

    /** Whether new numbers may be taken under it, as far as its state goes. */
    boolean isOpen() {
        return state == AgreementState.IN_FORCE && closing == null;
    }

    /** When it began to count. */
    public Instant begin() {
        Instant from = agreement.terms().validFrom();
        return since.isAfter(from) ? since : from;
    }
}
