package io.sealane.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.command.fleet.NodeProcess;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What DESIGN 11 asks for: a client posts documents to us, which delivers them to nl and verifies
 * the receipts; both nodes, both databases and the client on the same processors.
 */
final class Exchange {
    private static final int ONE_BY_ONE = 100;
    private static final List<String> JVMS = List.of("client", "us", "nl");

    private final Ground ground;
    private final int clients;

    Exchange(Ground ground, int clients) {
        this.ground = ground;
        this.clients = clients;
    }

    ObjectNode measure(Duration warmUp, Duration time) throws IOException, Refusal, SQLException {
        try (var traffic = Traffic.on(ground);
                var sent = Tables.of(ground.us().berth());
                var received = Tables.of(ground.nl().berth())) {
            long receipts = sent.count("receipt");
            long inbox = received.count("inbox");
            ground.tell("Warming up for " + warmUp.toSeconds() + " s.");
            traffic.run(clients, until(warmUp));
            long before = traffic.delivered();
            Cost cost = cost();
            ground.tell("Measuring for " + time.toSeconds() + " s.");
            Map<String, Duration> cpu = cost.read();
            Map<String, Map<String, Duration>> threads = cost.readThreads();
            long start = System.nanoTime();
            traffic.run(clients, until(time));
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            Map<String, Duration> cpuAfter = cost.read();
            Map<String, Map<String, Duration>> threadsAfter = cost.readThreads();
            long count = traffic.delivered() - before;
            ground.tell(count + " deliveries. Now one at a time.");
            var times = new ArrayList<Duration>();
            for (int i = 0; i < ONE_BY_ONE; i++) {
                times.add(traffic.oneWay());
            }
            receipts = sent.count("receipt") - receipts;
            inbox = received.count("inbox") - inbox;
            ObjectNode result =
                    Json.object()
                            .put("part", "exchange")
                            .put("documentBytes", traffic.documentBytes())
                            .put("clients", clients)
                            .put("seconds", Figures.round(took.toMillis() / 1000.0))
                            .put("deliveries", count)
                            .put("perSecond", Figures.perSecond(count, took));
            result.set("cpuMillisEach", Cost.each(cpu, cpuAfter, count));
            result.set("ofWhichMillis", byActivity(threads, threadsAfter, count));
            result.set("millisOneClient", Figures.millis(times));
            return result.put("fsync", fsync(sent) + "/" + fsync(received))
                    .put("submitted", traffic.submitted())
                    .put("receiptsVerified", traffic.delivered())
                    .put("receiptsStoredBySender", receipts)
                    .put("inboxOfReceiver", inbox)
                    .put(
                            "holds",
                            traffic.submitted() == receipts
                                    && receipts == inbox
                                    && traffic.delivered() == receipts);
        }
    }

    /** Of the three JVMs alone: what a database does is one thing. */
    private static ObjectNode byActivity(
            Map<String, Map<String, Duration>> before,
            Map<String, Map<String, Duration>> after,
            long count) {
        ObjectNode processes = Json.object();
        for (String name : JVMS) {
            processes.set(
                    name,
                    Cost.each(
                            before.getOrDefault(name, Map.of()),
                            after.getOrDefault(name, Map.of()),
                            count));
        }
        return processes;
    }

    private static String fsync(Tables tables) throws SQLException {
        return tables.ask("select setting from pg_settings where name = 'fsync'");
    }

    private Cost cost() {
        return new Cost()
                .add("client", ProcessHandle::current)
                .add("us", () -> handle(ground.us()))
                .add("usDatabase", () -> ground.us().database().orElseThrow())
                .add("nl", () -> handle(ground.nl()))
                .add("nlDatabase", () -> ground.nl().database().orElseThrow());
    }

    static ProcessHandle handle(NodeProcess node) {
        return ProcessHandle.of(node.pid()).orElseThrow();
    }

    private static java.util.function.BooleanSupplier until(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        return () -> System.nanoTime() - end < 0;
    }
}
