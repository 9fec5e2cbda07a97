package io.sealane.node.store;

/**
 * A channel's row as it is within a transaction, after some of a group's changes.
 *
 * @param epoch of the lease; 0 for a channel that ends here
 * @param nextSeq the number that is given next
 */
record ChannelState(long epoch, long nextSeq, byte[] prev) {
    /** Hash of what stands before the first number. */
    static final byte[] NOTHING = new byte[32];

    static final ChannelState NEW = new ChannelState(0, 1, NOTHING);

    /** Whether these numbers may be taken now, by whom takes them. */
    boolean allows(GroupPlan.Numbering numbering) {
        boolean takesNumbers = numbering.next() > numbering.first();
        return epoch == numbering.epoch() && (!takesNumbers || nextSeq == numbering.first());
    }

    ChannelState after(GroupPlan.Numbering numbering) {
        return numbering.next() > numbering.first()
                ? new ChannelState(epoch, numbering.next(), numbering.prev())
                : this;
    }
}
