package io.sealane.command.faults;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A port that passes TCP connections on to another one, well or badly. */
final class Forwarder implements AutoCloseable {
    private static final int PIECE = 16 * 1024;
    private static final Duration SLOWNESS = Duration.ofMillis(150);

    /** How it passes on what comes. */
    enum Manner {
        WELL,
        NOTHING,
        QUESTIONS_ONLY,
        SLOWLY
    }

    private final ServerSocket door;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Manner manner = Manner.WELL;

    /** To a port of this machine. */
    Forwarder(int target) {
        this.target = target;
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    /** From now on. Connections end, unless they are only to become slow. */
    void pass(Manner how) {
        boolean bytesWereLost = manner == Manner.QUESTIONS_ONLY;
        manner = how;
        if (how == Manner.NOTHING || bytesWereLost) {
            open.forEach(Forwarder::end);
        }
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket from = door.accept();
                if (manner == Manner.NOTHING) {
                    end(from);
                    continue;
                }
                open.add(from);
                Thread.ofVirtual().start(() -> connect(from));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket from) {
        try {
            var to = new Socket(InetAddress.getLoopbackAddress(), target);
            open.add(to);
            Thread.ofVirtual().start(() -> pump(to, from, true));
            pump(from, to, false);
        } catch (IOException nobodyThere) {
            forget(from);
        }
    }

    private void pump(Socket from, Socket to, boolean answers) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            var piece = new byte[PIECE];
            for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
                if (manner == Manner.SLOWLY) {
                    Thread.sleep(SLOWNESS);
                }
                if (!answers || manner != Manner.QUESTIONS_ONLY) {
                    out.write(piece, 0, length);
                }
            }
        } catch (IOException ended) {
            // By one of the two, or by a fault: then the other side ends too.
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            forget(from);
            forget(to);
        }
    }

    private void forget(Socket socket) {
        open.remove(socket);
        end(socket);
    }

    private static void end(Closeable socket) {
        try {
            socket.close();
        } catch (IOException alreadyEnded) {
            // It is what was wanted.
        }
    }

    @Override
    public void close() {
        end(door);
        open.forEach(Forwarder::end);
    }
}
