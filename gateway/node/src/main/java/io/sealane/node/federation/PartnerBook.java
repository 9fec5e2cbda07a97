package io.sealane.node.federation;

import io.sealane.core.agreement.Agreement;
import io.sealane.core.agreement.EntityConfiguration;
import io.sealane.core.exchange.Partner;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.Refusal;
import io.sealane.node.config.NodeConfig;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * The partners of this node: those of its configuration file, and those that an operator added by
 * address and fingerprint. Whoever asks gets them as they are now.
 */
public final class PartnerBook {
    private static final Logger LOG = LoggerFactory.getLogger(PartnerBook.class);

    private final NodeConfig config;
    private final Predicate<Collection<String>> own;
    private final Shelf shelf;
    private final Admission admission;
    private final BiConsumer<EntityConfiguration, String> seen;
    private final InstantSource clock;
    private volatile Map<String, Entry> entries = Map.of();

    /**
     * A book with the partners of the file; {@link #open} adds the others.
     *
     * @param own whether one of some thumbprints is that of a key of this node
     * @param seen is told every configuration that is taken, with its signed form
     */
    public PartnerBook(
            NodeConfig config,
            Predicate<Collection<String>> own,
            Shelf shelf,
            Admission admission,
            BiConsumer<EntityConfiguration, String> seen,
            InstantSource clock) {
        this.config = config;
        this.own = own;
        this.shelf = shelf;
        this.admission = admission;
        this.seen = seen;
        this.clock = clock;
    }

    /** Where the book is kept: PostgreSQL, or a test's memory. */
    public interface Shelf {
        List<Stored> all();

        void put(Stored one);

        void remove(String node);
    }

    /**
     * A partner as it is kept.
     *
     * @param address where it published its configuration, {@code https://host:port}
     * @param configuration the newest one, as it came
     */
    public record Stored(String node, String address, String configuration) {}

    /**
     * A partner.
     *
     * @param address where its configuration was found; null for one of the file
     * @param configuration what it said of itself last; null for one of the file
     */
    public record Entry(
            NodeConfig.Partner partner,
            @Nullable URI address,
            @Nullable EntityConfiguration configuration) {
        public boolean isOfFile() {
            return configuration == null;
        }

        /** As the paths know it. */
        public Partner known() {
            return new Partner(
                    partner.node(),
                    configuration == null
                            ? List.of(partner.federationKey())
                            : configuration.signers(),
                    partner.presentationKeys(),
                    partner.issuingKeys(),
                    partner.origin(),
                    partner.logKeys(),
                    configuration == null ? Map.of() : configuration.revoked());
        }
    }

    /** Reads those that were added before. */
    public synchronized void open() {
        var all = new TreeMap<String, Entry>();
        for (Stored one : shelf.all()) {
            try {
                // What was verified when it came counts on, also after its time.
                EntityConfiguration said = EntityConfiguration.known(one.configuration());
                all.put(one.node(), entry(URI.create(one.address()), said));
            } catch (Refusal damaged) {
                throw new IllegalStateException("A partner's row is damaged.", damaged);
            }
        }
        for (NodeConfig.Partner one : config.partners()) {
            if (isWelcome(one) || admission.wasAgreedWith(one.node())) {
                all.put(one.node(), new Entry(one, null, null));
            }
        }
        entries = Map.copyOf(all);
    }

    private boolean isWelcome(NodeConfig.Partner partner) {
        try {
            admission.check(partner.node(), names(partner));
            return true;
        } catch (Refusal excluded) {
            LOG.warn("event=excluded partner={}", partner.node());
            return false;
        }
    }

    /** Of agreements from files those that may count: with partners that are not excluded. */
    public List<Agreement> allowed(List<Agreement> agreements) {
        return agreements.stream()
                .filter(one -> mayAgreeWith(one.terms().peerOf(config.node())))
                .toList();
    }

    /** Whether an agreement with a node may count that nobody signed here. */
    boolean mayAgreeWith(String node) {
        Entry entry = entries.get(node);
        return entry == null ? node.equals(config.node()) : isWelcome(entry.partner());
    }

    public Collection<Entry> all() {
        return new TreeMap<>(entries).values();
    }

    /** The names of all partners. */
    public List<String> names() {
        return all().stream().map(one -> one.partner().node()).toList();
    }

    public @Nullable Entry find(String node) {
        return entries.get(node);
    }

    /** The partner whose TLS key has this pin. */
    public @Nullable String nodeOf(String pin) {
        for (Entry one : entries.values()) {
            if (one.partner().pins().contains(pin)) {
                return one.partner().node();
            }
        }
        return null;
    }

