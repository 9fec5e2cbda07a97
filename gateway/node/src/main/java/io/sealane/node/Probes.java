package io.sealane.node;

import io.sealane.core.exchange.Retention;
import io.sealane.node.config.NodeConfig;
import io.sealane.node.federation.Heartbeat;
import io.sealane.node.federation.RestoreGuard;
import io.sealane.node.keys.CertificateEnd;
import io.sealane.node.watch.Health;
import io.sealane.node.watch.Metrics;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** What is looked at to say whether the node is well. */
final class Probes {
    private static final Logger LOG = LoggerFactory.getLogger(Probes.class);
    private static final long LEAST_FREE_BYTES = 64L << 20;

    private Probes() {}

    static void add(
            Health health,
            Metrics metrics,
            NodeConfig config,
            RestoreGuard guard,
            Heartbeat heartbeat,
            CertificateEnd certificate) {
        health.add("log", guard::finding);
        health.add("database", heartbeat::finding);
        health.add("disk", () -> disk(config.data()));
        health.add("certificate", () -> certificate(certificate));
        metrics.gauge("sealane.log.size", "Leaves in the log of this node", heartbeat::treeSize);
        metrics.gauge(
                "sealane.certificate.seconds",
                "Until the TLS certificate of this node ends",
                certificate::secondsLeft);
        metrics.gauge(
                "sealane.ready",
                "1 if the node can do its work",
                () -> health.report().ready() ? 1 : 0);
    }

    /** What is done at the start and then once a day. */
    static List<Runnable> chores(
            Storage storage, CertificateEnd certificate, Retention retention, InstantSource clock) {
        return List.of(
                () -> storage.extend(clock), () -> warn(certificate), () -> erase(retention));
    }

    /** Tells the operator, if the certificate ends soon. */
    private static void warn(CertificateEnd certificate) {
        if (certificate.state() != CertificateEnd.State.GOOD) {
            LOG.warn("event=certificate-ends detail=\"{}\"", certificate.sentence());
        }
    }

    /** Erases what is due, and tells how much. */
    private static void erase(Retention retention) {
        int erased = retention.erase();
        if (erased > 0) {
            LOG.info("event=erased deliveries={}", erased);
        }
    }

    private static Health.Finding certificate(CertificateEnd certificate) {
        return new Health.Finding(
                certificate.state() != CertificateEnd.State.ENDED, certificate.sentence());
    }

    private static Health.Finding disk(Path data) {
        try {
            long free = Files.getFileStore(data).getUsableSpace();
            return free < LEAST_FREE_BYTES
                    ? Health.Finding.ill("less than 64 MiB are free in the data folder: make room")
                    : Health.Finding.well((free >> 20) + " MiB are free in the data folder");
        } catch (IOException e) {
            return Health.Finding.ill("the data folder cannot be looked at");
        }
    }
}
