package io.sealane.core.agreement;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The agreements a node knows, all verified, and the one question they answer: what may go from
 * here to there? Where no line of an agreement in force says yes, the answer is no.
 */
public class Agreements {
    /** How long a sender may take to state its last number under what has a successor. */
    private static final Duration GRACE = Duration.ofDays(1);

    private final List<Standing> known;
    private final Map<String, Standing> byHash = new HashMap<>();
    private final Map<String, List<Standing>> successors = new HashMap<>();
    private final Map<Line, List<Granted>> lines = new HashMap<>();
    private final Map<Set<String>, List<Standing>> between = new HashMap<>();

    /** What a grant is found by. */
    private record Line(String from, String to, String documents, String role) {}

    /** A grant and the agreement it stands in. */
    public record Granted(Agreement agreement, Grant grant) {}

    /** All of these in force, each for its time. */
    public Agreements(List<Agreement> verified) {
        this(verified.stream().map(Standing::inForce).toArray(Standing[]::new));
    }

    private Agreements(Standing[] standing) {
        // SPEC: DESIGN 6: of two successors of one agreement the lower payload hash wins.
        known =
                Arrays.stream(standing)
                        .sorted(
                                Comparator.comparing(
                                        one -> one.agreement().hash(), Arrays::compareUnsigned))
                        .toList();
        for (Standing one : known) {
            if (byHash.putIfAbsent(name(one.agreement()), one) == null) {
                index(one);
            }
        }
    }

    private void index(Standing one) {
        String replaced = one.agreement().terms().supersedes();
        if (replaced != null) {
            successors.computeIfAbsent(replaced, _ -> new ArrayList<>()).add(one);
        }
        Set<String> nodes = new TreeSet<>(one.agreement().terms().parties());
        between.computeIfAbsent(nodes, _ -> new ArrayList<>()).add(one);
        for (Grant grant : one.agreement().terms().grants()) {
            lines.computeIfAbsent(
                            new Line(grant.from(), grant.to(), grant.documents(), grant.role()),
                            _ -> new ArrayList<>())
                    .add(new Granted(one.agreement(), grant));
        }
    }

    /** As each of them stands at this node. */
    public static Agreements standing(Collection<Standing> standing) {
        return new Agreements(standing.toArray(Standing[]::new));
    }

    public List<Agreement> known() {
        return known.stream().map(Standing::agreement).distinct().toList();
    }

    /** All, by payload hash. */
    public List<Standing> standing() {
        return known;
    }

    /**
     * The grant under which a document may go to a party in a role.
     *
     * @param vct the document's type, e.g. {@code transport-document/1.0}
     * @param profile the id of the profile that the document is sealed under
     */
    public Granted grant(
            String from,
            String to,
            String vct,
            String profile,
            String party,
            String role,
            Instant at)
            throws Refusal {
        List<Granted> candidates =
                lines(from, to, vct, role).stream()
                        .filter(one -> inForce(one.agreement(), to, at))
                        .toList();
        boolean agreed =
                !candidates.isEmpty()
                        || between(from, to).stream()
                                .anyMatch(one -> inForce(one.agreement(), to, at));
        if (!agreed) {
            throw new Refusal(
                    Code.NO_AGREEMENT, "No agreement is in force from " + from + " to " + to + ".");
        }
        return choose(candidates, profile, party);
    }

    /**
     * The grant under which a document was bound that names its agreement. Most often it is that
     * of {@link #grant}; while a successor takes over, the two nodes may differ for a while.
     *
     * @param named which {@link #carries} what was bound
     * @param at when it was bound
     */
    public Granted grantUnder(
            Standing named,
            String from,
            String to,
            String vct,
            String profile,
            String party,
            String role,
            Instant at)
            throws Refusal {
        try {
            Granted granted = grant(from, to, vct, profile, party, role, at);
            if (granted.agreement().equals(named.agreement())) {
                return granted;
            }
        } catch (Refusal notInForceByTime) {
            // Told below, of the agreement that is named.
        }
        List<Granted> candidates =
                lines(from, to, vct, role).stream()
                        .filter(one -> one.agreement().equals(named.agreement()))
                        .toList();
        return choose(candidates, profile, party);
    }

    private List<Granted> lines(String from, String to, String vct, String role) {
        String documents = vct.contains(".") ? vct.substring(0, vct.lastIndexOf('.')) : vct;
        return lines.getOrDefault(new Line(from, to, documents, role), List.of());
    }

