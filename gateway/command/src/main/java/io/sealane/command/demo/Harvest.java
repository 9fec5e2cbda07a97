package io.sealane.command.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.client.Accepted;
import io.sealane.client.Client;
import io.sealane.client.Inbox;
import io.sealane.command.fleet.Berth;
import io.sealane.core.identity.Outage;
import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Fetches from every node, through its parties, what there is to see after the story, and leaves it
 * in the demo's folder: {@code views/}, {@code evidence/} and each node's {@code log/}.
 */
final class Harvest {
    private static final int PAGE = 200;
    private static final Duration PUBLICATION = Duration.ofSeconds(30);
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private final Stage stage;
    private final Clients clients;
    private final Map<UUID, Held> held = new ConcurrentHashMap<>();
    private final Set<Path> evidence = new ConcurrentSkipListSet<>();
    private final Map<String, Integer> checkpoints = new ConcurrentHashMap<>();

    /** A received document and the node that holds it. */
    record Held(Berth berth, Inbox.Item item) {}

    Harvest(Stage stage, Clients clients) {
        this.stage = stage;
        this.clients = clients;
    }

    /** All nodes are asked at once. */
    void gather(List<Story.Travel> travels) throws IOException, Refusal {
        try (var nodes = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked = new ArrayList<Future<?>>();
            for (Berth berth : stage.berths()) {
                asked.add(
                        nodes.submit(() -> {
                            gather(berth, travels);
                            return null;
                        }));
            }
            for (Future<?> one : asked) {
                await(one);
            }
        }
    }

    private static void await(Future<?> one) throws IOException, Refusal {
        try {
            one.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Outage("interrupted while collecting", 1, e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException disk -> throw disk;
                case Refusal refusal -> throw refusal;
                case RuntimeException other -> throw other;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    private void gather(Berth berth, List<Story.Travel> travels) throws IOException, Refusal {
        for (Story.Travel travel : travels) {
            if (travel.issuer().node().equals(berth.node())) {
                keepIssued(travel);
                keepReceipt(travel);
                keepSendersEvidence(travel);
            }
        }
        for (Map.Entry<PartyId, Client> entry : clients.all().entrySet()) {
            if (entry.getKey().node().equals(berth.node())) {
                keepInbox(entry.getKey(), entry.getValue());
            }
        }
        mirrorLog(berth, travels);
    }

    /** What arrived under a delivery id, or null. */
    @Nullable Held held(UUID delivery) {
        return held.get(delivery);
    }

    /** Evidence files, by their names. */
    List<Path> evidence() {
        return List.copyOf(evidence);
    }

    /** How many checkpoints a node published. */
    int checkpoints(String node) {
        return checkpoints.getOrDefault(node, 0);
    }

    static String sendersFile(UUID delivery) {
        return delivery + ".sent.json";
    }

    static String receiversFile(UUID delivery) {
        return delivery + ".received.json";
    }

    /** The issuer's node holds the document whole: it signed it. */
    private void keepIssued(Story.Travel travel) throws IOException {
        ObjectNode view = Json.object().put("held", "issued");
        view.put("id", travel.accepted().id().toString());
        view.put("type", travel.input().type().vct());
        view.put("issuer", travel.issuer().toString());
        view.set("document", travel.input().body());
        Berth home = stage.berthOf(travel.issuer().node());
        write(views(home).resolve(travel.accepted().id() + ".json"), view);
    }

    private void keepReceipt(Story.Travel travel) throws IOException {
        byte[] file = clients.of(travel.issuer()).receipt(travel.accepted().id());
        keepEvidence(travel.accepted().id() + ".submitted.json", file);
    }

    private void keepSendersEvidence(Story.Travel travel) throws IOException {
        Client client = clients.of(travel.issuer());
        for (Accepted.Delivery one : travel.state().deliveries()) {
            if (one.receiptIndex() != null) {
                byte[] file = client.evidence(travel.accepted().id(), one.id());
                keepEvidence(sendersFile(one.id()), file);
            }
        }
    }

    private void keepInbox(PartyId party, Client client) throws IOException {
        Berth berth = stage.berthOf(party.node());
        String cursor = null;
        while (true) {
            Inbox page = client.inbox(cursor, Duration.ZERO, PAGE);
            for (Inbox.Item item : page.items()) {
                held.put(item.id(), new Held(berth, item));
                write(views(berth).resolve(item.id() + ".json"), received(item));
                keepEvidence(receiversFile(item.id()), client.inboxEvidence(item.id()));
            }
            if (page.items().isEmpty()) {
                return;
            }
            cursor = page.next();
        }
    }

    private static ObjectNode received(Inbox.Item item) {
        ObjectNode view = Json.object().put("held", "received");
        view.put("delivery", item.id().toString());
        view.put("type", item.type());
        view.put("from", item.from());
        view.put("party", item.party());
        view.put("role", item.role());
        ArrayNode classes = view.putArray("classes");
        item.classes().forEach(classes::add);
        view.set("document", item.document());
        return view;
    }

    private void keepEvidence(String name, byte[] bytes) throws IOException {
        Path file = stage.folder().resolve("evidence").resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        Files.write(file, bytes);
        evidence.add(file);
    }

    private void mirrorLog(Berth berth, List<Story.Travel> travels) throws IOException, Refusal {
        var mirror = new LogMirror(clients.at(berth.node()));
        // The published tree follows within a second.
        long deadline = System.nanoTime() + PUBLICATION.toNanos();
        long needed = newestIndex(berth, travels);
        while (mirror.size() <= needed && System.nanoTime() - deadline < 0) {
            Story.pause();
        }
        checkpoints.put(berth.node(), mirror.write(berth.folder().resolve("log")));
    }

    private static long newestIndex(Berth berth, List<Story.Travel> travels) {
        long newest = 0;
        for (Story.Travel travel : travels) {
            for (Accepted.Delivery one : travel.state().deliveries()) {
                if (travel.issuer().node().equals(berth.node()) && one.sentIndex() != null) {
                    newest = Math.max(newest, one.sentIndex());
                }
                if (one.party().endsWith("@" + berth.node()) && one.receiptIndex() != null) {
                    newest = Math.max(newest, one.receiptIndex());
                }
            }
        }
        return newest;
    }

    private Path views(Berth berth) throws IOException {
        return Files.createDirectories(stage.folder().resolve("views").resolve(berth.name()));
    }

    private static void write(Path file, JsonNode json) throws IOException {
        String text = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json);
        Files.writeString(file, text + "\n");
    }
}
