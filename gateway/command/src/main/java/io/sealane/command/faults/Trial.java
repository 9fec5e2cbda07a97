package io.sealane.command.faults;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.audit.EvidenceAudit;
import io.sealane.audit.Report;
import io.sealane.audit.Verdict;
import io.sealane.client.Accepted;
import io.sealane.client.Client;
import io.sealane.client.DocumentState;
import io.sealane.client.Inbox;
import io.sealane.command.demo.Stage;
import io.sealane.command.fleet.Berth;
import io.sealane.command.fleet.Fleet;
import io.sealane.command.fleet.NodeProcess;
import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Three nodes that exchange documents while something is done to one of them: a fault a cycle, then
 * all is healed, and everything that was ever acknowledged is looked for.
 */
public final class Trial implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final List<Fault> FAULTS = List.of(Fault.values());

    private final Stage stage;
    private final Catalogue catalogue;
    private final DocumentType type;
    private final Fleet fleet;
    private final Wires wires;
    private final Recorder recorder;
    private final Duration longest;
    private @Nullable Parties parties;
    private final Map<String, String> cursors = new HashMap<>();
    private final Logs logs;
    private final Books books = new Books();

    /**
     * What one cycle came to.
     *
     * @param seed under which it happens again as the first cycle
     * @param seconds from the fault's end until all was settled
     */
    public record Cycle(
            long seed,
            Fault fault,
            String victim,
            double seconds,
            int acknowledged,
            int delivered,
            List<String> violations) {}

    /**
     * Prepares the network between the nodes of a stage; they are not started yet.
     *
     * @param longest how long a start, and settling, may take each
     */
    public Trial(Stage stage, Catalogue catalogue, Fleet fleet, Duration longest)
            throws IOException {
        this.stage = stage;
        this.catalogue = catalogue;
        this.type = catalogue.types().getFirst();
        this.fleet = fleet;
        this.longest = longest;
        this.logs = new Logs(stage.trust());
        this.wires = Wires.between(stage.berths());
        this.recorder = new Recorder(stage.folder().resolve("acknowledged"));
    }

    /** Starts the nodes. */
    public void begin() throws IOException, Refusal {
        fleet.start(longest);
        parties = new Parties(fleet, longest);
    }

    private Parties parties() {
        return Objects.requireNonNull(parties, "the nodes were not started");
    }

    /**
     * One cycle; all that is chosen in it follows from the seed.
     *
     * @param number of the cycle, which names its documents
     */
    public Cycle run(int number, long seed) throws IOException, Refusal, InterruptedException {
        var random = new SplittableRandom(seed);
        Fault fault = FAULTS.get(random.nextInt(FAULTS.size()));
        NodeProcess victim = fleet.nodes().get(random.nextInt(fleet.nodes().size()));
        Duration before = Duration.ofMillis(random.nextInt(300, 2000));
        Duration during = Duration.ofMillis(random.nextInt(200, 4000));

        var load = new Load(recorder, type.vct(), document());
        load.begin(seed + "-" + number, parties().routes());
        Thread.sleep(before);
        befall(fault, victim, during);
        long healed = System.nanoTime();
        fleet.nodes().forEach(this::awaitReady);
        List<Load.Taken> taken = load.end();
        if (taken.isEmpty()) {
            books.violated("nothing was acknowledged");
        }
        settle(taken);
        double seconds = (System.nanoTime() - healed) / 1e9;
        if (!taken.isEmpty()) {
            repeat(load, taken.get(random.nextInt(taken.size())));
        }
        int already = books.arrivals();
        readInboxes();
        for (Berth berth : stage.berths()) {
            logs.keep(berth, parties().anyAt(berth));
        }
        List<String> violations = books.violations();
        return new Cycle(
                seed,
                fault,
                victim.berth().node(),
                seconds,
                taken.size(),
                books.arrivals() - already,
                violations);
    }

    private JsonNode document() {
        return Objects.requireNonNull(type.examples().get("general-cargo"));
    }

    private void befall(Fault fault, NodeProcess victim, Duration during)
            throws IOException, InterruptedException {
        switch (fault) {
            case NODE_KILLED -> {
                victim.kill();
                victim.start();
            }
            case DATABASE_KILLED -> victim.killDatabase();
            case DATABASE_STOPPED -> victim.stopDatabase();
            case BOTH_KILLED -> {
                victim.kill();
                victim.killDatabase();
                victim.start();
            }
            case NODE_PAUSED -> {
                victim.pause();
                Thread.sleep(during);
                victim.goOn();
            }
            case NETWORK_CUT -> disturb(victim, Forwarder.Manner.NOTHING, during);
            case ANSWERS_LOST -> disturb(victim, Forwarder.Manner.QUESTIONS_ONLY, during);
            case NETWORK_SLOW -> disturb(victim, Forwarder.Manner.SLOWLY, during);
        }
    }

    private void disturb(NodeProcess victim, Forwarder.Manner how, Duration during)
            throws InterruptedException {
        wires.pass(victim.berth().node(), how);
        Thread.sleep(during);
        wires.pass(victim.berth().node(), Forwarder.Manner.WELL);
    }

    private void awaitReady(NodeProcess node) {
        node.awaitReady(longest);
    }

    /** Waits until each acknowledged document has its receipt, and enters what its sender tells. */
    private void settle(List<Load.Taken> taken) throws InterruptedException, Refusal {
        long deadline = System.nanoTime() + longest.toNanos();
        for (Load.Taken one : taken) {
            Client sender = one.route().sender();
            UUID document = one.accepted().id();
            DocumentState state = sender.document(document);
            while (!state.isSettled() && System.nanoTime() - deadline < 0) {
                Thread.sleep(PAUSE);
                state = sender.document(document);
            }
            Accepted.Delivery delivery = state.deliveries().getFirst();
            boolean delivered = delivery.state().equals("delivered");
            books.settled(
                    new Books.Delivery(
                            document,
                            delivery.id(),
                            one.route().channel(),
                            delivery.state(),
                            delivery.seq() == null ? 0 : delivery.seq(),
                            delivered ? receipt(sender.evidence(document, delivery.id())) : ""));
        }
    }

    /** The same key and the same document again: nothing new comes of it. */
    private void repeat(Load load, Load.Taken one) {
        if (!load.again(one.route(), one.key()).accepted().id().equals(one.accepted().id())) {
            books.violated("another document under the key " + one.key());
        }
    }

    /** What is new in each inbox, with the receipt that its node gave. */
    private void readInboxes() throws Refusal {
        for (String party : parties().readers()) {
            Client reader = parties().of(party);
            for (Inbox.Item item : parties().behind(cursors, party)) {
                books.arrived(item.id());
                books.receipted(item.id(), receipt(reader.inboxEvidence(item.id())));
            }
        }
    }

    /** Verifies evidence offline, without trust in who gave it; its receipt. */
    private String receipt(byte[] evidence) throws Refusal {
        Report report = EvidenceAudit.verify(evidence, stage.trust(), catalogue);
        for (Verdict verdict : report.verdicts()) {
            if (!verdict.holds()) {
                books.violated("evidence: " + verdict.check() + ": " + verdict.detail());
            }
        }
        return Json.parse(evidence).path("receipt").path("statement").asText();
    }

    /**
     * Reads all inboxes again from their beginnings, and audits each node's log.
     *
     * @return what is wrong
     */
    public List<String> end() throws IOException, Refusal {
        Books again = books.beforeArrivals();
        var fromTheStart = new HashMap<String, String>();
        for (String party : parties().readers()) {
            parties().behind(fromTheStart, party).forEach(item -> again.arrived(item.id()));
        }
        var violations = new ArrayList<>(again.violations());
        for (Berth berth : stage.berths()) {
            violations.addAll(logs.audited(berth, parties().anyAt(berth)));
        }
        return violations;
    }

    @Override
    public void close() throws IOException {
        if (parties != null) {
            parties.close();
        }
        fleet.close();
        wires.close();
        recorder.close();
    }
}
