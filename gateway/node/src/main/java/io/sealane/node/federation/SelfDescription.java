package io.sealane.node.federation;

import io.sealane.core.agreement.EntityConfiguration;
import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.KeySigner;
import io.sealane.node.config.NodeConfig;
import io.sealane.node.http.Access;
import io.sealane.node.http.Answer;
import io.sealane.node.http.Route;
import io.sealane.node.keys.LiveKeys;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntSupplier;

/** What this node says of itself: its entity configuration, signed anew each hour. */
public final class SelfDescription {
    private static final Duration LIFE = Duration.ofDays(1);
    private static final Duration ANEW = Duration.ofHours(1);
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    private final NodeConfig config;
    private final LiveKeys keys;
    private final Catalogue catalogue;
    private final InstantSource clock;
    private final IntSupplier federationPort;
    private Instant signedAt = Instant.EPOCH;
    private boolean stale = true;
    private String signed = "";

    /**
     * The description of a node.
     *
     * @param federationPort where it listens for partners, where that is not fixed
     */
    public SelfDescription(
            NodeConfig config,
            LiveKeys keys,
            Catalogue catalogue,
            InstantSource clock,
            IntSupplier federationPort) {
        this.config = config;
        this.keys = keys;
        this.catalogue = catalogue;
        this.clock = clock;
        this.federationPort = federationPort;
    }

    /** For strangers and for partners. */
    public Route route(Access access) {
        return Route.get(
                EntityConfiguration.PATH,
                access,
                Set.of(),
                ask ->
                        Answer.of(
                                        200,
                                        "application/entity-statement+jwt",
                                        signed().getBytes(StandardCharsets.US_ASCII))
                                .with("Date", date(clock.instant())));
    }

    // SPEC: RFC 9110 5.6.7. Whoever compares clocks with this node finds it here.
    private static String date(Instant now) {
        return DATE.format(now.atZone(ZoneOffset.UTC));
    }

    /** What others need in order to know that it is us. */
    public String fingerprint() {
        return keys.federation().kid();
    }

    /** Something of it has changed: it is signed anew when someone asks. */
    public synchronized void changed() {
        stale = true;
    }

    private synchronized String signed() {
        Instant now = clock.instant();
        boolean clockWentBack = now.isBefore(signedAt.minus(ANEW));
        if (stale || clockWentBack || now.isAfter(signedAt.plus(ANEW))) {
            // A partner takes what is newer, in seconds: of two of one second it has the first.
            Instant next = signedAt.plusSeconds(1);
            signedAt = now.isBefore(next) && !clockWentBack ? next : now;
            signed = sign(signedAt);
            stale = false;
        }
        return signed;
    }

    private String sign(Instant now) {
        LiveKeys.Published its = keys.published();
        KeySigner signer = keys.federation();
        Set<String> pins = new HashSet<>(config.announced().pins());
        pins.addAll(its.pins());
        // One that waits in the key file, or one that is kept elsewhere until it is needed.
        Key waiting = its.nextFederation();
        String next = waiting == null ? config.announced().federationKey() : waiting.kid();
        return new EntityConfiguration(
                        config.node(),
                        now,
                        now.plus(LIFE),
                        signer.key(),
                        endpoint(),
                        pins,
                        its.presentation(),
                        its.issuing(),
                        config.node() + "/log/" + config.log(),
                        its.log(),
                        catalogue.types().stream().map(DocumentType::vct).toList(),
                        next,
                        its.federation().stream().filter(key -> !key.equals(signer.key())).toList(),
                        its.revoked())
                .sign(signer);
    }

    private String endpoint() {
        NodeConfig.Listener listener = config.federation();
        return listener.address() == null
                ? "https://" + listener.host() + ":" + federationPort.getAsInt()
                : listener.address().toString();
    }
}
