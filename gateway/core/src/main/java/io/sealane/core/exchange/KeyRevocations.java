package io.sealane.core.exchange;

import io.sealane.core.agreement.KeyRevocation;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Outage;
import io.sealane.core.identity.Refusal;
import io.sealane.core.identity.Signer;
import io.sealane.core.ledger.Kind;
import io.sealane.core.ledger.Scope;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What happens when an operator says that a key is compromised: it is signed with a key that is
 * not, logged, and from then on this node neither signs with that key nor takes what is signed with
 * it. Nothing takes a revocation back; a later one may name an earlier time.
 */
public final class KeyRevocations {
    /** What the names of revocations begin with. */
    public static final String NAME = "revocation/";

    private final Self self;
    private final Sequencer sequencer;
    private final Shelf shelf;
    private final Keys keys;
    private final Identifiers identifiers;
    private final InstantSource clock;
    private final Annals annals;

    /** The path over its ports. */
    public KeyRevocations(
            Self self,
            Sequencer sequencer,
            Shelf shelf,
            Keys keys,
            Identifiers identifiers,
            InstantSource clock,
            Annals annals) {
        this.self = self;
        this.sequencer = sequencer;
        this.shelf = shelf;
        this.keys = keys;
        this.identifiers = identifiers;
        this.clock = clock;
        this.annals = annals;
    }

    /** Where signed revocations are kept; they come in by {@link Change.Noted}. */
    public interface Shelf {
        /** All signed revocations, in the order of their names. */
        List<String> all(int log) throws Outage;
    }

    /** The keys that can be revoked: the node's, and its parties'. */
    public interface Keys {
        /**
         * The federation key that signs when one is revoked.
         *
         * @throws Refusal NOT_FOUND if it is no key of this node or a party of it; INVALID_REQUEST
         *     if the node has no other key of that purpose
         */
        Signer federationWithout(String kid) throws Refusal;

        /** From now on these keys are not used any more. */
        void revoked(Map<String, Instant> since);
    }

    private static String name(KeyRevocation one) {
        return NAME + one.kid() + "/%019d".formatted(one.since().getEpochSecond());
    }

    /** Every revocation, by keys, the earliest of a key first. */
    public List<KeyRevocation> all() {
        return List.copyOf(known(shelf.all(self.log())).values());
    }

    /** What is on the shelf, and what the shelf has forgotten. */
    private SortedMap<String, KeyRevocation> known(List<String> shelved) {
        return named(Stream.concat(shelved.stream(), noted()));
    }

    private Stream<String> noted() {
        return annals.revocations().stream().map(Annals.Revoked::revocation);
    }

    private static SortedMap<String, KeyRevocation> named(Stream<String> signed) {
        var all = new TreeMap<String, KeyRevocation>();
        signed.map(KeyRevocations::read).forEach(one -> all.putIfAbsent(name(one), one));
        return all;
    }

    private static KeyRevocation read(String compact) {
        try {
            return KeyRevocation.parse(compact);
        } catch (Refusal damaged) {
            throw new IllegalStateException("A revocation is damaged.", damaged);
        }
    }

    /**
     * Says that a key is compromised.
     *
     * @param since from when on; not in the future
     * @param by the operator
     */
    public KeyRevocation revoke(String kid, Instant since, String reason, String by)
            throws Refusal {
        if (reason.isBlank() || reason.length() > KeyRevocation.LONGEST_REASON) {
            throw new Refusal(
                    Code.INVALID_REQUEST,
                    "A reason is 1 to " + KeyRevocation.LONGEST_REASON + " characters.",
                    "/reason");
        }
        Instant now = clock.instant();
        if (since.isAfter(now) || since.isBefore(Instant.EPOCH)) {
            throw new Refusal(
                    Code.INVALID_REQUEST, "A key is compromised since a time that was.", "/since");
        }
        Signer signer = keys.federationWithout(kid);
        var revocation = new KeyRevocation(self.node(), kid, since, reason, now, by);
        if (known(shelf.all(self.log())).containsKey(name(revocation))) {
            return revocation; // Of this key and time: that is all that is wanted.
        }
        String compact = revocation.sign(signer);
        annals.add(new Annals.Revoked(compact));
        // Crash here: it counts for good all the same, and is filed by the next settle().
        goBy();
        file(compact);
        return revocation;
    }

    private void file(String compact) {
        byte[] hash = KeyRevocation.hash(compact);
        var leaf =
                new Commitment(
                        Scope.with(self.origin(), Kind.KEY, self.node()),
                        identifiers.blinding(),
                        Statements.key(
                                self.origin(), self.node(), "revocation", hash, clock.instant()));
        try {
            // Crash before: the annals say it. Crash after: both do.
            sequencer.append(
                    new Change.Noted(
                            name(read(compact)),
                            hash,
                            compact.getBytes(StandardCharsets.US_ASCII),
                            leaf));
        } catch (Conflict filedElsewhere) {
            // By another process of this node: the same key and time.
        }
    }

    /** Signs with none of them any more, and takes nothing: at the start, before anything else. */
    public void goBy() {
        goBy(shelf.all(self.log()));
    }

    private void goBy(List<String> shelved) {
        var since = new HashMap<String, Instant>();
        known(shelved)
                .values()
                .forEach(one ->
                        since.merge(one.kid(), one.since(), (a, b) -> a.isBefore(b) ? a : b));
        keys.revoked(Map.copyOf(since));
    }

    /** Goes by what another process of this node said, and files what a restore has forgotten. */
    public void settle() {
        List<String> shelved = shelf.all(self.log());
        goBy(shelved);
        shelved.forEach(one -> annals.add(new Annals.Revoked(one)));
        Set<String> names = named(shelved.stream()).keySet();
        noted().filter(one -> !names.contains(name(read(one)))).forEach(this::file);
    }
}
