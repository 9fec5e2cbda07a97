package io.sealane.core.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A proof that stands alone: a leaf's index and inclusion proof, and the signed checkpoint it leads
 * to. What it proves is known only after {@link #verify}.
 *
 * @param inclusion from the leaf's sibling up
 */
public record TlogProof(long index, List<byte[]> inclusion, Note checkpoint) {
    private static final String FIRST_LINE = "c2sp.org/tlog-proof@v1";

    public TlogProof {
        inclusion = List.copyOf(inclusion);
    }

    /**
     * Reads a proof without verifying it: only its form is known to be right.
     *
     * @throws Refusal BAD_PROOF, MALFORMED_NOTE, NOT_CANONICAL, BAD_CHECKPOINT, TOO_LARGE
     */
    // SPEC: C2SP tlog-proof, Format.
    public static TlogProof parse(byte[] utf8) throws Refusal {
        if (utf8.length > Note.MAX_BYTES) {
            throw new Refusal(Code.TOO_LARGE, "A tlog-proof holds at most 1 MiB.");
        }
        String text = Note.decode(utf8);
        int split = text.indexOf("\n\n");
        if (split < 0) {
            throw bad("A tlog-proof ends with a checkpoint.");
        }
        String[] lines = text.substring(0, split).split("\n", -1);
        if (!lines[0].equals(FIRST_LINE)) {
            throw bad("A tlog-proof begins with its version.");
        }
        if (lines.length < 2 || !lines[1].startsWith("index ")) {
            // Extra data is authenticated by nothing, so it has no place in evidence.
            throw bad("The second line of a tlog-proof is the index; extra data is refused.");
        }
        long index = Checkpoint.parseDecimal(lines[1].substring("index ".length()));
        if (lines.length - 2 > Merkle.MAX_PROOF_HASHES) {
            throw bad("A tlog-proof holds at most 63 hashes.");
        }
        List<byte[]> inclusion = new ArrayList<>();
        for (String line : List.of(lines).subList(2, lines.length)) {
            byte[] hash = StandardBase64.decode(line);
            if (hash.length != Merkle.HASH_BYTES) {
                throw bad("A hash of a tlog-proof is 32 bytes.");
            }
            inclusion.add(hash);
        }
        Note note = Note.parse(text.substring(split + 2).getBytes(UTF_8));
        Checkpoint.parse(note.text());
        return new TlogProof(index, inclusion, note);
    }

    /**
     * Verifies the checkpoint's signatures, and that the leaf is in its tree.
     *
     * @throws Refusal as {@link Checkpoint#open}, and BAD_PROOF
     */
    public Checkpoint.Signed verify(byte[] leafHash, Collection<NoteVerifier> known)
            throws Refusal {
        Checkpoint.Signed signed = Checkpoint.open(checkpoint, known);
        Merkle.verifyInclusion(
                leafHash, index, signed.checkpoint().size(), inclusion, signed.checkpoint().root());
        return signed;
    }

    public String format() {
        StringBuilder text = new StringBuilder(FIRST_LINE).append("\nindex ").append(index);
        text.append('\n');
        inclusion.forEach(hash -> text.append(StandardBase64.encode(hash)).append('\n'));
        return text.append('\n').append(checkpoint.format()).toString();
    }

    private static Refusal bad(String detail) {
        return new Refusal(Code.BAD_PROOF, detail);
    }
}
