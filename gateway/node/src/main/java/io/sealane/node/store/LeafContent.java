package io.sealane.node.store;

import io.sealane.core.ledger.Leaf;
import io.sealane.core.ledger.Merkle;

import java.util.ArrayList;
import java.util.List;

/**
 * A leaf of another log, as it was shown with its proof, or of this one, without: the blinding, the
 * proof, and what it speaks of.
 *
 * @param proof to the checkpoint that the row names
 * @param rest the statement, or what holds it
 */
record LeafContent(byte[] blinding, List<byte[]> proof, byte[] rest) {

    byte[] pack() {
        Packing packing = new Packing().raw(blinding).number(proof.size());
        proof.forEach(packing::raw);
        return packing.raw(rest).toBytes();
    }

    static LeafContent unpack(byte[] content) {
        Unpacking packed = new Unpacking(content);
        byte[] blinding = packed.raw(Leaf.BLINDING_BYTES);
        int count = packed.count();
        List<byte[]> proof = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            proof.add(packed.raw(Merkle.HASH_BYTES));
        }
        return new LeafContent(blinding, proof, packed.rest());
    }
}
