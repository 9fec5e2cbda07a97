package io.sealane.node.party;

import io.sealane.core.agreement.Directory;
import io.sealane.core.agreement.Directory.Retired;
import io.sealane.node.config.NodeConfig;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * A party of this node, or one that was.
 *
 * @param retired who signed its documents before, and until when
 * @param ended since when it is none any more; null while it is one
 */
public record Registered(NodeConfig.Party party, List<Retired> retired, @Nullable Instant ended) {
    public Registered {
        retired = List.copyOf(retired);
    }

    /** A party of which nothing is past. */
    public Registered(NodeConfig.Party party) {
        this(party, List.of(), null);
    }

    public boolean hasEnded() {
        return ended != null;
    }

    /**
     * What this node says of it to others. Empty keys: the node signs for it.
     *
     * @param roles those that the reader is told
     */
    public Directory.Entry entry(Set<String> roles) {
        return new Directory.Entry(
                party.name(), hasEnded() ? Set.of() : roles, party.documentKeys(), retired, ended);
    }
}
