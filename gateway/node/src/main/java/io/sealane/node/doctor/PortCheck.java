package io.sealane.node.doctor;

import io.sealane.core.agreement.EntityConfiguration;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;
import io.sealane.node.config.NodeConfig;
import io.sealane.node.config.NodeConfig.Listener;
import io.sealane.node.federation.Visit;
import io.sealane.node.keys.Thumbprint;
import io.sealane.node.keys.TlsIdentity;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Who listens at the node's ports: the node, nobody, or somebody else. */
final class PortCheck {
    private static final Duration WITHIN = Duration.ofSeconds(5);

    private final NodeConfig config;
    private final @Nullable TlsIdentity own;
    private final List<Finding> findings = new ArrayList<>();
    private boolean running;

    PortCheck(NodeConfig config, @Nullable TlsIdentity own) {
        this.config = config;
        this.own = own;
        management();
        port("api", config.api());
        port("federation", config.federation());
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    /** Whether the node answers at one of its ports. */
    boolean isRunning() {
        return running;
    }

    private void management() {
        Listener at = config.management();
        String check = "management port";
        if (isFree(at)) {
            findings.add(Finding.ok(check, at.port() + " is free: the node does not run"));
            return;
        }
        try {
            var report = Json.parse(get(at, "/health/ready"));
            running = report.path("node").asText().equals(config.node());
            if (!running) {
                findings.add(taken(check, at));
                return;
            }
            findings.add(
                    Finding.ok(
                            check, "the node runs, as process " + report.path("process").asText()));
            for (var one : report.path("checks")) {
                if (!one.path("ok").asBoolean()) {
                    findings.add(
                            Finding.failed(
                                    "node " + one.path("name").asText(),
                                    one.path("detail").asText(),
                                    "see OPERATING, '503, and what to do'"));
                }
            }
        } catch (IOException | Refusal notTheNode) {
            findings.add(taken(check, at));
        }
    }

    private void port(String name, Listener at) {
        String check = name + " port";
        if (isFree(at)) {
            findings.add(
                    running
                            ? Finding.failed(
                                    check,
                                    "the node runs, and nothing listens at " + at.port(),
                                    "another configuration than this may be running")
                            : Finding.ok(check, at.port() + " is free"));
            return;
        }
        X509Certificate shown = Visit.shown(URI.create("https://" + host(at) + ":" + at.port()));
        if (shown != null && own != null && hasPin(shown, own)) {
            running = true;
            findings.add(Finding.ok(check, "the node listens at " + at.port() + ", TLS 1.3"));
        } else {
            findings.add(taken(check, at));
        }
    }

    private static boolean hasPin(X509Certificate shown, TlsIdentity own) {
        return Thumbprint.pin(shown.getPublicKey())
                .equals(Thumbprint.pin(own.certificate().getPublicKey()));
    }

    private static Finding taken(String check, Listener at) {
        return Finding.failed(
                check,
                "something else than this node listens at " + at.host() + ":" + at.port(),
                "end it, or give the node another port ('ss -ltnp' says who)");
    }

    private static boolean isFree(Listener at) {
        try (var socket = new ServerSocket(at.port(), 1, InetAddress.getByName(at.host()))) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    /** What the node that runs says of itself; null if it cannot be asked. */
    @Nullable EntityConfiguration configuration() {
        return running && config.api().port() != 0
                ? Visit.configuration(
                        URI.create("https://" + host(config.api()) + ":" + config.api().port()))
                : null;
    }

    /** An address to reach a listener on all interfaces by. */
    private static String host(Listener at) {
        String host = at.host();
        return host.equals("0.0.0.0") || host.equals("::")
                ? "localhost"
                : host.contains(":") ? "[" + host + "]" : host;
    }

    private static String get(Listener at, String path) throws IOException {
        var request =
                HttpRequest.newBuilder(URI.create("http://" + host(at) + ":" + at.port() + path))
                        .timeout(WITHIN)
                        .build();
        try (var client = HttpClient.newBuilder().connectTimeout(WITHIN).build()) {
            return client.send(request, BodyHandlers.ofString()).body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
