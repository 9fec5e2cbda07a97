package io.sealane.simulation;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/** What happens under one seed, from the first document until everything is settled. */
final class History {
    /** A history has no fewer documents that their parties were told are taken. */
    static final int DOCUMENTS = 30;

    private static final int CRASHES = 2;
    private static final int PARTITIONS = 1;

    /** Two processes of an honest node share one store. */
    private static final int PROCESSES = 2;

    private static final Duration SUBMITTING = Duration.ofMinutes(5);
    private static final Duration QUICK = Duration.ofMinutes(12);
    private static final Duration SETTLING = Duration.ofDays(1);
    private static final Duration STEP = Duration.ofMinutes(5);

    /** Longer than a presentation lives: what was sent before must be given up. */
    private static final Duration DAYS = Duration.ofDays(8);

    private static final double FOR_DAYS = 0.2;
    private static final double ONE_WAY = 0.6;

    private final World world;
    private final Loop loop;
    private final Instant start;
    private final Faults faults;
    private final Network network;
    private final Parties parties;
    private final Liar liar;
    private Instant calm;

    /**
     * What came of it.
     *
     * @param violation what did not hold, or null
     * @param trace the events; empty unless asked for
     */
    record Outcome(
            long seed,
            @Nullable String violation,
            String traceHash,
            List<String> trace,
            long events,
            Tally tally) {}

    History(long seed, Setting setting, Build build, boolean traced) {
        var random = new SplittableRandom(seed);
        start = Setting.START.plusSeconds(random.nextInt(8 * 60));
        loop = new Loop(start);
        var watch = new Watch(setting);
        world =
                new World(
                        loop, random, new Trace(loop, traced), new Tally(), watch, setting, build);
        faults = new Faults(world);
        network = new Network(world, faults, start.plus(QUICK));
        parties = new Parties(world, network, faults);
        liar = new Liar(world, network, faults);
        calm = start.plus(QUICK);
        for (String name : Setting.NODES) {
            var node = new Node(world, name);
            network.add(node);
            watch.add(node);
            for (int i = 1; i <= (node.isHonest() ? PROCESSES : 1); i++) {
                node.add(new Instance(world, node, i, faults, network));
            }
        }
        network.with(liar);
    }

    Outcome run(long seed) {
        boolean forDays = plan();
        try {
            loop.run(calm, world.watch()::holds);
            world.trace().add("all", "faults end");
            faults.end();
            Instant end = calm.plus(SETTLING);
            while (isOpen() && loop.instant().isBefore(end)) {
                loop.run(loop.instant().plus(STEP), world.watch()::holds);
            }
            if (world.watch().violation() == null) {
                if (parties.open() > 0) {
                    world.watch().fail(parties.open() + " documents have no answer");
                }
                world.watch().end(world.tally(), forDays);
                checkEventful();
            }
        } catch (Throwable bug) {
            StackTraceElement[] stack = bug.getStackTrace();
            world.watch().fail("a bug: " + bug + (stack.length == 0 ? "" : " at " + stack[0]));
        }
        for (String name : Setting.NODES) {
            world.trace().add(name, "ends with " + network.node(name).store().leaves().size());
        }
        String violation = world.watch().violation();
        world.trace().add("all", violation == null ? "everything holds" : violation);
        abandon();
        return new Outcome(
                seed,
                violation,
                world.trace().hash(),
                world.trace().lines(),
                loop.happened(),
                world.tally());
    }

    /** A history in which too little happens shows nothing: that would be our own mistake. */
    private void checkEventful() {
        Tally tally = world.tally();
        requireAtLeast(DOCUMENTS, tally.of("documents"), "documents");
        requireAtLeast(CRASHES, tally.of(Fault.CRASH, Fault.POWER_LOSS), "crashes");
        requireAtLeast(PARTITIONS, tally.of(Fault.PARTITION), "partitions");
    }

    private void requireAtLeast(int least, long count, String what) {
        if (count < least) {
            world.watch().fail("too little happens: " + count + " " + what);
        }
    }

    private boolean isOpen() {
        return world.watch().violation() == null
                && (parties.open() > 0 || !world.watch().isQuiet());
    }

    /** Decides what will happen when; the rest is decided as it happens. */
    private boolean plan() {
        parties.plan(SUBMITTING);
        for (String name : Setting.NODES) {
            network.node(name).instances().forEach(Instance::begin);
        }
        liar.begin();
        int restarts = world.random().nextInt(1, 4);
        for (int i = 0; i < restarts; i++) {
            Node node = network.node(anyOf(Setting.HONEST));
            loop.after(
                    within(SUBMITTING),
                    () -> {
                        Instance instance = node.any();
                        if (instance != null) {
                            instance.restart();
                        }
                    });
        }
        boolean forDays = world.chance(FOR_DAYS);
        partition(false, forDays);
        for (int i = world.random().nextInt(PARTITIONS, PARTITIONS + 3); i > PARTITIONS; i--) {
            partition(world.chance(ONE_WAY), false);
        }
        loop.at(start.plus(QUICK).minusSeconds(60), faults::hurry);
        return forDays;
    }

    private void partition(boolean oneWay, boolean forDays) {
        Instant from = start.plus(within(SUBMITTING));
        Instant to = from.plus(forDays ? DAYS : world.seconds(10, 400));
        if (to.isAfter(calm)) {
            calm = to;
        }
        String one = anyOf(Setting.HONEST);
        String other = anyOf(Setting.NODES.stream().filter(node -> !node.equals(one)).toList());
        world.tally().count(oneWay ? Fault.ONE_WAY : Fault.PARTITION);
        List<String> others =
                !oneWay && world.chance(0.3)
                        ? Setting.NODES.stream().filter(node -> !node.equals(one)).toList()
                        : List.of(other);
        for (String far : others) {
            network.cut(one, far, from, to);
            if (!oneWay) {
                network.cut(far, one, from, to);
            }
        }
    }

    private String anyOf(List<String> names) {
        return names.get(world.random().nextInt(names.size()));
    }

    private Duration within(Duration span) {
        return world.millis(0, Math.toIntExact(span.toMillis()));
    }

    /** Every task ends, so that none of its threads is left behind. */
    private void abandon() {
        for (String name : Setting.NODES) {
            network.node(name).instances().forEach(Instance::abandon);
        }
        try {
            loop.run(loop.instant(), () -> true);
        } catch (Throwable bug) {
            throw new IllegalStateException("a task does not end", bug);
        }
    }
}
