package io.sealane.house.planted;

import org.jspecify.annotations.Nullable;

import java.io.InputStream;
import java.io.Reader;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** One method for each thing that the core does without. Nobody calls them. */
final class Forbidden {
    private Forbidden() {}

    static Instant time_of_day() {
        return Instant.now();
    }

    static List<InstantSource> system_clock() {
        return List.of(InstantSource.system(), Clock.systemUTC());
    }

    static void waiting() {
        Thread.onSpinWait();
    }

    static List<Random> randomness() {
        return List.of(new Random(), new java.security.SecureRandom());
    }

    static Supplier<UUID> random_names() {
        return UUID::randomUUID;
    }

    static @Nullable String surroundings() {
        return System.getenv("HOME");
    }

    static boolean network(Object peer, URI allowed) {
        return peer instanceof Socket && allowed.isAbsolute();
    }

    static List<Object> disk(Reader reader, Path path, InputStream allowed) {
        return List.of(reader, path, allowed);
    }

    static @Nullable InputStream resources() {
        return Forbidden.class.getResourceAsStream("x");
    }

    static String frameworks(Connection database) {
        return database.toString();
    }

    static CompletableFuture<String> answers_later() {
        return CompletableFuture.completedFuture("");
    }

    static int is_answered_later(List<Future<String>> answers) {
        return answers.size();
    }
}
