package io.sealane.core.exchange;

import io.sealane.core.agreement.Agreements;
import io.sealane.core.agreement.Directory;
import io.sealane.core.agreement.ExclusionList;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.Outage;
import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.Refusal;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Whom this node knows: its partners, what was agreed with them, and which parties each vouches
 * for. Directories are learned while it runs; the node itself is its own neighbour, so that a house
 * delivery is checked like any other.
 */
public final class Neighbours {
    private final Map<String, Partner> partners = new ConcurrentHashMap<>();
    private final String self;
    private volatile Agreements agreements;
    private volatile ExclusionList excluded;
    private final Map<String, Directory> directories = new ConcurrentHashMap<>();
    private final UnknownKeys unknown = new UnknownKeys();

    /** Nobody can be asked, until somebody says how. */
    private volatile @Nullable Inquiry inquiry;

    /**
     * Knows these from the start.
     *
     * @param partners the others, and this node itself
     */
    public Neighbours(Collection<Partner> partners, Agreements agreements, Directory own) {
        partners.forEach(this::learn);
        this.agreements = agreements;
        this.self = own.node();
        this.excluded = ExclusionList.none(self);
        learn(own);
    }

    public Partner partner(String node) throws Refusal {
        Partner partner = partners.get(node);
        if (partner == null) {
            throw new Refusal(Code.UNKNOWN_PEER, node + " is not a partner of this node.");
        }
        return partner;
    }

    public Collection<Partner> partners() {
        return partners.values();
    }

    public Agreements agreements() {
        return agreements;
    }

    /** A partner that is new, or has other keys than before. */
    public final void learn(Partner partner) {
        partners.put(partner.node(), partner);
    }

    /** A partner no more. */
    public void forget(String node) {
        partners.remove(node);
        directories.remove(node);
    }

    /** What a partner said of its parties counts no more: it is asked again. */
    public void forgetDirectory(String node) {
        if (!node.equals(self)) {
            directories.remove(node);
        }
    }

    /** What is agreed from now on: the next document goes by it. */
    public void learn(Agreements now) {
        agreements = now;
    }

    /** With whom nothing is agreed from now on. */
    public void learn(ExclusionList now) {
        excluded = now;
    }

    /** Whether a node is on the exclusion list, by its name or by a key that it is known by. */
    public boolean isExcluded(String node) {
        return excluded.excludes(node, thumbprints(partners.get(node)));
    }

    /** Refuses a node that is on the exclusion list. */
    public void checkNotExcluded(String node) throws Refusal {
        excluded.check(node, thumbprints(partners.get(node)));
    }

    /**
     * As {@link #checkNotExcluded(String)}, of a node that is not known yet.
     *
     * @param thumbprints of the keys and pins that it says are its own
     */
    public void checkNotExcluded(String node, Collection<String> thumbprints) throws Refusal {
        excluded.check(node, thumbprints);
    }

    private static List<String> thumbprints(@Nullable Partner partner) {
        if (partner == null) {
            return List.of();
        }
        return Stream.of(partner.federation(), partner.presentation(), partner.issuing())
                .flatMap(List::stream)
                .map(Key::kid)
                .toList();
    }

    /** Whom to ask again when a partner signs with a key that is not known. */
    public void ask(UnknownKeys.Inquiry inquiry) {
        unknown.ask(inquiry);
    }

    /** A partner has said again who it is and who its parties are, asked at that time. */
    public void heard(String node, Instant asked) {
        unknown.heard(node, asked);
    }

    /**
     * Called before something is refused because of a key: a partner that changed its keys is heard
     * first, once a key.
     *
     * @param kid the key, or what it signed
     * @throws Outage until it is known what the partner says of it
     */
    public void awaitWordOf(String node, String kid, Instant now) {
        unknown.await(node, kid, now);
    }

    /** Takes a verified directory, unless a newer one of that node is known. */
    public final void learn(Directory directory) {
        directories.merge(
                directory.node(),
                directory,
                (old, seen) -> seen.issuedAt().isBefore(old.issuedAt()) ? old : seen);
    }

    /** The directory of a node; null while none was learned, or none that still counts. */
    private @Nullable Directory directory(String node, Instant now) {
        Directory directory = directories.get(node);
        // What this node says of itself needs no renewal.
        boolean counts =
                node.equals(self) || (directory != null && now.isBefore(directory.expires()));
        return counts ? directory : null;
    }

