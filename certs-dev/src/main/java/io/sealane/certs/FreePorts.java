package io.sealane.certs;

import io.sealane.certs.Plan.Ports;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for nodes that start a little later. A port that the system names is free again at once,
 * for the next who asks, for a database or for an outgoing connection: two nodes were given one.
 */
public final class FreePorts {
    /** Below those that systems give away by themselves: Linux from 32768, others from 49152. */
    private static final int LEAST = 20_000;

    private static final int END = 32_768;
    private static final int PORTS = END - LEAST;

    /** Far apart for processes that start together, whose numbers are close. */
    private static final long APART = 4_001;

    private static final AtomicInteger NEXT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * APART % PORTS));

    private FreePorts() {}

    /** Where a node may listen. */
    public static Ports ofNode() {
        return new Ports(one(), one(), one());
    }

    /** A port that nobody listens on. This process names it again when it has named all others. */
    public static int one() {
        for (int i = 0; i < PORTS; i++) {
            int port = LEAST + NEXT.getAndUpdate(last -> (last + 1) % PORTS);
            if (isFree(port)) {
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
