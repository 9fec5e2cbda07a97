package io.sealane.simulation;

import io.sealane.core.exchange.Link;
import io.sealane.core.identity.Outage;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What lies between the nodes: it loses, doubles, delays and reorders, and falls apart. */
final class Network {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final double LOST = 0.05;
    private static final double LATE = 0.04;
    private static final double DOUBLED = 0.05;
    private static final int CAPTURED = 40;

    /** From one node to another nothing passes for a while. */
    private record Cut(String from, String to, Instant start, Instant end) {}

    /** A batch that passed, as the liar saw it. */
    record Captured(String from, String to, byte[] batch) {}

    /** A question under way, and its answer. */
    private static final class Exchange {
        final long number;
        final Runnable alarm;
        boolean closed;
        Link.@Nullable Reply reply;

        Exchange(long number, Runnable alarm) {
            this.number = number;
            this.alarm = alarm;
        }
    }

    private final World world;
    private final Faults faults;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final List<Cut> cuts = new ArrayList<>();
    private final List<Captured> captured = new ArrayList<>();
    private final Map<String, Long> newest = new HashMap<>();
    private final Instant quickUntil;
    private @Nullable Liar liar;
    private long sent;

    Network(World world, Faults faults, Instant quickUntil) {
        this.world = world;
        this.faults = faults;
        this.quickUntil = quickUntil;
    }

    void add(Node node) {
        nodes.put(node.name(), node);
    }

    void with(Liar lying) {
        liar = lying;
    }

    Node node(String name) {
        return Objects.requireNonNull(nodes.get(name));
    }

    List<Captured> captured() {
        return captured;
    }

    void cut(String from, String to, Instant start, Instant end) {
        cuts.add(new Cut(from, to, start, end));
    }

    /** Whether time is worth looking at closely; in a partition of days it is not. */
    boolean isQuick() {
        return faults.areOver() || world.loop().instant().isBefore(quickUntil);
    }

    /** How long a process waits before it looks for work again. */
    Duration interval() {
        return isQuick() ? world.seconds(2, 15) : world.seconds(3600, 4 * 3600);
    }

    Link from(Node sender) {
        return (to, batch) -> deliver(sender.name(), to, batch);
    }

    private Link.Reply deliver(String from, String to, byte[] batch) {
        world.watch().leaves(from, to, batch);
        capture(from, to, batch);
        var exchange = new Exchange(sent++, world.loop().alarm());
        if (happens(LOST)) {
            world.tally().count(Fault.REQUEST_LOST);
            world.trace().add(from, "loses a batch to " + to);
        } else {
            world.loop().after(delay(), () -> arrive(exchange, from, to, batch));
        }
        if (happens(DOUBLED)) {
            world.tally().count(Fault.DUPLICATED);
            var again = new Exchange(exchange.number, () -> {});
            world.loop().after(delay(), () -> arrive(again, from, to, batch));
        }
        world.loop().sleep(PATIENCE);
        exchange.closed = true;
        if (exchange.reply == null) {
            throw new Outage("No answer from " + to + ".", 1);
        }
        return exchange.reply;
    }

    /** The liar sends something that no path of its own made. */
    void inject(String to, byte[] batch) {
        var exchange = new Exchange(sent++, () -> {});
        world.loop().after(delay(), () -> arrive(exchange, Setting.LIAR, to, batch));
    }

    private void capture(String from, String to, byte[] batch) {
        if ((from.equals(Setting.LIAR) || to.equals(Setting.LIAR)) && captured.size() < CAPTURED) {
            captured.add(new Captured(from, to, batch));
        }
    }

    private void arrive(Exchange exchange, String from, String to, byte[] batch) {
        Instance instance = node(to).any();
        if (isCut(from, to)) {
            return;
        }
        if (instance == null) {
            world.trace().add(to, "is down when a batch of " + from + " arrives");
            exchange.alarm.run();
            return;
        }
        long before = newest.merge(from + ">" + to, exchange.number, Math::max);
        if (before > exchange.number) {
            world.tally().count(Fault.REORDERED);
        }
        world.trace().add(instance.name(), "receives " + batch.length + " bytes of " + from);
        instance.receive(
                from, batch, reply -> answer(exchange, instance.node(), from, batch, reply));
    }

    private void answer(
            Exchange exchange, Node by, String to, byte[] batch, Link.@Nullable Reply reply) {
        Link.Reply told = reply;
        if (reply != null && by.isHonest()) {
            world.watch().answers(by, batch, reply);
        } else if (reply != null && liar != null) {
            told = liar.bend(reply);
        }
        if (happens(LOST)) {
            world.tally().count(Fault.ANSWER_LOST);
            world.trace().add(by.name(), "loses an answer to " + to);
        } else if (!isCut(by.name(), to)) {
            Link.Reply carried = told;
            world.loop()
                    .after(
                            delay(),
                            () -> {
                                if (!exchange.closed) {
                                    exchange.reply = carried;
                                    exchange.alarm.run();
                                }
                            });
        }
    }

    private boolean isCut(String from, String to) {
        Instant now = world.loop().instant();
        boolean cut =
                !faults.areOver()
                        && cuts.stream()
                                .anyMatch(one ->
                                        one.from().equals(from)
                                                && one.to().equals(to)
                                                && !now.isBefore(one.start())
                                                && now.isBefore(one.end()));
        if (cut) {
            world.tally().count(Fault.CUT_OFF);
            world.trace().add(from, "is cut off from " + to);
        }
        return cut;
    }

    private Duration delay() {
        if (happens(LATE)) {
            world.tally().count(Fault.LATE);
            return world.seconds(31, 180);
        }
        return world.millis(2, 300);
    }

    private boolean happens(double probability) {
        return !faults.areOver() && world.chance(probability);
    }
}
