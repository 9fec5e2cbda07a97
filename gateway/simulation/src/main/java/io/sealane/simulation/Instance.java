package io.sealane.simulation;

import io.sealane.core.exchange.ChannelName;
import io.sealane.core.exchange.Dispatch;
import io.sealane.core.exchange.Link;
import io.sealane.core.exchange.Problems;
import io.sealane.core.exchange.Sequencer;
import io.sealane.core.exchange.Submission;
import io.sealane.core.identity.Outage;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** A process of a node: it wires the real core as a node's main does, is killed and comes back. */
final class Instance {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    private static final int ROUNDS = 20;
    private static final double PUBLISHES = 0.05;

    private final World world;
    private final Node node;
    private final String name;
    private final Faults faults;
    private final Network network;
    private Life life = new Life();
    private Core core;
    private final Map<ChannelName, Pace> paces = new HashMap<>();
    private int runs;

    /** When a channel is tried next. */
    private static final class Pace {
        boolean busy;
        Duration wait = Duration.ZERO;
        Instant next = Instant.MIN;
    }

    Instance(World world, Node node, int number, Faults faults, Network network) {
        this.world = world;
        this.node = node;
        this.name = node.name().substring(0, 2) + "/" + number;
        this.faults = faults;
        this.network = network;
        this.core = wire();
    }

    String name() {
        return name;
    }

    Node node() {
        return node;
    }

    boolean isUp() {
        return life.isAlive();
    }

    Sequencer sequencer() {
        return core.sequencer();
    }

    private Core wire() {
        runs++;
        Life now = life;
        var committing = new Turnstile(world.loop());
        return Core.wire(
                world,
                node,
                name + "#" + runs,
                network,
                committing,
                (port, effect) -> cross(now, committing, port, effect));
    }

    /** Every port call: what befalls it, then what it does, then what befalls its answer. */
    private Object cross(Life caller, Turnstile committing, String port, Ports.Effect effect)
            throws Throwable {
        if (!caller.isAlive()) {
            throw new Crash();
        }
        String call = port;
        if (port.equals(Ports.COMMIT) && committing.waiting() > 0) {
            call = Ports.GROUP_COMMIT;
            world.tally().count("groups of several callers", 1);
        }
        if (node.isHonest()) {
            faults.before(call, this);
        }
        Object result = effect.run();
        if (node.isHonest()) {
            faults.after(call, this);
        }
        return result;
    }

    void begin() {
        world.loop().after(world.millis(0, 2000), () -> tick(life));
    }

    /** Ends the process without warning; it comes back after a while. */
    void kill() {
        world.loop().end(life);
        world.build().killed(node.store());
        world.loop().after(world.seconds(1, 60), this::comeBack);
    }

    /** Ends the process for good. */
    void abandon() {
        world.loop().end(life);
    }

    private void comeBack() {
        if (!life.isAlive()) {
            world.trace().add(name, "is back");
            life = new Life();
            paces.clear();
            core = wire();
            begin();
        }
    }

    /** An orderly end: what it holds is given back. */
    void restart() {
        start(
                () -> {
                    try {
                        for (ChannelName channel : core.store().busyChannels(1)) {
                            core.dispatch().release(channel);
                        }
                    } catch (Outage notGivenBack) {
                        world.trace().add(name, "could not give its leases back");
                    }
                    world.tally().count(Fault.RESTART);
                    world.trace().add(name, "stops");
                    kill();
                    throw new Crash();
                },
                () -> {});
    }

    /** Runs something in this process, unless it ends first. */
    void start(Runnable what, Runnable orphaned) {
        world.loop().start(life, what, orphaned);
    }

    private void tick(Life ticking) {
        if (!ticking.isAlive()) {
            return;
        }
        start(this::work, () -> {});
        world.loop().after(network.interval(), () -> tick(ticking));
    }

    private void work() {
        try {
            for (ChannelName channel : core.store().busyChannels(1)) {
                Pace pace = paces.computeIfAbsent(channel, one -> new Pace());
                if (!pace.busy && !world.loop().instant().isBefore(pace.next)) {
                    pace.busy = true;
                    start(() -> drive(channel, pace), () -> {});
                }
            }
            if (world.chance(PUBLISHES)) {
                core.publisher().publish();
            }
        } catch (Outage later) {
            world.trace().add(name, "waits: " + later.getMessage());
        } catch (Refusal ownCheckpoint) {
            throw new IllegalStateException(ownCheckpoint);
        }
    }

    private void drive(ChannelName channel, Pace pace) {
        try {
            for (int i = 0; i < ROUNDS; i++) {
                if (core.dispatch().run(channel) != Dispatch.Progress.MORE) {
                    break;
                }
            }
            pace.wait = Duration.ZERO;
        } catch (Outage later) {
            world.trace().add(name, channel + ": " + later.getMessage());
            slower(pace);
        } catch (Refusal answer) {
            world.trace().add(name, channel + ": " + answer.code().wireName());
            slower(pace);
        }
        pace.next = world.loop().instant().plus(pace.wait);
        pace.busy = false;
    }

    private void slower(Pace pace) {
        Duration longest = network.isQuick() ? LONGEST_WAIT : network.interval();
        Duration next = pace.wait.isZero() ? Duration.ofSeconds(1) : pace.wait.multipliedBy(2);
        pace.wait = next.compareTo(longest) > 0 ? longest : next;
    }

    /** Takes a batch as the edge does; the answer is null where the sender learns nothing. */
    void receive(String peer, byte[] batch, Consumer<Link.@Nullable Reply> answer) {
        start(
                () -> {
                    Link.Reply reply = null;
                    try {
                        reply = new Link.Reply(200, core.reception().receive(peer, batch));
                    } catch (Refusal refusal) {
                        world.trace().add(name, "refuses " + peer + " " + refusal.code());
                        reply = new Link.Reply(409, Json.canonical(Problems.of(refusal)));
                    } catch (Outage unavailable) {
                        world.trace().add(name, "cannot answer " + peer);
                    }
                    answer.accept(reply);
                },
                () -> answer.accept(null));
    }

    /** Takes a document as the edge does. */
    void submit(Submission.Request request, Parties.Answer answer) {
        start(
                () -> {
                    try {
                        answer.accepted(core.submission().submit(request));
                    } catch (Refusal refusal) {
                        answer.refused(refusal);
                    } catch (Outage unavailable) {
                        answer.failed();
                    }
                },
                answer::failed);
    }
}
