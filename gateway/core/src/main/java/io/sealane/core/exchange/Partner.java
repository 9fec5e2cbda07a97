package io.sealane.core.exchange;

import io.sealane.core.identity.Key;
import io.sealane.core.ledger.NoteVerifier;

import java.util.List;

/**
 * Another node as this one knows it, from its pinned keys.
 *
 * @param origin the origin of its log
 * @param log the verifiers of its log's checkpoints
 */
public record Partner(
        String node,
        List<Key> federation,
        List<Key> presentation,
        List<Key> issuing,
        String origin,
        List<NoteVerifier> log) {
    /** The channel that leads from this partner's log to a node. */
    public ChannelName channelTo(String to) {
        int number = Integer.parseInt(origin.substring(origin.lastIndexOf('/') + 1));
        return new ChannelName(node, number, to);
    }
}
