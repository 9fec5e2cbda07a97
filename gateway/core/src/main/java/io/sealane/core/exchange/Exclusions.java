package io.sealane.core.exchange;

import io.sealane.core.agreement.AgreementState;
import io.sealane.core.agreement.ExclusionList;
import io.sealane.core.agreement.ExclusionList.Entry;
import io.sealane.core.exchange.Register.Filed;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Outage;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.ledger.Kind;
import io.sealane.core.ledger.Scope;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What happens when an operator excludes a node or a platform: the list is signed and logged, and
 * whatever was agreed or offered with it ends, each with its own notice and leaf.
 */
public final class Exclusions {
    private static final String NAME = "exclusions/";

    private final Self self;
    private final Neighbours neighbours;
    private final Sequencer sequencer;
    private final Shelf shelf;
    private final Negotiation negotiation;
    private final Identifiers identifiers;
    private final InstantSource clock;
    private final Annals annals;

    /** The path over its ports. */
    public Exclusions(
            Self self,
            Neighbours neighbours,
            Sequencer sequencer,
            Shelf shelf,
            Negotiation negotiation,
            Identifiers identifiers,
            InstantSource clock,
            Annals annals) {
        this.self = self;
        this.neighbours = neighbours;
        this.sequencer = sequencer;
        this.shelf = shelf;
        this.negotiation = negotiation;
        this.identifiers = identifiers;
        this.clock = clock;
        this.annals = annals;
    }

    /** Where signed lists are kept; they come in by {@link Change.Noted}. */
    public interface Shelf {
        /** The newest signed list, or null. */
        @Nullable String newest(int log) throws Outage;
    }

    /** What a signed list is logged under: a number is given once. */
    public static String name(long number) {
        // Names sort as numbers do.
        return NAME + "%019d".formatted(number);
    }

    /** The newest list and, but for the first, its signed form. */
    public record Signed(ExclusionList list, @Nullable String compact) {}

    /**
     * The newest list that this node signed, on its shelf or in the annals.
     *
     * @throws IllegalStateException if it is not this node's own: the database was changed
     */
    public static Signed newest(Self self, Shelf shelf, Annals annals) {
        Signed shelved = signed(self, shelf.newest(self.log()));
        List<Annals.Listed> lists = annals.lists();
        return lists.isEmpty() || lists.getLast().number() <= shelved.list().number()
                ? shelved
                : signed(self, lists.getLast().list());
    }

    private static Signed signed(Self self, @Nullable String compact) {
        if (compact == null) {
            return new Signed(ExclusionList.none(self.node()), null);
        }
        try {
            return new Signed(ExclusionList.parse(compact), compact);
        } catch (Refusal damaged) {
            throw new IllegalStateException("The exclusion list is damaged.", damaged);
        }
    }

    public Signed newest() {
        return newest(self, shelf, annals);
    }

    /**
     * Refuses what can never be excluded, and changes nothing.
     *
     * @return the entry, as of now
     */
    public Entry check(String subject, String reason) throws Refusal {
        if (!ExclusionList.isSubject(subject)) {
            throw new Refusal(
                    Code.INVALID_REQUEST,
                    "Write a host name, *. and a domain, or the thumbprint of a key or pin.",
                    "/subject");
        }
        if (reason.isBlank() || reason.length() > ExclusionList.LONGEST_REASON) {
            throw new Refusal(
                    Code.INVALID_REQUEST,
                    "A reason is 1 to " + ExclusionList.LONGEST_REASON + " characters.",
                    "/reason");
        }
        var entry = new Entry(subject, clock.instant(), reason);
        if (entry.matches(self.node(), List.of(self.federation().kid()))) {
            throw new Refusal(Code.INVALID_REQUEST, "That is this node itself.", "/subject");
        }
        return entry;
    }

    /**
     * Excludes a node or platform.
     *
     * @param by the operator
     * @return what was ended by it
     */
    public List<Filed> add(String subject, String reason, String by) throws Refusal {
        Entry entry = check(subject, reason);
        Signed before = newest();
        if (before.list().entries().size() >= ExclusionList.MOST) {
            throw new Refusal(Code.TOO_LARGE, "The list is full: exclude a domain.");
        }
        var entries = new ArrayList<>(before.list().entries());
        if (entries.stream().noneMatch(one -> one.subject().equals(subject))) {
            entries.add(entry);
            entries.sort(Comparator.comparing(Entry::subject));
            sign(before, entries, subject, "excluded", by);
        }
        return enforce();
    }

    /** Lets a node or platform in again: nothing that ended comes back by itself. */
    public void remove(String subject, String by) throws Refusal {
        Signed before = newest();
        var entries = new ArrayList<>(before.list().entries());
        if (!entries.removeIf(one -> one.subject().equals(subject))) {
            throw new Refusal(Code.NOT_FOUND, "That is not on the exclusion list.");
        }
        sign(before, entries, subject, "readmitted", by);
    }

    private void sign(
            Signed before, List<Entry> entries, String subject, String change, String by) {
        Instant now = clock.instant();
        String prev =
                before.compact() == null
                        ? before.list().prev()
                        : Base64Url.encode(ExclusionList.hash(before.compact()));
        var list =
                new ExclusionList(self.node(), before.list().number() + 1, prev, now, by, entries);
        var listed =
                new Annals.Listed(list.number(), subject, change, list.sign(self.federation()));
        annals.add(listed);
        // Crash here: it counts for good all the same, and is filed by the next settle().
        file(listed);
        neighbours.learn(list);
    }

    private void file(Annals.Listed listed) {
        byte[] hash = ExclusionList.hash(listed.list());
        var leaf =
                new Commitment(
                        Scope.with(self.origin(), Kind.EXCLUSION, listed.subject()),
                        identifiers.blinding(),
                        Statements.exclusion(
                                self.origin(),
                                listed.subject(),
                                listed.change(),
                                hash,
                                clock.instant()));
        try {
            // Crash before: nothing is filed. Crash after: it is, and settle() ends the rest.
            sequencer.append(
                    new Change.Noted(
                            name(listed.number()),
                            hash,
                            listed.list().getBytes(StandardCharsets.US_ASCII),
                            leaf));
        } catch (Conflict anotherChange) {
            throw new Outage("Another change of the exclusion list is under way.", 1);
        }
    }

    /** Files again what the shelf has forgotten: the database was restored. */
    private void recall() {
        long shelved = signed(self, shelf.newest(self.log())).list().number();
        for (Annals.Listed listed : annals.lists()) {
            if (listed.number() > shelved) {
                file(listed);
            }
        }
    }

    /** Goes by what another process of this node may have changed: once a second. */
    public void settle() throws Refusal {
        recall();
        neighbours.learn(newest().list());
        enforce();
    }

    /** Ends what is agreed or offered with whoever is on the list. */
    private List<Filed> enforce() throws Refusal {
        var ended = new ArrayList<Filed>();
        for (Filed filed : negotiation.all()) {
            boolean stands =
                    filed.state() == AgreementState.IN_FORCE
                            || filed.state() == AgreementState.PROPOSED;
            if (stands && neighbours.isExcluded(filed.peer())) {
                ended.add(negotiation.end(filed.hash(), "excluded"));
            }
        }
        return ended;
    }
}
