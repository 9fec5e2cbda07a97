package io.sealane.audit;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.ledger.NoteVerifier;

import java.util.ArrayList;
import java.util.List;

/** A file of verifier keys, one a line; empty lines and lines that begin with # say nothing. */
public final class VerifierKeys {
    private VerifierKeys() {}

    /**
     * Reads the keys of a file's text.
     *
     * @throws Refusal MALFORMED_NOTE, NOT_CANONICAL, UNKNOWN_KEY; a file without a key is refused
     */
    public static List<NoteVerifier> parse(String text) throws Refusal {
        List<NoteVerifier> keys = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (!line.isBlank() && !line.startsWith("#")) {
                keys.add(NoteVerifier.parse(line));
            }
        }
        if (keys.isEmpty()) {
            throw new Refusal(Code.UNKNOWN_KEY, "The file holds no verifier key.");
        }
        return List.copyOf(keys);
    }
}
