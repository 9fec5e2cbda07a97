package io.sealane.core.exchange;

import io.sealane.core.identity.Code;

import java.util.UUID;

/**
 * What happened on the paths, for metrics, the audit trail and alarms: one hook, so that the paths
 * stay clean. Nothing it is told is a document's field, a key or a token.
 */
public interface Observer {
    /** Hears nothing. */
    Observer NONE = new Observer() {};

    /** The outcome of a round that ended with receipts, of admissions or of refusals. */
    String ANSWERED = "answered";

    /** The outcome of a round in which the partner, or the own database, did not answer. */
    String UNAVAILABLE = "unavailable";

    default void submitted(UUID document, int recipients) {}

    default void sent(ChannelName channel, int lines) {}

    /**
     * A round in which numbers were handed to a partner.
     *
     * @param outcome {@link #ANSWERED}, {@link #UNAVAILABLE} or the wire name of a code
     */
    default void tried(ChannelName channel, long firstSeq, long lastSeq, String outcome) {}

    default void delivered(ChannelName channel, UUID delivery) {}

    default void refusedBy(ChannelName channel, UUID delivery, Code code) {}

    default void cancelled(ChannelName channel, UUID delivery, Code code) {}

    default void admitted(ChannelName channel, UUID delivery) {}

    default void refused(ChannelName channel, UUID delivery, Code code) {}

    /** A delivery or a checkpoint that was not what it claims to be: the number stays free. */
    default void rejected(String peer, Code code) {}

    /** Two different signed things in one place: an alarm. */
    default void equivocation(String peer, String where) {}

    default void committed(int changes, int leaves, long treeSize) {}
}