    /** Asks a node for its directory again, now. */
    @FunctionalInterface
    public interface Inquiry {
        /** Whether it was asked: not if that was tried too often, or it did not answer. */
        boolean ask(String node);
    }

    /** What is done where a directory may be older than what it should tell. */
    public void askBy(Inquiry how) {
        inquiry = how;
    }

    /**
     * Refuses a recipient that its node does not vouch for. While a partner's directory is not
     * known, or has expired, the recipient is taken on trust: the partner refuses what it must.
     */
    public void checkRecipient(PartyId party, String role, Instant now) throws Refusal {
        if (!partners.containsKey(party.node())) {
            throw new Refusal(
                    Code.UNKNOWN_RECIPIENT,
                    party.node() + " is not a partner of this node: no agreement, no delivery.");
        }
        try {
            checkListed(party, role, now);
        } catch (Refusal refusal) {
            // It may have been registered since.
            Inquiry how = inquiry;
            if (party.node().equals(self) || how == null || !how.ask(party.node())) {
                throw refusal;
            }
            checkListed(party, role, now);
        }
    }

    private void checkListed(PartyId party, String role, Instant now) throws Refusal {
        Directory directory = directory(party.node(), now);
        if (directory == null) {
            return;
        }
        Directory.Entry entry = directory.party(party.name());
        if (entry == null) {
            throw new Refusal(Code.UNKNOWN_RECIPIENT, "The recipient's node has no such party.");
        }
        if (!entry.roles().contains(role)) {
            throw new Refusal(
                    Code.ROLE_NOT_HELD, "The recipient does not hold the role " + role + ".");
        }
    }

    /**
     * Whether a node reads documents of a type and version. While its directory is not known, the
     * agreement decides alone, which names the profile.
     */
    boolean reads(String node, String vct, Instant now) {
        Directory directory = directory(node, now);
        return directory == null || directory.reads().contains(vct);
    }

    /**
     * The key that signed for an issuer, if it could when the document was issued. A node signs for
     * a party only if that party has no key of its own.
     *
     * @param kid of the signature
     * @param actedFor whether the token says that the node acted for the party
     * @param bound when its node sent it: a directory that is older may not list the issuer yet
     */
    Key issuerKey(
            PartyId issuer,
            @Nullable String kid,
            boolean actedFor,
            Instant issued,
            Instant bound,
            Instant now)
            throws Refusal {
        Directory directory = known(issuer.node(), now);
        Key key = find(directory, issuer, kid, actedFor, issued);
        Inquiry how = inquiry;
        if (key == null
                && how != null
                && !issuer.node().equals(self)
                && !directory.issuedAt().isAfter(bound)) {
            if (!how.ask(issuer.node())) {
                throw new Outage("The directory of " + issuer.node() + " may be too old.", 1);
            }
            key = find(known(issuer.node(), now), issuer, kid, actedFor, issued);
        }
        if (key == null && !issuer.node().equals(self)) {
            unknown.await(issuer.node(), String.valueOf(kid), now);
        }
        if (key == null) {
            throw new Refusal(
                    Code.UNKNOWN_ISSUER,
                    "The issuer's node does not vouch for the issuer or its key, or signed for a"
                            + " party that has a key of its own.");
        }
        return key;
    }

    private @Nullable Key find(
            Directory directory,
            PartyId issuer,
            @Nullable String kid,
            boolean actedFor,
            Instant issued)
            throws Refusal {
        Directory.Entry entry = directory.party(issuer.name());
        if (entry == null || !entry.issuedAt(issued) || (actedFor && !entry.wasActedFor(issued))) {
            return null;
        }
        List<Key> keys = actedFor ? partner(issuer.node()).issuing() : entry.keysAt(issued);
        return keys.stream().filter(key -> key.kid().equals(kid)).findFirst().orElse(null);
    }

    /**
     * The keys of its own that sign for a party of this node now; empty where the node does.
     *
     * @throws Refusal UNKNOWN_ISSUER if it issues nothing
     */
    List<Key> ownKeys(String party, Instant now) throws Refusal {
        Directory.Entry entry = known(self, now).party(party);
        if (entry == null || entry.ended() != null) {
            throw new Refusal(Code.UNKNOWN_ISSUER, "That is no party of this node.");
        }
        return entry.keys();
    }

    private Directory known(String node, Instant now) {
        Directory directory = directory(node, now);
        if (directory == null) {
            throw new Outage("The directory of " + node + " is not known, or expired.", 5);
        }
        return directory;
    }
}
