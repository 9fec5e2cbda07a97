package io.sealane.certs;

import io.sealane.certs.Plan.Ports;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for nodes that start a little later. A port that the system names is free again at once,
 * for the next who asks, for a database or for an outgoing connection: two nodes were given one.
 */
public final class FreePorts {
    /** Below those that systems give away by themselves: Linux from 32768, others from 49152. */
    private static final int LEAST = 20_000;

    private static final int END = 32_768;
    private static final int TRIES = 10_000;

    private static final Set<Integer> NAMED = ConcurrentHashMap.newKeySet();

    private FreePorts() {}

    /** Where a node may listen. */
    public static Ports ofNode() {
        return new Ports(one(), one(), one());
    }

    /** A port that nobody listens on, and that this process has not named before. */
    public static int one() {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(LEAST, END);
            if (isFree(port) && NAMED.add(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no port from " + LEAST + " is free");
    }

    private static boolean isFree(int port) {
        try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
