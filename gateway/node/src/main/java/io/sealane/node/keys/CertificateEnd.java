package io.sealane.node.keys;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;

/** Watches for the end of the node's TLS certificate: an operator is warned 14 days before. */
public final class CertificateEnd {
    private static final Duration WARNING = Duration.ofDays(14);

    private final Supplier<TlsIdentity> identity;
    private final InstantSource clock;

    public CertificateEnd(Supplier<TlsIdentity> identity, InstantSource clock) {
        this.identity = identity;
        this.clock = clock;
    }

    /** What is to be said about it at a time. */
    public enum State {
        GOOD,
        ENDS_SOON,
        ENDED
    }

    public State state() {
        Instant now = clock.instant();
        Instant end = identity.get().end();
        if (!now.isBefore(end)) {
            return State.ENDED;
        }
        return now.isBefore(end.minus(WARNING)) ? State.GOOD : State.ENDS_SOON;
    }

    /** For the metric; negative after the end. */
    public double secondsLeft() {
        return Duration.between(clock.instant(), identity.get().end()).toSeconds();
    }

    /** One sentence for the operator. */
    public String sentence() {
        return switch (state()) {
            case GOOD -> "the TLS certificate is good until " + day();
            case ENDS_SOON -> "the TLS certificate ends on " + day() + ": renew it";
            case ENDED ->
                    "the TLS certificate ended on "
                            + day()
                            + ": partners refuse this node until it"
                            + " is renewed";
        };
    }

    /** Refuses a certificate of someone else outside its dates. */
    public static void check(X509Certificate certificate, Instant now) throws Refusal {
        if (now.isBefore(certificate.getNotBefore().toInstant())
                || now.isAfter(certificate.getNotAfter().toInstant())) {
            throw new Refusal(
                    Code.CERTIFICATE_EXPIRED, "The client certificate has ended, or not begun.");
        }
    }

    private Instant day() {
        return identity.get().end().truncatedTo(ChronoUnit.SECONDS);
    }
}
