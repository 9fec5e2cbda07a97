package io.sealane.bench;

import io.sealane.client.Accepted;
import io.sealane.client.Addressee;
import io.sealane.client.Client;
import io.sealane.client.Profile;
import io.sealane.command.demo.Input;
import io.sealane.command.fleet.NodeProcess;
import io.sealane.core.identity.Outage;
import io.sealane.core.identity.Refusal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * A carrier at us that sends one document after the other to a terminal at nl, and knows by the
 * sender's own count how many receipts it has verified.
 */
final class Traffic implements AutoCloseable {
    private static final String CARRIER = "acme-line";
    private static final List<Addressee> TERMINAL =
            List.of(new Addressee("rotterdam-terminal@nl.sealane.example", "terminal"));

    /** Submitted and not yet receipted: enough for full batches, and never a growing backlog. */
    private static final int IN_FLIGHT = 400;

    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Client client;
    private final Input input;
    private final NodeProcess sender;
    private final AtomicLong submitted = new AtomicLong();
    private final long deliveredBefore;

    private Traffic(Client client, Input input, NodeProcess sender) {
        this.client = client;
        this.input = input;
        this.sender = sender;
        this.deliveredBefore = counted();
    }

    static Traffic on(Ground ground) throws IOException, Refusal {
        ground.start();
        Input input = sample(ground);
        Client client = Client.of(Profile.read(ground.us().berth().profile(CARRIER)));
        return new Traffic(client, input, ground.us());
    }

    /** The document that is sent again and again: a transport document of 4 KB. */
    static Input sample(Ground ground) {
        return Input.examples(ground.catalogue()).stream()
                .filter(one -> one.name().equals("general-cargo"))
                .findFirst()
                .orElseThrow();
    }

    int documentBytes() {
        return input.body().toString().length();
    }

    Accepted submit() {
        Accepted accepted =
                client.submit(
                        input.type().vct(), TERMINAL, input.body(), UUID.randomUUID().toString());
        submitted.incrementAndGet();
        return accepted;
    }

    /** One document from the first byte sent to the receipt verified. */
    Duration oneWay() {
        long start = System.nanoTime();
        UUID id = submit().id();
        while (!client.document(id).isSettled()) {
            rest(Duration.ofMillis(1));
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Submits from so many threads while it is wanted, then waits for the last receipt. */
    void run(int clients, BooleanSupplier wanted) {
        var room = new Semaphore(IN_FLIGHT);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> senders =
                    IntStream.range(0, clients)
                            .<Future<?>>mapToObj(_ -> threads.submit(() -> send(room, wanted)))
                            .toList();
            long known = delivered();
            while (!senders.stream().allMatch(Future::isDone)) {
                rest(LOOK);
                long now = delivered();
                room.release((int) (now - known));
                known = now;
            }
            for (Future<?> one : senders) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new Outage("a submission failed: " + e.getCause(), 1, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Outage("interrupted", 1, e);
        }
        settle();
    }

    private void send(Semaphore room, BooleanSupplier wanted) {
        while (wanted.getAsBoolean()) {
            room.acquireUninterruptibly();
            submit();
        }
    }

    private void settle() {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (delivered() < submitted.get()) {
            if (System.nanoTime() - deadline > 0) {
                throw new Outage("deliveries have no receipt after " + LONGEST, 1);
            }
            rest(LOOK);
        }
    }

    long submitted() {
        return submitted.get();
    }

    /** Deliveries of this traffic whose receipt the sender has verified. */
    long delivered() {
        return counted() - deliveredBefore;
    }

    private long counted() {
        var address =
                URI.create("http://127.0.0.1:" + sender.berth().managementPort() + "/metrics");
        try (var in = address.toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("sealane_deliveries_delivered_total{"))
                    .mapToLong(line ->
                            (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        client.close();
    }

    static void rest(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Outage("interrupted", 1, e);
        }
    }
}
