package io.sealane.node.doctor;

import io.sealane.core.agreement.EntityConfiguration;
import io.sealane.core.identity.Refusal;
import io.sealane.node.config.BadConfig;
import io.sealane.node.config.NodeConfig;
import io.sealane.node.federation.PartnerBook;
import io.sealane.node.keys.LiveKeys;
import io.sealane.node.keys.TlsIdentity;
import io.sealane.node.store.Inspection;
import io.vertx.core.Vertx;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** One examination of a node, in the order in which one thing is of use to the next. */
final class Examination {
    private static final long LEAST_FREE_BYTES = 64L << 20;
    private static final long LITTLE_FREE_BYTES = 1L << 30;
    private static final Duration STEP = Duration.ofSeconds(1);

    private final NodeConfig config;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final List<Finding> findings = new ArrayList<>();

    private Examination(NodeConfig config, InstantSource clock, LongSupplier nanoTime) {
        this.config = config;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /**
     * Looks at everything.
     *
     * @param nanoTime a clock that nobody sets, beside the one that is set
     */
    static Examination of(NodeConfig config, InstantSource clock, LongSupplier nanoTime) {
        var examination = new Examination(config, clock, nanoTime);
        examination.look();
        return examination;
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    private void look() {
        Instant began = clock.instant();
        long nanos = nanoTime.getAsLong();
        TlsIdentity own = keys();
        var ports = new PortCheck(config, own);
        findings.addAll(ports.findings());
        disk();
        Inspection inspection = new DatabaseCheck(config, clock).look(ports.isRunning(), findings);
        if (own != null) {
            findings.addAll(CertificateCheck.of(config, own, ports.configuration(), clock));
            partners(own, inspection);
        }
        Duration passed = Duration.between(began, clock.instant());
        Duration told = Duration.ofNanos(nanoTime.getAsLong() - nanos);
        steady(passed.minus(told));
    }

    private @Nullable TlsIdentity keys() {
        try {
            TlsIdentity own =
                    LiveKeys.open(config.keys(), config.node() + "/log/" + config.log(), clock)
                            .tls();
            findings.add(Finding.ok("keys", "all of the node's keys can be read"));
            return own;
        } catch (BadConfig bad) {
            bad.problems()
                    .forEach(problem ->
                            findings.add(
                                    Finding.failed(
                                            "keys",
                                            problem.toString(),
                                            "the node does not start so")));
        } catch (RuntimeException unreadable) {
            findings.add(
                    Finding.failed(
                            "keys",
                            "the key file cannot be read",
                            "see whether it is there, and belongs to the node's user"));
        }
        return null;
    }

    private void disk() {
        Path folder = config.data();
        while (!Files.exists(folder) && folder.getParent() != null) {
            folder = folder.getParent();
        }
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            String means = (free >> 20) + " MiB are free where the data folder is";
            String advice = "make room";
            if (!Files.isWritable(folder)) {
                findings.add(
                        Finding.failed(
                                "disk",
                                "the data folder cannot be written",
                                "give it to" + " the node's user"));
            } else if (free < LEAST_FREE_BYTES) {
                findings.add(
                        Finding.failed("disk", means, advice + ": the node takes nothing more"));
            } else {
                findings.add(
                        free < LITTLE_FREE_BYTES
                                ? Finding.warning("disk", means, advice)
                                : Finding.ok("disk", means));
            }
        } catch (IOException e) {
            findings.add(
                    Finding.failed(
                            "disk", "the data folder cannot be looked at", "see what it is"));
        }
    }

    /** Those of the file and those that an operator added. */
    private void partners(TlsIdentity own, @Nullable Inspection inspection) {
        Map<String, NodeConfig.Partner> all = new TreeMap<>();
        if (inspection != null) {
            for (PartnerBook.Stored one : inspection.partners()) {
                try {
                    all.put(one.node(), partner(one));
                } catch (Refusal damaged) {
                    findings.add(
                            Finding.failed(
                                    "partner " + one.node(),
                                    "what is kept of it cannot be read",
                                    "remove it and add it anew"));
                }
            }
        }
        config.partners().forEach(one -> all.put(one.node(), one));
        if (all.isEmpty()) {
            findings.add(Finding.ok("partners", "there are none yet"));
            return;
        }
        Vertx vertx = Vertx.vertx();
        try {
            all.values().forEach(one -> findings.addAll(PartnerCheck.of(vertx, one, own, clock)));
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static NodeConfig.Partner partner(PartnerBook.Stored one) throws Refusal {
        return PartnerBook.entry(
                        URI.create(one.address()), EntityConfiguration.known(one.configuration()))
                .partner();
    }

    /** While it was looked, the clock that is set ran as the one that is not. */
    private void steady(Duration apart) {
        findings.add(
                apart.abs().compareTo(STEP) > 0
                        ? Finding.failed(
                                "clock",
                                "it was moved by " + Clocks.words(apart) + " within this look",
                                "have one service set it, and slew it (chrony, timesyncd)")
                        : Finding.ok("clock", "it runs evenly"));
    }
}
