package io.sealane.command.conformance;

import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Pairs of a JSON text and its canonical form (RFC 8785): {@code input/X} and, in a folder beside,
 * {@code output/X}; perhaps the bytes in hexadecimal too, {@code outhex/X.txt}.
 */
final class CanonicalPairs implements Format {
    private static final Pattern PART = Pattern.compile("(.*/|)(input|output|outhex)/([^/]+)");

    private final Map<String, VectorFile> files;

    CanonicalPairs(Map<String, VectorFile> files) {
        this.files = files;
    }

    @Override
    public @Nullable Result run(VectorFile file) throws IOException {
        Matcher part = PART.matcher(file.name());
        if (!part.matches()) {
            return null;
        }
        String above = part.group(1);
        String stem = part.group(3).replaceFirst("\\.[^.]*$", "");
        VectorFile input = files.get(above + "input/" + stem + ".json");
        VectorFile output = files.get(above + "output/" + stem + ".json");
        if (input == null || output == null) {
            return null;
        }
        if (file == input) {
            return run(input, output, files.get(above + "outhex/" + stem + ".txt"));
        }
        boolean known = file == output || part.group(2).equals("outhex");
        return known ? Result.read(file.name(), "what " + input.name() + " should become") : null;
    }

    private static Result run(VectorFile input, VectorFile output, @Nullable VectorFile hex)
            throws IOException {
        Cases cases = new Cases(input.name(), "JSON canonicalisation (RFC 8785)");
        byte[] text = input.bytes();
        byte[] canonical = output.bytes();
        String hexText = hex == null ? null : hex.text();
        cases.judge(
                "canonical form",
                Expected.ACCEPTED,
                () ->
                        Otherwise.unless(
                                Arrays.equals(Json.canonical(Json.parse(text)), canonical),
                                "it becomes something else"));
        cases.judge(
                "canonical form again",
                Expected.ACCEPTED,
                () ->
                        Otherwise.unless(
                                Arrays.equals(Json.canonical(Json.parse(canonical)), canonical),
                                "the canonical form does not stay as it is"));
        if (hexText != null) {
            cases.judge("in hexadecimal", Expected.ACCEPTED, () -> compareHex(text, hexText));
        }
        return cases.result();
    }

    private static void compareHex(byte[] text, String hex)
            throws Refusal, Otherwise, MalformedVector {
        byte[] expected;
        try {
            expected = HexFormat.of().parseHex(hex.replaceAll("\\s+", ""));
        } catch (IllegalArgumentException e) {
            throw new MalformedVector("the hexadecimal form is none");
        }
        Otherwise.unless(
                Arrays.equals(Json.canonical(Json.parse(text)), expected),
                "it becomes something else");
    }
}
