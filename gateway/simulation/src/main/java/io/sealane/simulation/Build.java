package io.sealane.simulation;

import io.sealane.core.agreement.Agreement;
import io.sealane.core.agreement.Agreements;
import io.sealane.core.exchange.Journal;
import io.sealane.core.exchange.MemoryStore;
import io.sealane.core.exchange.Observer;
import io.sealane.core.exchange.Self;
import io.sealane.core.exchange.Sequencer;
import io.sealane.core.exchange.Store;

import java.util.List;
import java.util.concurrent.locks.Lock;

/** How the parts of an honest node are made. Tests make them otherwise, to plant a fault. */
interface Build {
    /** As they are. */
    Build REAL = new Build() {};

    /** What is durable at a node. */
    default MemoryStore store(Self self) {
        return new MemoryStore();
    }

    /** What is left of it when the power failed: all of it. */
    default MemoryStore afterPowerLoss(MemoryStore store) {
        return store;
    }

    /** Told of each process that is killed. */
    default void killed(MemoryStore store) {}

    default Agreements agreements(List<Agreement> agreements) {
        return new Agreements(agreements);
    }

    default Sequencer sequencer(
            Self self, Store store, Journal journal, Observer observer, Lock committing) {
        return new Sequencer(self, store, journal, observer, committing);
    }
}
