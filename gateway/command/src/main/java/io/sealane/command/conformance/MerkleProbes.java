package io.sealane.command.conformance;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.ledger.Merkle;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;

/** One inclusion or consistency proof in JSON, good or bad: transparency-dev/merkle's probes. */
final class MerkleProbes implements Format {
    @Override
    public @Nullable Result run(VectorFile file) throws IOException {
        JsonNode probe = file.json();
        if (probe == null || !probe.has("wantErr") || !probe.has("proof")) {
            return null;
        }
        boolean inclusion = probe.has("leafHash");
        if (!inclusion && !probe.has("root1")) {
            return null;
        }
        String format = inclusion ? "Merkle inclusion proof" : "Merkle consistency proof";
        Cases cases = new Cases(file.name(), format);
        String name = probe.path("desc").asText(format);
        cases.read(
                name,
                () -> {
                    Expected expected = Expected.accepted(!Fields.yesOrNo(probe, "wantErr"));
                    Attempt attempt = inclusion ? inclusion(probe) : consistency(probe);
                    cases.judge(name, expected, attempt);
                });
        return cases.result();
    }

    private static Attempt inclusion(JsonNode probe) throws MalformedVector {
        byte[] leaf = Fields.base64(probe, "leafHash");
        byte[] root = Fields.base64(probe, "root");
        long index = Fields.count(probe, "leafIdx");
        long size = Fields.count(probe, "treeSize");
        List<byte[]> proof = Fields.base64List(probe, "proof");
        return () -> Merkle.verifyInclusion(leaf, index, size, proof, root);
    }

    private static Attempt consistency(JsonNode probe) throws MalformedVector {
        byte[] root1 = Fields.base64(probe, "root1");
        byte[] root2 = Fields.base64(probe, "root2");
        long size1 = Fields.count(probe, "size1");
        long size2 = Fields.count(probe, "size2");
        List<byte[]> proof = Fields.base64List(probe, "proof");
        return () -> Merkle.verifyConsistency(size1, root1, size2, root2, proof);
    }
}
