package io.sealane.node.party;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.exchange.Change;
import io.sealane.core.exchange.Commitment;
import io.sealane.core.exchange.Conflict;
import io.sealane.core.exchange.Identifiers;
import io.sealane.core.exchange.Register;
import io.sealane.core.exchange.Self;
import io.sealane.core.exchange.Sequencer;
import io.sealane.core.exchange.Statements;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Outage;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.ledger.Kind;
import io.sealane.core.ledger.Scope;
import io.sealane.node.config.NodeConfig;
import io.sealane.node.config.NodeConfig.Party;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What happens when an operator registers, changes or ends a party: a statement is signed and
 * logged, and whatever this node does next goes by it. Other processes of the node read it within a
 * second.
 */
public final class Registry {
    /** By whom the parties of the configuration file were registered. */
    static final String FILE = "node.yaml";

    private static final Logger LOG = LoggerFactory.getLogger(Registry.class);
    private static final int TRIES = 5;
    private static final int AT_ONCE = 1000;

    private final NodeConfig config;
    private final Shelf shelf;
    private final Roster roster = new Roster(List.of());
    private final InstantSource clock;
    private final Map<String, PartyStatement> last = new ConcurrentHashMap<>();
    private final Map<String, Party> waiting = new TreeMap<>();
    private long number;
    private String prev = PartyStatement.NONE;
    private @Nullable Pen pen;
    private Runnable changed = () -> {};

    private Registry(NodeConfig config, Shelf shelf, InstantSource clock) {
        this.config = config;
        this.shelf = shelf;
        this.clock = clock;
    }

    /**
     * Reads what was stated, and counts in the parties of the file that were never heard of: they
     * are taken over by {@link #settle}. What the file says otherwise of others does not count.
     */
    public static Registry open(NodeConfig config, Shelf shelf, InstantSource clock) {
        var registry = new Registry(config, shelf, clock);
        registry.open();
        return registry;
    }

    /** Where signed statements are kept; they come in by {@link Change.Noted}. */
    public interface Shelf {
        /** Signed statements from a number on, in their order; empty where none is. */
        List<String> from(long number, int limit) throws Outage;

        /** The leaf of a statement. */
        Register.@Nullable Logged logged(String name) throws Outage;
    }

    /** What statements are written with. */
    public record Pen(Self self, Sequencer sequencer, Identifiers identifiers) {}

    /** A party and what was last stated of it: nothing yet where it waits to be taken over. */
    public record Kept(
            Registered registered,
            @Nullable PartyStatement statement,
            @Nullable String compact,
            Register.@Nullable Logged leaf) {}

    private synchronized void open() {
        read();
        for (Party one : config.parties()) {
            Registered known = roster.find(one.name());
            if (known == null) {
                takeIn(one);
            } else if (known.hasEnded() || !known.party().equals(one)) {
                LOG.warn("event=party-differs party={}", one.name());
            }
        }
    }

    private void takeIn(Party one) {
        try {
            PartyChecks.check(one, roster, config);
            waiting.put(one.name(), one);
            roster.learn(new Registered(one));
        } catch (Refusal taken) {
            LOG.warn("event=party-declined party={} code={}", one.name(), taken.code(), taken);
        }
    }

    /**
     * From now on statements can be made.
     *
     * @param whenever parties are otherwise than before, it is told
     */
    public synchronized void write(Pen with, Runnable whenever) {
        pen = with;
        changed = whenever;
    }

    /** Goes by what another process of this node stated, and takes over what waits: each second. */
    public synchronized void settle() throws Refusal {
        refresh();
        for (Party one : List.copyOf(waiting.values())) {
            // Another process may have taken it over since.
            if (waiting.containsKey(one.name())) {
                append(new Registered(one), FILE);
            }
        }
    }

    /** Registers a party. */
    public synchronized Kept register(Party party, String by) throws Refusal {
        for (int i = 0; i < TRIES; i++) {
            refresh();
            if (roster.find(party.name()) != null) {
                throw PartyJson.refusal(
                        "/name", "There is or was such a party: PATCH it to change it.");
            }
            PartyChecks.check(party, roster, config);
            if (append(new Registered(party), by)) {
                return find(party.name());
            }
        }
        throw contended();
    }

