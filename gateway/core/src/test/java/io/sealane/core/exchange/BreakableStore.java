package io.sealane.core.exchange;

import io.sealane.core.ledger.MemoryTiles;

import java.util.List;

/** A store in memory that a test can damage as a restore, an intruder or a crash would. */
class BreakableStore extends MemoryStore {
    /** What is durable outlives a crash; here that is everything. */
    synchronized void crash() {}

    /** Begins a channel's numbers anew, as a database restored to before would. */
    synchronized void forgetNumbers(ChannelName channel) {
        out(channel).nextSeq = 1;
        out(channel).prev = new byte[32];
    }

    /** Another tree of the same size: the log is rewritten. */
    synchronized void replaceLog() {
        var rewritten = new MemoryTiles();
        for (long i = 0; i < tiles.size(); i++) {
            rewritten.append(List.of(new byte[] {(byte) i}));
        }
        tiles = rewritten;
    }

    /** An empty tree: the log is lost, the rest is not. */
    synchronized void dropLog() {
        tiles = new MemoryTiles();
        deliveries.values().removeIf(MemoryDelivery::isReceipted);
    }
}
