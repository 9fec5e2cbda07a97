package io.sealane.node.federation;

import io.sealane.core.agreement.EntityConfiguration;
import io.sealane.core.identity.Outage;
import io.sealane.core.identity.Refusal;
import io.sealane.node.config.NodeConfig;
import io.sealane.node.keys.Thumbprint;
import io.sealane.node.keys.TlsIdentity;
import io.vertx.core.Vertx;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

import javax.net.ssl.SSLSocket;

/**
 * A look at a node from outside, as its partners see it: nothing is sent but a question that
 * anybody may ask, and nothing is kept.
 *
 * @param outcome how far it came
 * @param certificate what was shown there; null if nothing was
 * @param negotiated how the connection was protected; null if there was none
 * @param configuration what the node says of itself, unverified; null if it did not come to that
 * @param ahead by how much the other clock is ahead of ours, negative if it is behind; null if it
 *     was not told
 */
public record Visit(
        Outcome outcome,
        @Nullable X509Certificate certificate,
        @Nullable Negotiated negotiated,
        @Nullable EntityConfiguration configuration,
        @Nullable Duration ahead) {
    private static final int WITHIN_MILLIS = 5_000;
    private static final int NOT_AUTHENTIC = 401;

    /** How far a visit came. */
    public enum Outcome {
        /** Nothing answers at the address, or nothing that speaks TLS 1.3. */
        UNREACHABLE,
        /** Who answers has another key than those that are known. */
        OTHER_KEY,
        /** Its certificate is outside its dates. */
        ENDED,
        /** It closes the door on this node's certificate, or is about to end. */
        TURNED_AWAY,
        /** It says that this node's certificate is outside its dates. */
        OWN_ENDED,
        ANSWERED
    }

    /** Visits a partner with the node's own certificate. */
    public static Visit to(
            Vertx vertx, NodeConfig.Partner partner, TlsIdentity own, InstantSource clock) {
        X509Certificate shown = shown(partner.address());
        if (shown == null) {
            return new Visit(Outcome.UNREACHABLE, null, null, null, null);
        }
        if (!partner.pins().contains(Thumbprint.pin(shown.getPublicKey()))) {
            return new Visit(Outcome.OTHER_KEY, shown, null, null, null);
        }
        Instant now = clock.instant();
        if (now.isBefore(shown.getNotBefore().toInstant())
                || now.isAfter(shown.getNotAfter().toInstant())) {
            return new Visit(Outcome.ENDED, shown, null, null, null);
        }
        var client = new PartnerClient(vertx, partner, () -> own, certificate -> false, clock);
        try {
            PartnerClient.Reply reply = client.get(EntityConfiguration.PATH);
            Negotiated negotiated = client.negotiated();
            EntityConfiguration said = reply.status() == 200 ? said(reply.body()) : null;
            Outcome outcome =
                    reply.status() == NOT_AUTHENTIC
                            ? Outcome.OWN_ENDED
                            : said == null ? Outcome.TURNED_AWAY : Outcome.ANSWERED;
            return new Visit(outcome, shown, negotiated, said, ahead(reply, said, clock.instant()));
        } catch (Outage closed) {
            return new Visit(Outcome.TURNED_AWAY, shown, client.negotiated(), null, null);
        } finally {
            client.close();
        }
    }

    /** The certificate that a server shows to whoever comes; null if there is none of TLS 1.3. */
    public static @Nullable X509Certificate shown(URI address) {
        try (var plain = new Socket()) {
            plain.connect(
                    new InetSocketAddress(address.getHost(), address.getPort()), WITHIN_MILLIS);
            plain.setSoTimeout(WITHIN_MILLIS);
            try (var socket =
                    (SSLSocket)
                            Introduction.anyone()
                                    .getSocketFactory()
                                    .createSocket(
                                            plain, address.getHost(), address.getPort(), true)) {
                socket.startHandshake();
                return (X509Certificate) socket.getSession().getPeerCertificates()[0];
            }
        } catch (IOException notTls) {
            return null;
        }
    }

    /** What a node says of itself at its API, to anybody; null if it cannot be asked. */
    public static @Nullable EntityConfiguration configuration(URI api) {
        try {
            return EntityConfiguration.known(Introduction.ask(api));
        } catch (Refusal | Outage none) {
            return null;
        }
    }

    private static @Nullable EntityConfiguration said(byte[] body) {
        try {
            return EntityConfiguration.known(new String(body, StandardCharsets.US_ASCII));
        } catch (Refusal notOne) {
            return null;
        }
    }

    /** Its {@code Date}; where it says none, only that it signed nothing in our future. */
    private static @Nullable Duration ahead(
            PartnerClient.Reply reply, @Nullable EntityConfiguration said, Instant now) {
        try {
            Instant date =
                    ZonedDateTime.parse(reply.date(), DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant();
            return Duration.between(now, date);
        } catch (DateTimeException none) {
            return said != null && said.issuedAt().isAfter(now)
                    ? Duration.between(now, said.issuedAt())
                    : null;
        }
    }
}
