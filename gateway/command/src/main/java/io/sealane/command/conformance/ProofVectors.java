package io.sealane.command.conformance;

import io.sealane.core.identity.Refusal;
import io.sealane.core.ledger.Merkle;
import io.sealane.core.ledger.NoteVerifier;
import io.sealane.core.ledger.TlogProof;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** A C2SP tlog-proof, of a leaf of one of the logs among the files. */
final class ProofVectors implements Format {
    private static final byte[] START = "c2sp.org/tlog-proof@v".getBytes(StandardCharsets.UTF_8);
    private static final int MOST_BYTES = 1 << 20;

    private final LogVectors logs;
    private final List<NoteVerifier> known;

    ProofVectors(LogVectors logs, List<NoteVerifier> known) {
        this.logs = logs;
        this.known = known;
    }

    @Override
    public @Nullable Result run(VectorFile file) throws IOException {
        if (file.size() > MOST_BYTES || !begins(file.bytes())) {
            return null;
        }
        Cases cases = new Cases(file.name(), "C2SP tlog-proof");
        byte[] text = file.bytes();
        try {
            TlogProof proof = TlogProof.parse(text);
            String again = proof.format();
            cases.judge(
                    "form",
                    Expected.ACCEPTED,
                    () ->
                            Otherwise.unless(
                                    again.equals(new String(text, StandardCharsets.UTF_8)),
                                    "it is written otherwise"));
            NoteVectors.signatures(cases, proof.checkpoint(), known);
            inclusion(cases, proof);
        } catch (Refusal refusal) {
            cases.fail("form", "accepted", "refused: " + refusal.code() + ": " + refusal.detail());
        }
        return cases.result();
    }

    private void inclusion(Cases cases, TlogProof proof) throws IOException, Refusal {
        String checkpoint = proof.checkpoint().text();
        String origin = checkpoint.substring(0, checkpoint.indexOf('\n'));
        byte[] entry = logs.entry(origin, proof.index());
        if (entry == null || known.stream().noneMatch(key -> key.name().equals(origin))) {
            cases.notRun("inclusion", "the leaf, or the key of its log, is not among the files");
            return;
        }
        byte[] leaf = Merkle.leafHash(entry);
        byte[] other = Merkle.leafHash(leaf);
        cases.judge("inclusion", Expected.ACCEPTED, () -> proof.verify(leaf, known));
        cases.judge(
                "inclusion of another leaf", Expected.REFUSED, () -> proof.verify(other, known));
    }

    private static boolean begins(byte[] bytes) {
        return bytes.length > START.length
                && Arrays.equals(bytes, 0, START.length, START, 0, START.length);
    }
}
