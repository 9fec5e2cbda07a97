package io.sealane.audit;

import io.sealane.core.ledger.NoteVerifier;
import io.sealane.core.ledger.Tile;
import io.sealane.core.ledger.Tiles;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Verifies a log that lies in a directory, offline: {@code checkpoint}, earlier ones beside it as
 * {@code checkpoint.<size>}, {@code tile/<L>/<N>[.p/<W>]} and {@code tile/entries/<N>[.p/<W>]}, as
 * C2SP tlog-tiles names them. The directory is read once and never written.
 */
public final class LogAudit {
    private static final String STATUS = "consistent";

    private LogAudit() {}

    /**
     * What is asked of a log beyond the format.
     *
     * @param leafEntries every entry is a Sealane leaf: 33 bytes, the first of them 1
     * @param everyPartialTile the partial tiles of each saved checkpoint are there too
     */
    public record Expectation(boolean leafEntries, boolean everyPartialTile) {
        /** A node's log. */
        public static final Expectation SEALANE = new Expectation(true, true);

        /** Any C2SP log. */
        public static final Expectation ANY = new Expectation(false, false);
    }

    /**
     * Makes every check. The verdicts are, in this order: {@code checkpoints} (each is signed, none
     * contradicts another), {@code files} (none missing, none too many), {@code entries} (each
     * whole and of the form expected), {@code tiles} (each recomputed from the entries), {@code
     * prefixes} (each checkpoint is the root of the same tree at its size, so each is a prefix of
     * the next).
     *
     * @param keys the log's, and of witnesses if known; a log's key is named as its origin
     * @throws IOException if the directory cannot be read
     */
    public static Report audit(Path directory, List<NoteVerifier> keys, Expectation expectation)
            throws IOException {
        LogFolder folder = LogFolder.list(directory);
        Heads heads = Heads.read(folder, keys);
        List<Verdict> verdicts = new ArrayList<>();
        verdicts.add(heads.verdict());
        if (heads.isEmpty()) {
            for (String check : List.of("files", "entries", "tiles", "prefixes")) {
                verdicts.add(Verdict.fails(check, "not checked: no checkpoint verifies"));
            }
            return new Report(
                    "a log without a checkpoint that verifies", STATUS, verdicts, List.of());
        }
        verdicts.add(files(folder, heads, expectation));
        verdicts.addAll(new Replay(folder, heads, expectation).run());
        return new Report(
                heads.origin() + ", " + heads.size() + " leaves",
                STATUS,
                verdicts,
                notProven(heads));
    }

    private static Verdict files(LogFolder folder, Heads heads, Expectation expectation) {
        Findings findings = new Findings("files");
        long size = heads.size();
        Tiles.of(size)
                .filter(tile -> !folder.tiles().contains(tile))
                .limit(Findings.NAMED + 1)
                .forEach(tile -> findings.add(tile + " is missing" + ofLeaves(tile)));
        if (expectation.everyPartialTile()) {
            // SPEC: C2SP tlog-tiles, Partial Tiles: served for every size of which a checkpoint was
            // produced, until the full tile is.
            for (long earlier : heads.bySize().headMap(size, false).keySet()) {
                for (Tile tile : Tiles.partial(earlier)) {
                    if (!folder.tiles().contains(tile) && !folder.tiles().contains(tile.full())) {
                        findings.add(tile + " is missing for checkpoint." + earlier);
                    }
                }
            }
        }
        for (Tile tile : folder.tiles()) {
            if (!Tiles.has(tile, size)) {
                findings.add(tile + " is too many: it lies beyond the newest checkpoint");
            }
        }
        folder.strangers().forEach(name -> findings.add(name + " is too many: no such file"));
        return findings.verdict(folder.tiles().size() + " tiles and bundles, none missing");
    }

    private static String ofLeaves(Tile tile) {
        return " (leaves from " + tile.leafAt(0) + ")";
    }

    private static List<String> notProven(Heads heads) {
        List<String> limits = new ArrayList<>();
        limits.add(
                "that nobody was shown another history: "
                        + (heads.coSignatures() == 0
                                ? "no witness's co-signature was checked"
                                : heads.coSignatures()
                                        + " co-signatures verify, no quorum was asked"));
        limits.add("what the leaves speak of: they are commitments, opened by evidence");
        return limits;
    }
}
