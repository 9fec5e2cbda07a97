package io.sealane.node.doctor;

import io.sealane.node.config.NodeConfig;
import io.sealane.node.federation.Negotiated;
import io.sealane.node.federation.Visit;
import io.sealane.node.keys.Thumbprint;
import io.sealane.node.keys.Tls;
import io.sealane.node.keys.TlsIdentity;
import io.vertx.core.Vertx;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Whether a partner can be reached, is who it should be, knows us, and has our time. */
final class PartnerCheck {
    private static final String HYBRID = "X25519MLKEM768";
    private static final Duration SOON = Duration.ofDays(14);

    private PartnerCheck() {}

    static List<Finding> of(
            Vertx vertx, NodeConfig.Partner partner, TlsIdentity own, InstantSource clock) {
        String check = "partner " + partner.node();
        Visit visit = Visit.to(vertx, partner, own, clock);
        var findings = new ArrayList<Finding>();
        findings.add(reached(check, partner, visit));
        X509Certificate shown = visit.certificate();
        if (shown != null && visit.outcome() != Visit.Outcome.ENDED) {
            soon(check, shown, clock, findings);
        }
        if (visit.negotiated() != null) {
            findings.add(protection(check + " tls", visit.negotiated()));
        }
        if (visit.ahead() != null) {
            findings.add(Clocks.compared(check + " clock", "its clock", visit.ahead()));
        }
        return findings;
    }

    private static Finding reached(String check, NodeConfig.Partner partner, Visit visit) {
        return switch (visit.outcome()) {
            case ANSWERED -> Finding.ok(check, "it answers at " + partner.address());
            case UNREACHABLE ->
                    Finding.failed(
                            check,
                            "no node answers at " + partner.address(),
                            "ask its operator; see firewalls; what is for it waits");
            case OTHER_KEY ->
                    Finding.failed(
                            check,
                            "who answers at %s has a key with the pin %s, which is not known here"
                                    .formatted(partner.address(), pin(visit)),
                            "ask its operator by another way which pin is right, before anything");
            case ENDED ->
                    Finding.failed(
                            check,
                            "its certificate is not valid now, from %s to %s only"
                                    .formatted(
                                            shown(visit).getNotBefore().toInstant(),
                                            shown(visit).getNotAfter().toInstant()),
                            "tell its operator; see whether our clock is right");
            case OWN_ENDED ->
                    Finding.failed(
                            check, "it says that our certificate is not valid now", "renew it");
            case TURNED_AWAY ->
                    Finding.failed(
                            check,
                            "it is there, and does not let this node in",
                            "have its operator compare the pin of this node's key");
        };
    }

    private static X509Certificate shown(Visit visit) {
        return Objects.requireNonNull(visit.certificate());
    }

    private static String pin(Visit visit) {
        return Thumbprint.pin(shown(visit).getPublicKey());
    }

    private static void soon(
            String check, X509Certificate shown, InstantSource clock, List<Finding> findings) {
        if (clock.instant().plus(SOON).isAfter(shown.getNotAfter().toInstant())) {
            findings.add(
                    Finding.warning(
                            check + " certificate",
                            "its certificate ends on " + shown.getNotAfter().toInstant(),
                            "remind its operator"));
        }
    }

    private static Finding protection(String check, Negotiated negotiated) {
        if (negotiated.group() == null || negotiated.group().equals(HYBRID)) {
            return Finding.ok(check, negotiated.toString());
        }
        return Tls.isNative()
                ? Finding.warning(
                        check,
                        negotiated + ": not against a quantum computer",
                        "the other end has no native TLS: ask its operator")
                : Finding.ok(check, negotiated.toString());
    }
}
