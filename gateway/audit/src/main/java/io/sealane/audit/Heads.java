package io.sealane.audit;

import io.sealane.core.identity.Refusal;
import io.sealane.core.ledger.Checkpoint;
import io.sealane.core.ledger.NoteVerifier;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The saved checkpoints of a directory that verify, by size. */
final class Heads {
    private static final String NEWEST = "checkpoint";
    private static final int MAX_BYTES = 1 << 20;

    private final NavigableMap<Long, List<Saved>> bySize = new TreeMap<>();
    private final Findings findings = new Findings("checkpoints");
    private int coSignatures;

    private Heads() {}

    /** A checkpoint and the file it was saved in. */
    record Saved(String file, Checkpoint checkpoint) {}

    static Heads read(LogFolder folder, List<NoteVerifier> keys) throws IOException {
        Heads heads = new Heads();
        for (Map.Entry<String, Path> file : folder.checkpoints().entrySet()) {
            heads.take(file.getKey(), file.getValue(), keys);
        }
        heads.checkNewest();
        heads.checkForks();
        return heads;
    }

    private void take(String name, Path file, List<NoteVerifier> keys) throws IOException {
        byte[] note;
        try (var in = Files.newInputStream(file)) {
            note = in.readNBytes(MAX_BYTES + 1);
        }
        try {
            Checkpoint.Signed signed = Checkpoint.open(note, keys);
            Checkpoint checkpoint = signed.checkpoint();
            if (!name.equals(NEWEST) && !name.equals(NEWEST + "." + checkpoint.size())) {
                findings.add(name + " holds the checkpoint of size " + checkpoint.size());
            }
            coSignatures +=
                    (int)
                            signed.signatures().stream()
                                    .filter(s -> !s.key().name().equals(checkpoint.origin()))
                                    .count();
            bySize.computeIfAbsent(checkpoint.size(), size -> new ArrayList<>())
                    .add(new Saved(name, checkpoint));
        } catch (Refusal refusal) {
            findings.add(name + ": " + refusal.code() + ": " + refusal.detail());
        }
    }

    private void checkNewest() {
        List<Saved> all = all();
        if (all.stream().noneMatch(saved -> saved.file().equals(NEWEST))) {
            findings.add("there is no file " + NEWEST + " that verifies");
        } else if (newest().stream().noneMatch(saved -> saved.file().equals(NEWEST))) {
            findings.add(NEWEST + " is smaller than " + newest().getFirst().file());
        }
        if (all.stream().map(saved -> saved.checkpoint().origin()).distinct().count() > 1) {
            findings.add("the checkpoints are of more than one log");
        }
    }

    private void checkForks() {
        for (List<Saved> sameSize : bySize.values()) {
            Saved first = sameSize.getFirst();
            for (Saved other : sameSize) {
                if (!Arrays.equals(first.checkpoint().root(), other.checkpoint().root())) {
                    findings.add(
                            "the log forked: "
                                    + first.file()
                                    + " and "
                                    + other.file()
                                    + " are of one size and of two roots, both signed");
                }
            }
        }
    }

    boolean isEmpty() {
        return bySize.isEmpty();
    }

    /** Those of the largest size. */
    List<Saved> newest() {
        return bySize.lastEntry().getValue();
    }

    long size() {
        return bySize.lastKey();
    }

    String origin() {
        return newest().getFirst().checkpoint().origin();
    }

    /** All, the smallest size first. */
    NavigableMap<Long, List<Saved>> bySize() {
        return bySize;
    }

    /** How many signatures of known keys there are that are not the log's own. */
    int coSignatures() {
        return coSignatures;
    }

    private List<Saved> all() {
        return bySize.values().stream().flatMap(List::stream).toList();
    }

    Verdict verdict() {
        return findings.verdict(all().size() + " signed by the log's key, no two at odds");
    }
}
