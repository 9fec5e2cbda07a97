package io.sealane.command.conformance;

import io.sealane.audit.VerifierKeys;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.ledger.NoteVerifier;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** Verifier keys of signed notes, one a line; all those below the folder are known to its notes. */
final class VerifierKeyFiles implements Format {
    private static final Pattern LINE =
            Pattern.compile("[^\\s+]+\\+[0-9a-f]{8}\\+[A-Za-z0-9+/]+=*");
    private static final int MOST_BYTES = 64 * 1024;

    private final List<NoteVerifier> known = new ArrayList<>();

    VerifierKeyFiles(Collection<VectorFile> files) throws IOException {
        for (VectorFile file : files) {
            for (String line : lines(file)) {
                try {
                    known.addAll(VerifierKeys.parse(line));
                } catch (Refusal refusal) {
                    // Its own file says so when it is run.
                }
            }
            file.forget();
        }
    }

    /** Every key that can be read. */
    List<NoteVerifier> known() {
        return known;
    }

    @Override
    public @Nullable Result run(VectorFile file) throws IOException {
        List<String> lines = lines(file);
        if (lines.isEmpty()) {
            return null;
        }
        Cases cases = new Cases(file.name(), "verifier keys (C2SP signed-note)");
        for (String line : lines) {
            String name = line.substring(0, line.indexOf('+'));
            try {
                NoteVerifier key = VerifierKeys.parse(line).getFirst();
                cases.judge(
                        name,
                        Expected.ACCEPTED,
                        () -> Otherwise.unless(key.vkey().equals(line), "it is written otherwise"));
            } catch (Refusal refusal) {
                if (refusal.code() == Code.UNKNOWN_KEY) {
                    cases.notRun(name, "a key of a type that no log of ours has");
                } else {
                    cases.fail(name, "accepted", "refused: " + refusal.code());
                }
            }
        }
        return cases.result();
    }

    /** The lines that say something, if all of them are verifier keys. */
    private static List<String> lines(VectorFile file) throws IOException {
        if (file.size() > MOST_BYTES) {
            return List.of();
        }
        String text = file.text();
        if (text == null) {
            return List.of();
        }
        List<String> lines =
                text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
        return lines.stream().allMatch(line -> LINE.matcher(line).matches()) ? lines : List.of();
    }
}
