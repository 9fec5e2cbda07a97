package io.sealane.core.exchange;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.Refusal;
import io.sealane.core.ledger.NoteVerifier;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Another node as this one knows it, from its pinned keys.
 *
 * @param origin the origin of its log
 * @param log the verifiers of its log's checkpoints
 * @param revoked since when keys of it, or of its parties, are compromised, by their thumbprints:
 *     what is new is not taken under them, whatever time it claims
 */
public record Partner(
        String node,
        List<Key> federation,
        List<Key> presentation,
        List<Key> issuing,
        String origin,
        List<NoteVerifier> log,
        Map<String, Instant> revoked) {
    /** A node that has revoked no key. */
    public Partner(
            String node,
            List<Key> federation,
            List<Key> presentation,
            List<Key> issuing,
            String origin,
            List<NoteVerifier> log) {
        this(node, federation, presentation, issuing, origin, log, Map.of());
    }

    /** Refuses what is new under a key that was revoked, KEY_REVOKED. */
    void checkNotRevoked(String kid) throws Refusal {
        if (revoked.containsKey(kid)) {
            throw new Refusal(Code.KEY_REVOKED, node + " says that this key is compromised.");
        }
    }

    /** The channel that leads from this partner's log to a node. */
    public ChannelName channelTo(String to) {
        int number = Integer.parseInt(origin.substring(origin.lastIndexOf('/') + 1));
        return new ChannelName(node, number, to);
    }
}
