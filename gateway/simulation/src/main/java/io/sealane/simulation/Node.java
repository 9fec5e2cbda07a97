package io.sealane.simulation;

import io.sealane.core.exchange.MemoryStore;
import io.sealane.core.exchange.Self;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** A node: what is durable, a clock that is a little off, and the processes that share both. */
final class Node {
    private final World world;
    private final Self self;
    private final InstantSource clock;
    private final List<Instance> instances = new ArrayList<>();
    private MemoryStore store;

    Node(World world, String name) {
        this.world = world;
        this.self = LogSigner.in(world.setting().self(name));
        this.store = isHonest() ? world.build().store(self) : new MemoryStore();
        var skew = world.seconds(-90, 90);
        this.clock = () -> world.loop().instant().plus(skew);
    }

    void add(Instance instance) {
        instances.add(instance);
    }

    Self self() {
        return self;
    }

    String name() {
        return self.node();
    }

    boolean isHonest() {
        return !self.node().equals(Setting.LIAR);
    }

    InstantSource clock() {
        return clock;
    }

    MemoryStore store() {
        return store;
    }

    List<Instance> instances() {
        return instances;
    }

    /** One of the processes that are up, or null. */
    @Nullable Instance any() {
        List<Instance> up = instances.stream().filter(Instance::isUp).toList();
        return up.isEmpty() ? null : up.get(world.random().nextInt(up.size()));
    }

    /** Everything that is not durable is gone. */
    void losePower() {
        instances.stream().filter(Instance::isUp).forEach(Instance::kill);
        store = world.build().afterPowerLoss(store);
    }
}
