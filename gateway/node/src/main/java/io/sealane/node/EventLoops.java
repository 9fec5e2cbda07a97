package io.sealane.node;

import io.sealane.core.identity.Outage;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The threads that drive all sockets of a node. */
final class EventLoops {
    private static final int WORKERS = 2;
    private static final int STOP_SECONDS = 5;

    private EventLoops() {}

    static Vertx start() {
        return Vertx.vertx(
                new VertxOptions()
                        .setEventLoopPoolSize(Runtime.getRuntime().availableProcessors())
                        // Nothing of ours blocks on Vert.x's own worker threads.
                        .setWorkerPoolSize(WORKERS)
                        .setInternalBlockingPoolSize(WORKERS)
                        .setFileSystemOptions(
                                new FileSystemOptions()
                                        .setFileCachingEnabled(false)
                                        .setClassPathResolvingEnabled(false)));
    }

    static void stop(Vertx vertx) throws InterruptedException {
        try {
            vertx.close()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new Outage("the event loops did not stop", 1, e);
        }
    }
}
