package io.sealane.core.ledger;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The entries under one tile of level 0, as a log serves them. */
public final class EntryBundle {
    private static final int MAX_ENTRY_BYTES = 0xFFFF;

    private EntryBundle() {}

    // SPEC: C2SP tlog-tiles, Log entries: big-endian uint16 length-prefixed log entries.
    public static byte[] encode(List<byte[]> entries) {
        int length = entries.stream().mapToInt(entry -> 2 + entry.length).sum();
        ByteBuffer bundle = ByteBuffer.allocate(length);
        for (byte[] entry : entries) {
            if (entry.length > MAX_ENTRY_BYTES) {
                throw new IllegalArgumentException("An entry holds at most 65,535 bytes.");
            }
            bundle.putShort((short) entry.length).put(entry);
        }
        return bundle.array();
    }

    /**
     * The entries in order.
     *
     * @throws Refusal BAD_PROOF if it does not hold exactly so many entries
     */
    public static List<byte[]> decode(byte[] bundle, int width) throws Refusal {
        ByteBuffer bytes = ByteBuffer.wrap(bundle);
        List<byte[]> entries = new ArrayList<>(width);
        while (bytes.hasRemaining() && entries.size() < width) {
            int length = bytes.remaining() < 2 ? -1 : Short.toUnsignedInt(bytes.getShort());
            if (length < 0 || length > bytes.remaining()) {
                throw bad("The bundle ends inside entry " + entries.size() + " of it.");
            }
            byte[] entry = new byte[length];
            bytes.get(entry);
            entries.add(entry);
        }
        if (entries.size() < width) {
            throw bad("The bundle ends before entry " + entries.size() + " of it.");
        }
        if (bytes.hasRemaining()) {
            throw bad("The bundle goes on after its last entry.");
        }
        return entries;
    }

    private static Refusal bad(String detail) {
        return new Refusal(Code.BAD_PROOF, detail);
    }
}
