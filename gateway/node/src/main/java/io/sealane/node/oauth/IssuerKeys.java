package io.sealane.node.oauth;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.DefaultResourceRetriever;

import io.sealane.core.identity.Outage;
import io.sealane.node.config.NodeConfig;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * The keys of an external issuer, from a file or fetched. They are fetched beside the requests that
 * need them, which are told to come again: a gate does not wait.
 */
final class IssuerKeys {
    private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);
    private static final int MILLIS = 5_000;
    private static final int MOST_BYTES = 256 << 10;

    /** A key that the issuer withdrew is believed no longer than this. */
    private static final Duration LIFE = Duration.ofHours(1);

    private static final Duration AGAIN = Duration.ofMinutes(10);

    /** Whoever shows unknown keys does not make us ask more often. */
    private static final Duration SELDOM = Duration.ofSeconds(5);

    private final @Nullable Source source;
    private final InstantSource clock;
    private final AtomicBoolean underWay = new AtomicBoolean();
    private volatile @Nullable Known known;
    private volatile Instant asked = Instant.MIN;

    private record Known(JWKSet keys, Instant at) {}

    /** Where keys are fetched. */
    @FunctionalInterface
    interface Source {
        String fetch() throws IOException;
    }

    /** Keys that are fetched when they are needed. */
    IssuerKeys(Source source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
    }

    private IssuerKeys(JWKSet keys, InstantSource clock) {
        this.source = null;
        this.clock = clock;
        this.known = new Known(keys, Instant.MAX);
    }

    /**
     * Of the configuration.
     *
     * @throws Outage if a file cannot be used
     */
    static IssuerKeys of(NodeConfig.Issuer issuer, InstantSource clock) {
        try {
            if (issuer.jwks() != null) {
                return new IssuerKeys(JWKSet.parse(Files.readString(issuer.jwks())), clock);
            }
            URI uri = issuer.jwksUri();
            if (uri == null) {
                throw new IllegalStateException("an issuer without keys");
            }
            var retriever = new Retriever(socketFactory(issuer.trust()));
            URL url = uri.toURL();
            var keys = new IssuerKeys(() -> retriever.retrieveResource(url).getContent(), clock);
            keys.fetch();
            return keys;
        } catch (IOException | ParseException | GeneralSecurityException e) {
            throw new Outage("the issuer's keys or certificates cannot be read", 5, e);
        }
    }

    private static @Nullable SSLSocketFactory socketFactory(@Nullable Path trust)
            throws IOException, GeneralSecurityException {
        if (trust == null) {
            return null;
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(trust)) {
            for (Certificate one :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("issuer-" + store.size(), one);
            }
        }
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context.getSocketFactory();
    }

    /** Goes where it is told and nowhere else. */
    private static final class Retriever extends DefaultResourceRetriever {
        Retriever(@Nullable SSLSocketFactory factory) {
            super(MILLIS, MILLIS, MOST_BYTES, true, factory);
        }

        @Override
        protected HttpURLConnection openHTTPConnection(URL url) throws IOException {
            HttpURLConnection connection = super.openHTTPConnection(url);
            connection.setInstanceFollowRedirects(false);
            return connection;
        }
    }

    /**
     * The keys that a token's header may mean; empty if the issuer has no such key.
     *
     * @throws Outage while that is not known
     */
    List<JWK> find(JWKMatcher which) {
        Instant now = clock.instant();
        Known keys = known;
        boolean usable = keys != null && now.isBefore(later(keys.at(), LIFE));
        List<JWK> found =
                usable && keys != null ? new JWKSelector(which).select(keys.keys()) : List.of();
        if (!found.isEmpty()) {
            if (keys != null && now.isAfter(later(keys.at(), AGAIN))) {
                ask(now);
            }
            return found;
        }
        if (source != null && (ask(now) || underWay.get() || !usable)) {
            throw new Outage("the issuer's keys are being fetched", 1);
        }
        return List.of();
    }

    private static Instant later(Instant at, Duration by) {
        return at.equals(Instant.MAX) ? at : at.plus(by);
    }

    /** Begins to fetch, unless that was done just now. */
    private boolean ask(Instant now) {
        if (source == null
                || now.isBefore(asked.equals(Instant.MIN) ? asked : asked.plus(SELDOM))
                || !underWay.compareAndSet(false, true)) {
            return false;
        }
        asked = now;
        Thread.ofVirtual().name("issuer keys").start(this::fetchOnce);
        return true;
    }

    /** Fetches now; what was known stays where that fails. */
    private void fetch() {
        if (underWay.compareAndSet(false, true)) {
            asked = clock.instant();
            fetchOnce();
        }
    }

    private void fetchOnce() {
        try {
            if (source != null) {
                known = new Known(JWKSet.parse(source.fetch()), clock.instant());
            }
        } catch (IOException | ParseException e) {
            LOG.warn("event=issuer-unreachable", e);
        } finally {
            underWay.set(false);
        }
    }
}
