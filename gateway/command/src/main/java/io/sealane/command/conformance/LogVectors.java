package io.sealane.command.conformance;

import io.sealane.audit.LogAudit;
import io.sealane.audit.Report;
import io.sealane.audit.Verdict;
import io.sealane.core.identity.Refusal;
import io.sealane.core.ledger.EntryBundle;
import io.sealane.core.ledger.Note;
import io.sealane.core.ledger.NoteVerifier;
import io.sealane.core.ledger.Tile;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Logs as tlog-tiles folders: a {@code checkpoint} with {@code tile/} beside it. Each is audited
 * once, and each of its tiles is a case of its own.
 */
final class LogVectors implements Format {
    private static final String HEAD = "checkpoint";
    private static final String TILES = "tile/";

    private final Map<String, VectorFile> files;
    private final List<NoteVerifier> known;
    private final Set<String> roots = new HashSet<>();
    private final Map<String, Report> audits = new HashMap<>();

    LogVectors(Map<String, VectorFile> files, List<NoteVerifier> known) {
        this.files = files;
        this.known = known;
        for (String name : files.keySet()) {
            int at = rootEnd(name);
            if (at >= 0 && files.containsKey(name.substring(0, at) + HEAD)) {
                roots.add(name.substring(0, at));
            }
        }
    }

    /** Where the path of a tile begins; -1 if it is none. */
    private static int rootEnd(String name) {
        int at = ("/" + name).lastIndexOf("/" + TILES);
        if (at < 0) {
            return -1;
        }
        try {
            Tile.parse(name.substring(at));
            return at;
        } catch (Refusal noTile) {
            return -1;
        }
    }

    @Override
    public @Nullable Result run(VectorFile file) throws IOException {
        int at = rootEnd(file.name());
        if (at >= 0) {
            return tile(file, file.name().substring(0, at), file.name().substring(at));
        }
        boolean head = file.fileName().equals(HEAD) && roots.contains(file.folder());
        return head ? log(file, file.folder()) : null;
    }

    private Result tile(VectorFile file, String root, String path) throws IOException {
        if (!roots.contains(root)) {
            return Result.notUnderstood(file.name(), "a tile of a log without a checkpoint");
        }
        Report audit = audit(root);
        if (audit == null) {
            return Result.notUnderstood(file.name(), "a tile of a log whose key is not here");
        }
        Cases cases = new Cases(file.name(), "tile of a log (C2SP tlog-tiles)");
        List<String> faults =
                audit.verdicts().stream()
                        .flatMap(verdict -> verdict.findings().stream())
                        .filter(finding -> finding.startsWith(path + " "))
                        .toList();
        cases.judge(
                "recomputed",
                Expected.ACCEPTED,
                () -> Otherwise.unless(faults.isEmpty(), String.join("; ", faults)));
        return cases.result();
    }

    private Result log(VectorFile file, String root) throws IOException {
        Report audit = audit(root);
        if (audit == null) {
            return Result.notUnderstood(file.name(), "no verifier key of this log is here");
        }
        Cases cases = new Cases(file.name(), "log (C2SP tlog-tiles), " + audit.subject());
        try {
            NoteVectors.signatures(cases, Note.parse(file.bytes()), known);
        } catch (Refusal refusal) {
            cases.fail("form", "accepted", "refused: " + refusal.code() + ": " + refusal.detail());
        }
        for (Verdict verdict : audit.verdicts()) {
            String faults = verdict.detail() + " " + String.join("; ", verdict.findings());
            cases.judge(
                    verdict.check(),
                    Expected.ACCEPTED,
                    () -> Otherwise.unless(verdict.holds(), faults.strip()));
        }
        return cases.result();
    }

    /** The audit of a log, made once; null if none of its keys is known. */
    private @Nullable Report audit(String root) throws IOException {
        VectorFile head = files.get(root + HEAD);
        String text = head == null ? null : head.text();
        if (head == null || text == null) {
            return null;
        }
        String origin = text.lines().findFirst().orElse("");
        if (known.stream().noneMatch(key -> key.name().equals(origin))) {
            return null;
        }
        Report audit = audits.get(root);
        if (audit == null) {
            Path folder = head.path().toAbsolutePath().getParent();
            if (folder == null) {
                throw new IOException(root + " is no folder.");
            }
            audit = LogAudit.audit(folder, known, LogAudit.Expectation.ANY);
            audits.put(root, audit);
        }
        return audit;
    }

    /** The entry of a log of this origin, or null if none of the logs here has it. */
    byte @Nullable [] entry(String origin, long index) throws IOException, Refusal {
        for (String root : roots) {
            VectorFile head = files.get(root + HEAD);
            String text = head == null ? null : head.text();
            if (head != null && text != null && text.startsWith(origin + "\n")) {
                byte[] entry = entry(head.path(), index);
                if (entry != null) {
                    return entry;
                }
            }
        }
        return null;
    }

    private static byte @Nullable [] entry(Path head, long index) throws IOException, Refusal {
        int position = (int) (index % Tile.WIDTH);
        for (int width = Tile.WIDTH; width > position; width--) {
            String path = new Tile(Tile.ENTRIES, index / Tile.WIDTH, width).path();
            Path bundle = head.resolveSibling(path);
            if (Files.exists(bundle)) {
                return EntryBundle.decode(Files.readAllBytes(bundle), width).get(position);
            }
        }
        return null;
    }
}
