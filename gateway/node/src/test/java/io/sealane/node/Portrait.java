package io.sealane.node;

import io.sealane.certs.NodeKeys;
import io.sealane.core.agreement.EntityConfiguration;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.KeySigner;
import io.sealane.core.ledger.NoteVerifier;
import io.sealane.core.ledger.SignatureType;
import io.sealane.node.config.NodeConfig;
import io.sealane.node.http.Access;
import io.sealane.node.http.Answer;
import io.sealane.node.http.Caller;
import io.sealane.node.http.Listeners;
import io.sealane.node.http.Route;
import io.sealane.node.http.Routes;
import io.sealane.node.http.Server;
import io.sealane.node.keys.TlsIdentity;
import io.vertx.core.Vertx;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** What a node of a test says of itself, for who adds it by its fingerprint: tests change it. */
final class Portrait implements AutoCloseable {
    private final String node;
    private final NodeKeys keys;
    private final String endpoint;
    private final Vertx vertx = Vertx.vertx();
    private @Nullable Server server;
    private Instant last = Instant.EPOCH;

    volatile KeySigner federation;
    volatile @Nullable String next;
    final List<Key> presentation;
    final List<Key> issuing;
    final List<NoteVerifier> log;
    final Map<String, Instant> revoked = new ConcurrentHashMap<>();

    /** How often it was read. */
    final AtomicInteger reads = new AtomicInteger();

    /**
     * The truth, to begin with.
     *
     * @param endpoint where partners call it
     */
    Portrait(String node, NodeKeys keys, String endpoint) {
        this.node = node;
        this.keys = keys;
        this.endpoint = endpoint;
        federation = keys.federationSigner();
        presentation = new CopyOnWriteArrayList<>(List.of(keys.presentationKey()));
        issuing = new CopyOnWriteArrayList<>(List.of(keys.issuingKey()));
        var signer = NoteVerifier.of(origin(), SignatureType.ED25519, keys.log().getPublic());
        log = new CopyOnWriteArrayList<>(List.of(signer));
    }

    private String origin() {
        return node + "/log/1";
    }

    Route route() {
        return Route.get(
                EntityConfiguration.PATH,
                Access.OPEN,
                Set.of(),
                ask ->
                        Answer.of(
                                200,
                                "application/entity-statement+jwt",
                                text().getBytes(StandardCharsets.US_ASCII)));
    }

    /** Shows it to anybody, and tells where. */
    String publish() {
        var identity = new TlsIdentity(keys.tls().getPrivate(), List.of(keys.tlsCertificate()));
        Server open =
                new Server(
                                vertx,
                                "portrait",
                                Listeners.api(
                                        new NodeConfig.Listener("127.0.0.1", 0), () -> identity),
                                new Routes(List.of(route())),
                                (request, access) -> new Caller.Anyone(),
                                (listener, path, caller, status, code, took) -> {},
                                InstantSource.system())
                        .start();
        server = open;
        return "https://127.0.0.1:" + open.port();
    }

    /** Each is newer than the one before, in seconds, as what a node signs anew is. */
    private synchronized String text() {
        reads.incrementAndGet();
        Instant time = Instant.now();
        Instant now = time.isAfter(last.plusSeconds(1)) ? time : last.plusSeconds(1);
        last = now;
        return new EntityConfiguration(
                        node,
                        now,
                        now.plus(Duration.ofDays(1)),
                        federation.key(),
                        endpoint,
                        Set.of(keys.pin()),
                        presentation,
                        issuing,
                        origin(),
                        log,
                        List.of("transport-document/1.0"),
                        next,
                        List.of(),
                        revoked)
                .sign(federation);
    }

    @Override
    public void close() {
        if (server != null) {
            server.stop();
        }
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
