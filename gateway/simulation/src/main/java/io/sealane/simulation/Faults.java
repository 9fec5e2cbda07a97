package io.sealane.simulation;

import io.sealane.core.identity.Outage;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What befalls the processes of honest nodes at their port calls. */
final class Faults {
    private static final double SHORT_WAIT = 0.08;
    private static final double STALL = 0.004;
    private static final double SLOW_DISK = 0.2;
    private static final double STORE_FAULT = 0.003;
    private static final double POWER_LOSS = 0.3;

    /** A port that every process calls every few seconds, whatever else it does. */
    private static final int FREQUENT = 30;

    /** A crash at the n-th call of a port, before or after the call has its effect. */
    private static final class Planned {
        final String port;
        final boolean before;
        int callsLeft;

        Planned(String port, boolean before, int callsLeft) {
            this.port = port;
            this.before = before;
            this.callsLeft = callsLeft;
        }
    }

    private final World world;
    private final List<Planned> planned = new ArrayList<>();
    private final Set<String> lapsed = new HashSet<>();
    private boolean impatient;
    private boolean over;

    Faults(World world) {
        this.world = world;
        int crashes = world.random().nextInt(2, 5);
        for (int i = 0; i < crashes; i++) {
            String port = Ports.all().get(world.random().nextInt(Ports.all().size()));
            boolean before = world.random().nextBoolean();
            boolean rare =
                    port.equals("Store.release")
                            || port.equals(Ports.GROUP_COMMIT)
                            || world.chance(0.5);
            int calls = world.random().nextInt(rare ? 2 : FREQUENT);
            planned.add(new Planned(port, before, calls));
        }
    }

    /** From now on a crash that waits for its port call takes any other one. */
    void hurry() {
        impatient = true;
    }

    /** From now on nothing goes wrong. */
    void end() {
        over = true;
    }

    boolean areOver() {
        return over;
    }

    void before(String port, Instance instance) {
        meet(port, instance, true);
    }

    void after(String port, Instance instance) {
        meet(port, instance, false);
    }

    private void meet(String port, Instance instance, boolean before) {
        if (over) {
            return;
        }
        for (int i = 0; i < planned.size(); i++) {
            Planned crash = planned.get(i);
            boolean here = crash.before == before && crash.port.equals(port);
            if ((here && crash.callsLeft-- == 0) || (impatient && crash.before == before)) {
                planned.remove(i);
                crash(port, instance, before);
            }
        }
        if (port.startsWith("Journal")) {
            return;
        }
        if (!before && port.equals("Store.queued") && lapses(instance.node())) {
            stall(port, instance, world.seconds(40, 90));
            return;
        }
        if (port.startsWith("Store") && world.chance(STORE_FAULT)) {
            world.tally().count(before ? Fault.STORE_AWAY : Fault.OUTCOME_UNKNOWN);
            world.trace().add(instance.name(), port + (before ? " not taken" : " not answered"));
            throw new Outage("The store does not answer.", 1);
        }
        if (world.chance(STALL)) {
            stall(port, instance, world.seconds(1, 90));
        } else if (port.startsWith(Ports.COMMIT) && world.chance(SLOW_DISK)) {
            // Long enough for others to come, whose changes are then one group.
            world.loop().sleep(world.millis(200, 4000));
        } else if (world.chance(SHORT_WAIT)) {
            world.loop().sleep(world.millis(1, 200));
        }
    }

    /**
     * Once a history, when the agreement is about to end: whoever has just read what is
     * to be sent stands still until its lease is over, and another process does it otherwise.
     */
    private boolean lapses(Node node) {
        Instant now = node.clock().instant();
        return now.isAfter(Setting.ENDS.minusSeconds(40))
                && now.isBefore(Setting.ENDS)
                && !node.store().queued(Setting.ENDING, 1).isEmpty()
                && lapsed.add(node.name());
    }

    private void stall(String port, Instance instance, Duration length) {
        world.tally().count(Fault.STALL);
        world.trace().add(instance.name(), port + " stalls for " + length.toSeconds() + " s");
        world.loop().sleep(length);
    }

    private void crash(String port, Instance instance, boolean before) {
        boolean power = world.chance(POWER_LOSS);
        world.tally().count(power ? Fault.POWER_LOSS : Fault.CRASH);
        world.tally().crash(port, before);
        world.trace()
                .add(
                        instance.name(),
                        (power ? "power lost " : "killed ")
                                + (before ? "before " : "after ")
                                + port);
        if (power) {
            instance.node().losePower();
        } else {
            instance.kill();
        }
        throw new Crash();
    }
}
