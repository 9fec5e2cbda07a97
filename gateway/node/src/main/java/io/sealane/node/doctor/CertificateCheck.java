package io.sealane.node.doctor;

import io.sealane.core.agreement.EntityConfiguration;
import io.sealane.node.config.NodeConfig;
import io.sealane.node.keys.CertificateEnd;
import io.sealane.node.keys.Thumbprint;
import io.sealane.node.keys.TlsIdentity;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The node's own TLS certificate: its dates, and whether partners are told its key. */
final class CertificateCheck {
    private static final String CHECK = "certificate";
    private static final String PINS = "pins";

    private CertificateCheck() {}

    /**
     * Looks.
     *
     * @param announced what the node that runs says of itself; null if none runs
     */
    static List<Finding> of(
            NodeConfig config,
            TlsIdentity own,
            @Nullable EntityConfiguration announced,
            InstantSource clock) {
        var findings = new ArrayList<Finding>();
        var end = new CertificateEnd(() -> own, clock);
        boolean begun = !clock.instant().isBefore(own.certificate().getNotBefore().toInstant());
        findings.add(
                !begun
                        ? Finding.failed(
                                CHECK,
                                "the TLS certificate is not valid before "
                                        + own.certificate().getNotBefore().toInstant(),
                                "wait, or see whether the clock is right")
                        : switch (end.state()) {
                            case GOOD -> Finding.ok(CHECK, end.sentence());
                            case ENDS_SOON ->
                                    Finding.warning(
                                            CHECK,
                                            end.sentence(),
                                            "with the same key, or announce the next one's pin");
                            case ENDED ->
                                    Finding.failed(CHECK, end.sentence(), "put it in the key file");
                        });
        String pin = Thumbprint.pin(own.certificate().getPublicKey());
        int next = config.announced().pins().size();
        if (announced == null) {
            findings.add(
                    Finding.ok(PINS, "the node tells " + pin + " and " + next + " of next keys"));
        } else {
            findings.add(
                    announced.pins().contains(pin)
                            ? Finding.ok(
                                    PINS,
                                    "the node announces " + pin + " and " + next + " of next keys")
                            : Finding.failed(
                                    PINS,
                                    "the node that runs announces other pins than " + pin,
                                    "see its log for why it did not take the key file"));
        }
        return findings;
    }
}