    /** Changes members of a party; it may let one in again that ended. */
    public synchronized Kept change(String name, ObjectNode change, String by) throws Refusal {
        for (int i = 0; i < TRIES; i++) {
            refresh();
            Registered next = PartyChange.apply(known(name), change, now());
            PartyChecks.check(next.party(), roster, config);
            if (append(next, by)) {
                return find(name);
            }
        }
        throw contended();
    }

    /** Ends a party: it gets in no more, and nothing is taken for it. What it issued goes on. */
    public synchronized Kept end(String name, String by) throws Refusal {
        for (int i = 0; i < TRIES; i++) {
            refresh();
            Registered before = known(name);
            if (before.hasEnded()
                    || append(new Registered(before.party(), before.retired(), now()), by)) {
                return find(name);
            }
        }
        throw contended();
    }

    private static Outage contended() {
        return new Outage("Another change of parties is under way.", 1);
    }

    private Registered known(String name) throws Refusal {
        Registered known = roster.find(name);
        if (known == null) {
            throw new Refusal(Code.NOT_FOUND, "There is no such party.");
        }
        return known;
    }

    /** A party, or one that was, with what was last stated of it. */
    public synchronized Kept find(String name) throws Refusal {
        Registered registered = known(name);
        PartyStatement said = last.get(name);
        if (said == null) {
            return new Kept(registered, null, null, null);
        }
        return new Kept(
                registered,
                said,
                shelf.from(said.number(), 1).getFirst(),
                shelf.logged(PartyStatement.name(said.number())));
    }

    /** All as they are now: it changes with them. */
    public Roster roster() {
        return roster;
    }

    /** Whole seconds, as they are signed. */
    private Instant now() {
        return Instant.ofEpochSecond(clock.instant().getEpochSecond());
    }

    /**
     * States how a party is from now on.
     *
     * @return false where another process made a statement first
     */
    private boolean append(Registered one, String by) throws Refusal {
        Pen with = pen;
        if (with == null) {
            throw new IllegalStateException("nothing can be stated yet");
        }
        Self self = with.self();
        Instant at = now();
        var said = new PartyStatement(self.node(), number + 1, prev, at, by, one);
        String compact = said.sign(self.federation());
        byte[] hash = PartyStatement.hash(compact);
        var leaf =
                new Commitment(
                        Scope.with(self.origin(), Kind.KEY, self.node()),
                        with.identifiers().blinding(),
                        Statements.key(self.origin(), self.node(), "party", hash, at));
        byte[] content = compact.getBytes(StandardCharsets.US_ASCII);
        boolean first = true;
        try {
            // Crash before: nothing changed. Crash after: it counts, in every process.
            with.sequencer()
                    .append(
                            new Change.Noted(
                                    PartyStatement.name(said.number()), hash, content, leaf));
        } catch (Conflict anotherStatement) {
            first = false;
        }
        refresh();
        return first;
    }

    private void refresh() {
        if (read()) {
            changed.run();
        }
    }

    /** Reads the statements that are new here. */
    private boolean read() {
        long before = number;
        List<String> some;
        do {
            some = shelf.from(number + 1, AT_ONCE);
            some.forEach(this::learn);
        } while (some.size() == AT_ONCE);
        return number > before;
    }

    private void learn(String compact) {
        try {
            PartyStatement said = PartyStatement.parse(compact);
            if (said.number() != number + 1 || !said.prev().equals(prev)) {
                throw new IllegalStateException("The statements of parties are not whole.");
            }
            number = said.number();
            prev = Base64Url.encode(PartyStatement.hash(compact));
            last.put(said.party(), said);
            waiting.remove(said.party());
            roster.learn(said.registered());
        } catch (Refusal damaged) {
            throw new IllegalStateException("A party's statement is damaged.", damaged);
        }
    }
}
