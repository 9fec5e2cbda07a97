package io.sealane.node.store;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Makes columns shorter before they are encrypted. A document is one party's own: nobody can mix a
 * choice of his into another's stream and watch its length.
 *
 * <p>For one thread; it holds memory outside the heap until it is closed.
 */
final class Compression implements AutoCloseable {
    private static final int BUFFER = 4096;

    // Half the time of the default level, for a tenth more bytes: what is hard to compress here,
    // salts, digests and signatures, stays so at every level.
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private final Inflater inflater = new Inflater(true);
    private final byte[] buffer = new byte[BUFFER];

    byte[] compressed(byte[] plain) {
        deflater.reset();
        deflater.setInput(plain);
        deflater.finish();
        byte[] out = new byte[plain.length / 2 + BUFFER];
        int length = 0;
        while (!deflater.finished()) {
            if (length == out.length) {
                out = Arrays.copyOf(out, 2 * length);
            }
            length += deflater.deflate(out, length, out.length - length);
        }
        return new Packing().number(plain.length).raw(Arrays.copyOf(out, length)).toBytes();
    }

    byte[] expanded(byte[] compressed) {
        Unpacking packed = new Unpacking(compressed);
        byte[] plain = new byte[packed.count()];
        inflater.reset();
        inflater.setInput(packed.rest());
        try {
            int length = 0;
            while (length < plain.length) {
                int more = inflater.inflate(plain, length, plain.length - length);
                if (more == 0) {
                    throw new IllegalStateException("A compressed column ends too early.");
                }
                length += more;
            }
            if (inflater.inflate(buffer) > 0) {
                throw new IllegalStateException("A compressed column is longer than it says.");
            }
            return plain;
        } catch (DataFormatException e) {
            throw new IllegalStateException("A compressed column is damaged.", e);
        }
    }

    @Override
    public void close() {
        deflater.end();
        inflater.end();
    }
}