    /**
     * Adds a partner, or takes a new key of one, on the word of the operator.
     *
     * @param fingerprint of its federation key, learned out of band
     */
    public synchronized Entry add(URI address, String compact, String fingerprint) throws Refusal {
        EntityConfiguration said = EntityConfiguration.parse(compact, clock.instant());
        if (!said.federation().kid().equals(fingerprint)) {
            throw new Refusal(
                    Code.UNKNOWN_KEY,
                    "What answers there is signed with another key than the fingerprint's.");
        }
        return take(address, compact, said);
    }

    /**
     * Takes what an added partner says of itself now.
     *
     * @throws Refusal if it is older than what is known, or its key was not announced
     */
    public synchronized void renew(String node, String compact) throws Refusal {
        Entry known = entries.get(node);
        if (known == null || known.configuration() == null || known.address() == null) {
            return;
        }
        Instant now = clock.instant();
        EntityConfiguration said = EntityConfiguration.parse(compact, now);
        EntityConfiguration before = known.configuration();
        String kid = said.federation().kid();
        // SPEC: DESIGN 4: only the announced next key, or a new fingerprint, succeeds one.
        if (!kid.equals(before.federation().kid()) && !kid.equals(before.next())) {
            throw new Refusal(
                    Code.UNKNOWN_KEY, "The partner's new federation key was not announced.");
        }
        if (!said.node().equals(node)) {
            throw new Refusal(Code.WRONG_PEER, "The configuration is another node's.");
        }
        if (said.issuedAt().isAfter(before.issuedAt())) {
            take(known.address(), compact, said);
        } else if (said.issuedAt().isBefore(before.issuedAt())) {
            throw new Refusal(Code.EXPIRED, "The configuration is older than the one known.");
        }
    }

    private Entry take(URI address, String compact, EntityConfiguration said) throws Refusal {
        Entry known = entries.get(said.node());
        if (said.node().equals(config.node()) || (known != null && known.isOfFile())) {
            throw new Refusal(
                    Code.INVALID_REQUEST,
                    said.node() + " is this node, or a partner by its configuration file.");
        }
        if (known != null
                && known.configuration() != null
                && said.issuedAt().isBefore(known.configuration().issuedAt())) {
            throw new Refusal(Code.EXPIRED, "The configuration is older than the one known.");
        }
        Entry entry = entry(address, said);
        admission.check(said.node(), names(entry.partner()));
        checkAlone(entry.partner());
        // Crash before: it was not added. Crash after: it is there when the node is back.
        shelf.put(new Stored(said.node(), address.toString(), compact));
        seen.accept(said, compact);
        var all = new TreeMap<>(entries);
        all.put(said.node(), entry);
        entries = Map.copyOf(all);
        return entry;
    }

    /** A key of two partners would make one sender of two nodes. */
    private void checkAlone(NodeConfig.Partner added) throws Refusal {
        var its = new HashSet<>(names(added));
        if (own.test(its)) {
            throw new Refusal(Code.INVALID_REQUEST, "The partner has a key of this node.");
        }
        for (Entry other : entries.values()) {
            boolean another = !other.partner().node().equals(added.node());
            if (another && names(other.partner()).stream().anyMatch(its::contains)) {
                throw new Refusal(
                        Code.INVALID_REQUEST,
                        "The partner has a key of " + other.partner().node() + ".");
            }
        }
    }

    private static List<String> names(NodeConfig.Partner partner) {
        var names = new ArrayList<>(partner.pins());
        names.add(partner.federationKey().kid());
        partner.presentationKeys().stream().map(Key::kid).forEach(names::add);
        partner.issuingKeys().stream().map(Key::kid).forEach(names::add);
        return names;
    }

    /** A partner by what it said of itself, which was verified when it came. */
    public static Entry entry(URI address, EntityConfiguration said) throws Refusal {
        URI endpoint = Introduction.address(said.endpoint());
        return new Entry(
                new NodeConfig.Partner(
                        said.node(),
                        endpoint,
                        Set.copyOf(said.pins()),
                        said.federation(),
                        said.presentation(),
                        said.issuing(),
                        said.origin(),
                        said.log()),
                address,
                said);
    }

    /** Forgets a partner that was added: it gets in no more. */
    public synchronized void remove(String node) throws Refusal {
        Entry known = entries.get(node);
        if (known == null) {
            throw new Refusal(Code.NOT_FOUND, node + " is not a partner.");
        }
        if (known.isOfFile()) {
            throw new Refusal(
                    Code.INVALID_REQUEST, node + " is a partner by the configuration file.");
        }
        shelf.remove(node);
        var all = new TreeMap<>(entries);
        all.remove(node);
        entries = Map.copyOf(all);
    }
}
