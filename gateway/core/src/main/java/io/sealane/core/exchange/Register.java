package io.sealane.core.exchange;

import io.sealane.core.agreement.AgreementState;
import io.sealane.core.identity.Outage;
import io.sealane.core.json.Base64Url;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Where agreements are kept, and what of them is still to be handed to partners: what {@link
 * Negotiation} asks of durable memory beside {@link Store}. They come in by {@link Change.Settled}.
 *
 * <p>Two implementations: PostgreSQL, and memory.
 */
public interface Register {
    /** What a change of an agreement is logged under; whatever is not in force names whose word. */
    static String name(byte[] agreement, AgreementState state, String by) {
        String name = "agreement/" + Base64Url.encode(agreement);
        return state == AgreementState.IN_FORCE ? name : name + "/" + state.wireName() + "/" + by;
    }

    /** Grows with every change: whoever knows the number need not read all again. */
    long version(int log) throws Outage;

    /** All agreements and offers of a log, oldest first. */
    List<Filed> all(int log) throws Outage;

    /**
     * Lets an agreement carry no new number, in any process of this node: what is under way loses.
     * The last numbers can be read after that, and are then stated by a {@link Change.Settled}.
     * Crash before that: whoever looks finds it closing, and goes on.
     *
     * @param target the state that it comes into then
     */
    void close(int log, byte[] agreement, AgreementState target, @Nullable String reason)
            throws Outage;

    /** The last number given in a channel that starts here; 0 before the first. */
    long lastSent(ChannelName channel) throws Outage;

    /** What is still to be handed to partners, oldest first. */
    List<Errand> errands(int log) throws Outage;

    /** The partner has it, or will never take it. */
    void handedOver(int log, Errand errand) throws Outage;

    /** What was logged under a name, or null. */
    @Nullable Logged logged(int log, String name) throws Outage;

    /**
     * An agreement or an offer as it stands.
     *
     * @param hash of the payload
     * @param signed General JSON: with one signature it is an offer, and if it has ended, was one
     * @param since when it came into this state
     * @param began when it came into force here; null where it never did
     * @param closing the state that it is about to come into, or null
     * @param reason why it closes or was closed, in words; or null
     * @param awaited whether the partner is still to be told that both have signed
     * @param last the last number under it, by channel, where that was stated
     */
    record Filed(
            byte[] hash,
            String peer,
            AgreementState state,
            byte[] signed,
            Instant since,
            @Nullable Instant began,
            @Nullable AgreementState closing,
            @Nullable String reason,
            boolean awaited,
            Map<String, Long> last) {}

    /**
     * Something for a partner.
     *
     * @param name what it was logged under
     * @param document an offer's or agreement's JSON, or a notice
     */
    record Errand(String peer, String name, byte[] document) {
        /** Whether it says that an agreement is over. */
        public boolean isNotice() {
            String[] parts = name.split("/", -1);
            return parts.length > 2 && !parts[2].equals(AgreementState.PROPOSED.wireName());
        }
    }

    /** The opening of a leaf. */
    record Logged(long index, byte[] blinding, byte[] statement) {}
}
