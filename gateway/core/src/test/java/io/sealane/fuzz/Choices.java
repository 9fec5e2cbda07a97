package io.sealane.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * What a fuzzer decides, byte by byte. When its bytes are used up, every choice is the first one
 * and nothing more is changed: an empty input is the honest case.
 */
public final class Choices {
    private final byte[] input;
    private int at;

    public Choices(byte[] input) {
        this.input = input.clone();
    }

    /** A number from 0, below the bound. */
    public int below(int bound) {
        int number = next();
        return (bound > 256 ? number << 8 | next() : number) % bound;
    }

    /** At most so many bytes, of what is left. */
    public byte[] bytes(int most) {
        int end = Math.min(input.length, at + most);
        byte[] bytes = Arrays.copyOfRange(input, Math.min(at, end), end);
        at = end;
        return bytes;
    }

    /** A short text, well-formed. */
    String text() {
        return new String(bytes(below(32)), UTF_8);
    }

    private int next() {
        return at < input.length ? input[at++] & 0xFF : 0;
    }
}
