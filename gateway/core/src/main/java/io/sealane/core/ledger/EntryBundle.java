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
        List<byte[]> entries = new ArrayList<>(width);
        int read = read(bundle, width, entries);
        if (entries.size() < width) {
            throw bad("The bundle ends inside or before entry " + entries.size() + " of it.");
        }
        if (read < bundle.length) {
            throw bad("The bundle goes on after its last entry.");
        }
        return entries;
    }

    /**
     * The entries, at most so many, that stand whole at the start of a bundle that may be damaged.
     */
    public static List<byte[]> salvage(byte[] bundle, int width) {
        List<byte[]> entries = new ArrayList<>(width);
        read(bundle, width, entries);
        return entries;
    }

    private static int read(byte[] bundle, int width, List<byte[]> entries) {
        ByteBuffer bytes = ByteBuffer.wrap(bundle);
        while (entries.size() < width && bytes.remaining() >= 2) {
            int length = Short.toUnsignedInt(bytes.getShort(bytes.position()));
            if (bytes.remaining() < 2 + length) {
                break;
            }
            bytes.position(bytes.position() + 2);
            byte[] entry = new byte[length];
            bytes.get(entry);
            entries.add(entry);
        }
        return bytes.position();
    }

    private static Refusal bad(String detail) {
        return new Refusal(Code.BAD_PROOF, detail);
    }
}
