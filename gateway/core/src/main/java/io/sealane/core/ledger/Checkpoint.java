package io.sealane.core.ledger;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * A tree head: what a log signs.
 *
 * @param origin names the log
 * @param size leaves
 * @param root 32 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode compare the bytes
public record Checkpoint(String origin, long size, byte[] root) {

    public Checkpoint {
        if (!isOrigin(origin) || size < 0 || root.length != Merkle.HASH_BYTES) {
            throw new IllegalArgumentException("Not a tree head.");
        }
    }

    /**
     * A checkpoint that its log signed.
     *
     * @param signatures all that verified, the log's own and co-signatures
     */
    public record Signed(Checkpoint checkpoint, Note note, List<Note.Verified> signatures) {}

    /**
     * Reads a signed checkpoint and verifies it.
     *
     * @param known keys of logs and witnesses
     * @return signed by at least one known key whose name is the origin
     * @throws Refusal MALFORMED_NOTE, NOT_CANONICAL, TOO_LARGE, BAD_CHECKPOINT if it is ill-formed;
     *     BAD_SIGNATURE, UNKNOWN_KEY
     */
    public static Signed open(byte[] note, Collection<NoteVerifier> known) throws Refusal {
        return open(Note.parse(note), known);
    }

    /** The same for a note already read. */
    public static Signed open(Note note, Collection<NoteVerifier> known) throws Refusal {
        List<Note.Verified> signatures = note.verify(known);
        Checkpoint checkpoint = parse(note.text());
        // SPEC: C2SP tlog-checkpoint, Signatures: the log's key name matches the origin line. A
        // witness's signature alone does not make a checkpoint.
        if (signatures.stream().noneMatch(s -> s.key().name().equals(checkpoint.origin()))) {
            throw new Refusal(Code.UNKNOWN_KEY, "The checkpoint is not signed by its log.");
        }
        return new Signed(checkpoint, note, signatures);
    }

    /**
     * Reads the text of a checkpoint: exactly three lines, since extension lines cannot be audited.
     *
     * @throws Refusal BAD_CHECKPOINT
     */
    // SPEC: C2SP tlog-checkpoint, Note text.
    public static Checkpoint parse(String text) throws Refusal {
        String[] lines = text.split("\n", -1);
        if (lines.length != 4 || !lines[3].isEmpty() || !isOrigin(lines[0])) {
            throw bad("A checkpoint is three lines: origin, size and root.");
        }
        long size = parseDecimal(lines[1]);
        byte[] root;
        try {
            root = StandardBase64.decode(lines[2]);
        } catch (Refusal e) {
            throw bad("The root of a checkpoint is canonical base64.");
        }
        if (root.length != Merkle.HASH_BYTES) {
            throw bad("The root of a checkpoint is 32 bytes.");
        }
        if (size == 0 && !Arrays.equals(root, Merkle.emptyRoot())) {
            throw bad("The root of the empty tree is the hash of nothing.");
        }
        return new Checkpoint(lines[0], size, root);
    }

    /** The text that is signed: three lines. */
    public String text() {
        return origin + "\n" + size + "\n" + StandardBase64.encode(root) + "\n";
    }

    /** This checkpoint as a note with the signatures of its log. */
    public Note sign(long timeSeconds, List<NoteSigner> signers) {
        return Note.sign(text(), timeSeconds, signers);
    }

    /** A decimal without sign or leading zeros, up to 2^63 - 1. */
    static long parseDecimal(String text) throws Refusal {
        if (text.length() <= 19 && text.matches("0|[1-9][0-9]*")) {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                // Falls through: 19 digits may exceed the range.
            }
        }
        throw bad("A size or index is a decimal without leading zeros, below 2^63.");
    }

    private static boolean isOrigin(String origin) {
        return !origin.isEmpty() && origin.chars().noneMatch(c -> c < 0x20);
    }

    private static Refusal bad(String detail) {
        return new Refusal(Code.BAD_CHECKPOINT, detail);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Checkpoint that
                && origin.equals(that.origin)
                && size == that.size
                && Arrays.equals(root, that.root);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(size) + Arrays.hashCode(root);
    }
}
