package io.sealane.audit;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether what was signed is older than the compromise of the key that signed it. A signature has
 * no time of its own, and what a thief writes beside it claims any: what dates it is the log of a
 * node that took it in, and only under a key of that log that nobody stole.
 */
final class Compromise {
    private final Trust trust;
    private final String dating;
    private final Instant at;
    private final List<String> kids = new ArrayList<>();
    private boolean isOld;

    /**
     * Nothing signed yet.
     *
     * @param dating the node whose log dates all
     * @param at when it says that it took it in; verified by who verifies its leaf
     */
    Compromise(Trust trust, String dating, Instant at) {
        this.trust = trust;
        this.dating = dating;
        this.at = at;
    }

    /** One more signature, by the thumbprint of its key. */
    void signed(@Nullable String kid) {
        kids.add(String.valueOf(kid));
    }

    /**
     * Checks them, and the logs.
     *
     * @param dated the leaf that dates all
     * @param others the other leaves; of a log whose keys overlap one good key is enough
     * @throws Refusal KEY_REVOKED if one may be a thief's; as the leaves refuse
     */
    String verify(LoggedLeaf dated, List<LoggedLeaf> others) throws Refusal {
        Checklist.require(
                dated.signers(trust).stream().anyMatch(kid -> since(kid) == null),
                Code.KEY_REVOKED,
                "A key of the log that dates it is compromised, so nothing dates it.");
        for (LoggedLeaf leaf : others) {
            Checklist.require(
                    leaf.signers(trust).stream().anyMatch(this::isGood),
                    Code.KEY_REVOKED,
                    "It was dated after the key of a log was compromised.");
        }
        for (String kid : kids) {
            Checklist.require(
                    isGood(kid),
                    Code.KEY_REVOKED,
                    "It was dated after a key that signed it was compromised.");
        }
        return "no key was compromised when %s took it in, on %s".formatted(dating, at);
    }

    private @Nullable Instant since(String kid) {
        return trust.compromisedSince(kid);
    }

    private boolean isGood(String kid) {
        Instant since = since(kid);
        isOld |= since != null;
        return since == null || at.isBefore(since);
    }

    /** What is not proven if {@link #verify} held: nothing if no key is compromised at all. */
    Optional<String> limit() {
        return isOld
                ? Optional.of(
                        "that it is older than the compromise of a key: that is the word of "
                                + dating
                                + " alone, no witness has co-signed")
                : Optional.empty();
    }
}
