package io.sealane.command.demo;

import io.sealane.client.Accepted;
import io.sealane.client.Addressee;
import io.sealane.client.Client;
import io.sealane.client.DocumentState;
import io.sealane.client.Problem;
import io.sealane.command.fleet.Berth;
import io.sealane.command.fleet.Fleet;
import io.sealane.core.document.Catalogue;
import io.sealane.core.identity.Outage;
import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.Refusal;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/** The demo's story: documents are issued, travel, arrive, and everybody's account is checked. */
public final class Story {
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Stage stage;
    private final Fleet fleet;
    private final Catalogue catalogue;
    private final Duration longest;
    private final Consumer<String> progress;
    private final Map<String, Agreed> agreed = new HashMap<>();

    /**
     * The story of a stage whose nodes are ready.
     *
     * @param longest how long deliveries may take
     * @param progress is told what happens, a line each
     */
    public Story(
            Stage stage,
            Fleet fleet,
            Catalogue catalogue,
            Duration longest,
            Consumer<String> progress)
            throws IOException, Refusal {
        this.stage = stage;
        this.fleet = fleet;
        this.catalogue = catalogue;
        this.longest = longest;
        this.progress = progress;
        for (Berth berth : stage.berths()) {
            agreed.put(berth.node(), Agreed.of(berth));
        }
    }

    /**
     * A document on its way.
     *
     * @param accepted the node's first answer
     * @param state as of now
     */
    record Travel(Input input, PartyId issuer, Accepted accepted, DocumentState state) {}

    /**
     * Runs it once, from the first submission to the last verification.
     *
     * @param refused what was to be sent and could not be: each is a fault
     * @throws Outage if a node has ended, or does not answer
     */
    public Outcome run(List<Input> inputs, List<String> refused) throws IOException, Refusal {
        try (Clients clients = Clients.of(stage)) {
            var faults = new ArrayList<String>(refused);
            List<Travel> travels = arrived(submitted(inputs, clients, faults), clients, faults);
            progress.accept("Collecting what each node holds, the evidence and the logs.");
            var harvest = new Harvest(stage, clients);
            harvest.gather(travels);
            progress.accept("Verifying all of it offline.");
            return new Judgement(stage, catalogue, agreed, harvest, faults).of(travels);
        } catch (Outage e) {
            fleet.check(); // Why nobody answers is worth more than that nobody does.
            throw e;
        }
    }

    private List<Travel> submitted(List<Input> inputs, Clients clients, List<String> faults) {
        var travels = new ArrayList<Travel>();
        for (int turn = 0; turn < inputs.size(); turn++) {
            Input input = inputs.get(turn);
            PartyId issuer = issuer(input, turn);
            List<Addressee> recipients = agreedAt(issuer.node()).addressees(input.type());
            if (recipients.isEmpty()) {
                faults.add(input.name() + " has no recipient: no agreement speaks of its type.");
                progress.accept(faults.getLast());
                continue;
            }
            Client client = clients.of(issuer);
            Accepted accepted;
            try {
                accepted =
                        client.submit(
                                input.type().vct(),
                                recipients,
                                input.body(),
                                UUID.randomUUID().toString());
            } catch (Problem e) {
                faults.add(
                        "%s was not accepted: %s: %s"
                                .formatted(input.name(), e.code(), e.getMessage()));
                progress.accept(faults.getLast());
                continue;
            }
            travels.add(new Travel(input, issuer, accepted, client.document(accepted.id())));
            progress.accept(
                    "%s issued %s to %d recipients."
                            .formatted(issuer, input.name(), recipients.size()));
        }
        return travels;
    }

    /** A user's documents come from the first nation's carrier, our examples from each in turn. */
    private PartyId issuer(Input input, int turn) {
        List<Berth> berths = stage.berths();
        Berth berth = berths.get(input.fromUser() ? 0 : turn % berths.size());
        return berth.parties().stream()
                .filter(party -> party.issues().contains(input.type().name()))
                .findFirst()
                .map(party -> new PartyId(party.name(), berth.node()))
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "nobody at " + berth.node() + " issues " + input.type().name()));
    }

    /** Waits until every recipient's node has answered, or the time is up. */
    private List<Travel> arrived(List<Travel> travels, Clients clients, List<String> faults) {
        long deadline = System.nanoTime() + longest.toNanos();
        List<Travel> now = travels;
        long told = -1;
        while (true) {
            now = now.stream().map(travel -> refreshed(travel, clients)).toList();
            long all = now.stream().mapToLong(one -> one.state().deliveries().size()).sum();
            long done = now.stream().mapToLong(Story::settled).sum();
            if (done != told) {
                progress.accept("%d of %d deliveries answered.".formatted(done, all));
                told = done;
            }
            if (done == all) {
                return now;
            }
            if (System.nanoTime() - deadline >= 0) {
                faults.add(
                        "%d of %d deliveries have no answer after %d s"
                                .formatted(all - done, all, longest.toSeconds()));
                return now;
            }
            fleet.check();
            pause();
        }
    }

    private static Travel refreshed(Travel travel, Clients clients) {
        if (travel.state().isSettled()) {
            return travel;
        }
        DocumentState state = clients.of(travel.issuer()).document(travel.accepted().id());
        return new Travel(travel.input(), travel.issuer(), travel.accepted(), state);
    }

    private static long settled(Travel travel) {
        return travel.state().deliveries().stream().filter(Accepted.Delivery::isFinal).count();
    }

    private Agreed agreedAt(String node) {
        Agreed found = agreed.get(node);
        if (found == null) {
            throw new IllegalStateException("no agreements of " + node + " were read");
        }
        return found;
    }

    static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Outage("interrupted while waiting", 1, e);
        }
    }
}
