package io.sealane.command.faults;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.client.Accepted;
import io.sealane.client.Addressee;
import io.sealane.client.Client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Parties that hand documents in, one after the other, each until it is acknowledged. */
final class Load {
    private static final Duration PACE = Duration.ofMillis(120);

    /**
     * Who sends to whom.
     *
     * @param from host name of the sender's node
     */
    record Route(String from, Client sender, Addressee to) {
        String channel() {
            return from + ">" + to.party().substring(to.party().indexOf('@') + 1);
        }
    }

    /** A document that its party was told is taken. */
    record Taken(Route route, String key, Accepted accepted) {}

    private final Recorder recorder;
    private final String type;
    private final JsonNode document;
    private final ExecutorService parties = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Taken> taken = new ConcurrentLinkedQueue<>();
    private final List<Future<?>> running = new ArrayList<>();
    private volatile boolean over;

    Load(Recorder recorder, String type, JsonNode document) {
        this.recorder = recorder;
        this.type = type;
        this.document = document;
    }

    /**
     * Lets a party for each route begin.
     *
     * @param name no two loads of a federation have the same
     */
    void begin(String name, List<Route> routes) {
        for (int i = 0; i < routes.size(); i++) {
            Route route = routes.get(i);
            String prefix = name + "-" + i + "-";
            running.add(parties.submit(() -> handIn(route, prefix)));
        }
    }

    private Void handIn(Route route, String prefix) throws InterruptedException {
        for (int i = 0; !over; i++) {
            String key = prefix + i;
            recorder.attempted(key);
            taken.add(again(route, key));
            Thread.sleep(PACE);
        }
        return null;
    }

    /** Hands a document in; one that was handed in under this key is the same. */
    Taken again(Route route, String key) {
        // The client repeats it under its key until there is an answer, as long as it has patience.
        Accepted accepted = route.sender().submit(type, List.of(route.to()), document, key);
        recorder.acknowledged(key, accepted.id());
        return new Taken(route, key, accepted);
    }

    /** Nothing more is begun; what was acknowledged, when the last answer is there. */
    List<Taken> end() throws InterruptedException {
        over = true;
        for (Future<?> one : running) {
            try {
                one.get();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException thrown
                        ? thrown
                        : new IllegalStateException(e.getCause());
            }
        }
        parties.close();
        return List.copyOf(taken);
    }
}