    private static Granted choose(List<Granted> candidates, String profile, String party)
            throws Refusal {
        boolean profileMissed = false;
        for (Granted granted : candidates) {
            if (granted.grant().isFor(party)) {
                // The sender cannot reclassify: a token under a profile that the grant does not
                // name is covered by nothing.
                if (granted.grant().profiles().contains(profile)) {
                    return granted;
                }
                profileMissed = true;
            }
        }
        throw profileMissed
                ? new Refusal(
                        Code.PROFILE_NOT_GRANTED,
                        "The agreement does not name the document's profile.")
                : new Refusal(
                        Code.NO_GRANT, "No grant covers this type for this party in this role.");
    }

    /** The agreement with this payload hash, as it stands, if it is known. */
    public Standing byHash(byte[] hash) throws Refusal {
        Standing found = byHash.get(Base64Url.encode(hash));
        if (found == null) {
            throw new Refusal(Code.NO_AGREEMENT, "No agreement with this hash is known here.");
        }
        return found;
    }

    /** Whether nothing goes under the agreement any more: it is past its time, or taken away. */
    public boolean isOver(byte[] hash, Instant at) {
        Standing found = byHash.get(Base64Url.encode(hash));
        return found == null || found.isEnded() || found.agreement().isOver(at);
    }

    /**
     * Refuses a number of a channel that the agreement it names does not carry.
     *
     * @param bound when it was bound
     * @param past the time by which the agreement must not have run out
     */
    public void carries(Standing named, String channel, long seq, Instant bound, Instant past)
            throws Refusal {
        if (named.isEnded() || named.agreement().isOver(past)) {
            throw new Refusal(Code.NO_AGREEMENT, "The agreement named has ended.");
        }
        if (!named.agreement().covers(bound)) {
            throw new Refusal(Code.NO_AGREEMENT, "The agreement named was not valid then.");
        }
        Long last = named.last().get(channel);
        // SPEC: DESIGN 6: later numbers under it are refused.
        if (last != null && seq > last) {
            throw new Refusal(
                    Code.NO_AGREEMENT, "The agreement named carries numbers up to " + last + ".");
        }
        Standing other = winner(named, bound);
        // A sender that never states its last number goes on no longer than this.
        if (last == null && other != null && !bound.isBefore(other.begin().plus(GRACE))) {
            throw new Refusal(Code.NO_AGREEMENT, "The agreement named has a successor.");
        }
    }

    /**
     * How many messages a second may come from one node to another: the least of what the
     * agreements between them set that carry something now; 0 if none sets any.
     */
    public int messagesPerSecond(String from, String to, Instant at) {
        return between(from, to).stream()
                .filter(one -> !one.isEnded() && one.agreement().covers(at))
                .mapToInt(one -> one.agreement().terms().messagesPerSecond())
                .filter(limit -> limit > 0)
                .min()
                .orElse(0);
    }

    private List<Standing> between(String from, String to) {
        return between.getOrDefault(new TreeSet<>(List.of(from, to)), List.of());
    }

    /** Valid then, not taken back or replaced, also if its successor has ended since. */
    private boolean inForce(Agreement agreement, String to, Instant at) {
        Standing standing = byHash.get(name(agreement));
        return standing != null
                && standing.isOpen()
                && !to.equals(standing.unconfirmedBy())
                && agreement.covers(at)
                && winner(standing, at) == null;
    }

    /** What stands in the place of an agreement at a time; null if nothing does. */
    public @Nullable Standing winner(Standing standing, Instant at) {
        String own = name(standing.agreement());
        for (Standing successor : successors.getOrDefault(own, List.of())) {
            if (counts(successor, at)) {
                return successor;
            }
        }
        String replaced = standing.agreement().terms().supersedes();
        if (replaced != null) {
            // They are in the order of their hashes: a rival before this one has the lower.
            for (Standing rival : successors.getOrDefault(replaced, List.of())) {
                if (name(rival.agreement()).equals(own)) {
                    return null;
                }
                if (counts(rival, at)) {
                    return rival;
                }
            }
        }
        return null;
    }

    /** Whether something stood in the place of an agreement at a time, or has ended since. */
    public boolean isSucceeded(Standing standing, Instant at) {
        return winner(standing, at) != null
                || successors.getOrDefault(name(standing.agreement()), List.of()).stream()
                        .anyMatch(Standing::isEnded);
    }

    private static boolean counts(Standing successor, Instant at) {
        return !successor.isEnded()
                && successor.unconfirmedBy() == null
                && successor.agreement().covers(at)
                && !at.isBefore(successor.begin());
    }

    private static String name(Agreement agreement) {
        return Base64Url.encode(agreement.hash());
    }
}
