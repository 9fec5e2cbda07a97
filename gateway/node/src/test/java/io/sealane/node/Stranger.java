package io.sealane.node;

import io.sealane.certs.Authority;
import io.sealane.certs.NodeKeys;
import io.sealane.core.agreement.EntityConfiguration;
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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A node that is nobody's partner yet, and says of itself what it must to become one. */
final class Stranger implements AutoCloseable {
    static final String NAME = "fr.sealane.example";

    private final NodeKeys keys;
    private final Vertx vertx = Vertx.vertx();
    private final Server server;

    Stranger() {
        Instant now = Instant.now();
        Authority authority = Authority.create("FR", now);
        Duration life = Duration.ofDays(30);
        keys = NodeKeys.create(NAME, List.of("127.0.0.1"), authority, now, life);
        var identity = new TlsIdentity(keys.tls().getPrivate(), List.of(keys.tlsCertificate()));
        var route =
                Route.get(
                        EntityConfiguration.PATH,
                        Access.OPEN,
                        Set.of(),
                        ask ->
                                Answer.of(
                                        200,
                                        "application/entity-statement+jwt",
                                        description().getBytes(StandardCharsets.US_ASCII)));
        server =
                new Server(
                                vertx,
                                "stranger",
                                Listeners.api(
                                        new NodeConfig.Listener("127.0.0.1", 0), () -> identity),
                                new Routes(List.of(route)),
                                (request, access) -> new Caller.Anyone(),
                                (listener, path, caller, status, code, took) -> {},
                                InstantSource.system())
                        .start();
    }

    /** Where it publishes its configuration. */
    String address() {
        return "https://127.0.0.1:" + server.port();
    }

    String fingerprint() {
        return keys.federationKey().kid();
    }

    private String description() {
        Instant now = Instant.now();
        String origin = NAME + "/log/1";
        return new EntityConfiguration(
                        NAME,
                        now,
                        now.plus(Duration.ofDays(1)),
                        keys.federationKey(),
                        address(),
                        Set.of(keys.pin()),
                        List.of(keys.presentationKey()),
                        List.of(keys.issuingKey()),
                        origin,
                        List.of(
                                NoteVerifier.of(
                                        origin, SignatureType.ED25519, keys.log().getPublic())),
                        List.of("transport-document/1.0"),
                        null,
                        List.of(),
                        Map.of())
                .sign(keys.federationSigner());
    }

    @Override
    public void close() {
        server.stop();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
