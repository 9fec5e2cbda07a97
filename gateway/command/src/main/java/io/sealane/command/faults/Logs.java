package io.sealane.command.faults;

import io.sealane.audit.LogAudit;
import io.sealane.audit.Report;
import io.sealane.audit.Trust;
import io.sealane.client.Client;
import io.sealane.command.demo.LogMirror;
import io.sealane.command.fleet.Berth;
import io.sealane.core.identity.Refusal;
import io.sealane.core.ledger.Checkpoint;
import io.sealane.core.ledger.Note;
import io.sealane.core.ledger.NoteVerifier;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the nodes have published of their logs: they may never say otherwise. */
final class Logs {
    private final Trust trust;
    private final Map<String, List<byte[]>> published = new HashMap<>();

    Logs(Trust trust) {
        this.trust = trust;
    }

    /** Keeps the newest checkpoint of a node. */
    void keep(Berth berth, Client client) {
        published
                .computeIfAbsent(berth.name(), name -> new ArrayList<>())
                .add(client.log("1/checkpoint"));
    }

    /**
     * Audits a node's log offline: every published checkpoint must be a prefix of the next, and
     * those that were kept must be among them.
     *
     * @return what is wrong
     */
    List<String> audited(Berth berth, Client client) throws IOException, Refusal {
        Path folder = berth.folder().resolve("log");
        new LogMirror(client).write(folder);
        List<NoteVerifier> keys = trust.log(berth.node() + "/log/1");
        Report report = LogAudit.audit(folder, keys, LogAudit.Expectation.SEALANE);
        var violations = new ArrayList<String>();
        if (!report.holds()) {
            violations.add(String.join("; ", report.lines()));
        }
        for (byte[] kept : published.getOrDefault(berth.name(), List.of())) {
            String before = Note.parse(kept).text();
            Path file = folder.resolve("checkpoint." + Checkpoint.parse(before).size());
            if (!Files.exists(file)
                    || !Note.parse(Files.readAllBytes(file)).text().equals(before)) {
                violations.add(
                        berth.node() + " no longer knows a checkpoint that it published: " + file);
            }
        }
        return violations;
    }
}
