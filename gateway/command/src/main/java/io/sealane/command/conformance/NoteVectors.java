package io.sealane.command.conformance;

import io.sealane.core.identity.Refusal;
import io.sealane.core.ledger.Checkpoint;
import io.sealane.core.ledger.Note;
import io.sealane.core.ledger.NoteVerifier;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;

/** A signed note, such as a log's checkpoint: each line of a known key is one case. */
final class NoteVectors implements Format {
    private static final int MOST_BYTES = 1 << 20;

    private final List<NoteVerifier> known;

    NoteVectors(List<NoteVerifier> known) {
        this.known = known;
    }

    @Override
    public @Nullable Result run(VectorFile file) throws IOException {
        if (file.size() > MOST_BYTES) {
            return null;
        }
        String text = file.text();
        if (text == null || !text.contains("\n\n\u2014 ")) {
            return null;
        }
        Cases cases = new Cases(file.name(), "signed note (C2SP)");
        byte[] bytes = file.bytes();
        try {
            Note note = Note.parse(bytes);
            cases.judge(
                    "form",
                    Expected.ACCEPTED,
                    () -> Otherwise.unless(note.format().equals(text), "it is written otherwise"));
            signatures(cases, note, known);
            if (isOfKnownLog(note)) {
                cases.judge("checkpoint", Expected.ACCEPTED, () -> Checkpoint.open(note, known));
            }
        } catch (Refusal refusal) {
            cases.fail("form", "accepted", "refused: " + refusal.code() + ": " + refusal.detail());
        }
        return cases.result();
    }

    private boolean isOfKnownLog(Note note) {
        String origin = note.text().substring(0, note.text().indexOf('\n'));
        return known.stream().anyMatch(key -> key.name().equals(origin));
    }

    /** The signatures and co-signatures of a note, one by one. */
    static void signatures(Cases cases, Note note, List<NoteVerifier> known) {
        int number = 0;
        for (Note.Line line : note.lines()) {
            String name = "signature " + ++number + ", of " + line.name();
            boolean isKnown =
                    known.stream()
                            .anyMatch(
                                    key -> key.name().equals(line.name()) && key.id() == line.id());
            if (isKnown) {
                Note alone = new Note(note.text(), List.of(line));
                cases.judge(name, Expected.ACCEPTED, () -> alone.verify(known));
            } else {
                cases.notRun(name, "its key is not among the files");
            }
        }
    }
}
