package io.sealane.command;

import io.sealane.client.Client;
import io.sealane.client.DocumentState;
import io.sealane.core.identity.Outage;

import java.time.Duration;
import java.util.UUID;

/** Waits until the recipients' nodes have answered, for a while. */
final class Settling {
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Client client;
    private final Duration longest;

    Settling(Client client, Duration longest) {
        this.client = client;
        this.longest = longest;
    }

    /** The document's state when all is final, or when the time is up. */
    DocumentState of(UUID document) {
        long deadline = System.nanoTime() + longest.toNanos();
        while (true) {
            DocumentState state = client.document(document);
            if (state.isSettled() || System.nanoTime() - deadline >= 0) {
                return state;
            }
            pause();
        }
    }

    static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Outage("interrupted while waiting", 1, e);
        }
    }
}
