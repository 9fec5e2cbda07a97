package io.sealane.node.store;

import io.sealane.core.ledger.Leaf;

import java.util.ArrayList;
import java.util.List;

/**
 * What the column {@code presentation.content} holds.
 *
 * @param blinding of the leaf that commits to the KB-JWT
 * @param disclosed positions in the document's list
 */
record PresentationContent(byte[] blinding, List<Integer> disclosed, String keyBinding) {

    byte[] pack() {
        Packing packing = new Packing().raw(blinding).number(disclosed.size());
        disclosed.forEach(packing::number);
        return packing.token(keyBinding).toBytes();
    }

    static PresentationContent unpack(byte[] content) {
        Unpacking packed = new Unpacking(content);
        byte[] blinding = packed.raw(Leaf.BLINDING_BYTES);
        int count = packed.count();
        List<Integer> disclosed = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            disclosed.add(packed.count());
        }
        return new PresentationContent(blinding, List.copyOf(disclosed), packed.token());
    }
}
