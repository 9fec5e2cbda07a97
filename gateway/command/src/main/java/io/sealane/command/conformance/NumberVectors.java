package io.sealane.command.conformance;

import com.fasterxml.jackson.databind.node.DoubleNode;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.regex.Pattern;

/**
 * How ECMAScript writes doubles, a line each: the 64 bits in hexadecimal, a comma, the text. Read
 * line by line, since the full list of RFC 8785, appendix B, has a hundred million.
 */
final class NumberVectors implements Format {
    private static final Pattern LINE =
            Pattern.compile(
                    "[0-9a-fA-F]{1,16},(NaN|-?Infinity|-?[0-9]+(\\.[0-9]+)?(e[+-][0-9]+)?)");
    private static final int LONGEST_LINE = 64;

    @Override
    public @Nullable Result run(VectorFile file) throws IOException {
        if (!begins(file)) {
            return null;
        }
        Cases cases = new Cases(file.name(), "ECMAScript numbers (RFC 8785)");
        // Other bytes than ASCII are no number: they fail their own line.
        try (BufferedReader lines =
                Files.newBufferedReader(file.path(), StandardCharsets.ISO_8859_1)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    judge(cases, "line " + number, line);
                }
            }
        }
        return cases.result();
    }

    private static boolean begins(VectorFile file) throws IOException {
        try (var in = Files.newInputStream(file.path())) {
            String start = new String(in.readNBytes(LONGEST_LINE), StandardCharsets.ISO_8859_1);
            return LINE.matcher(start.lines().findFirst().orElse("")).matches();
        }
    }

    private static void judge(Cases cases, String name, String line) {
        if (!LINE.matcher(line).matches()) {
            cases.fail(name, "a vector that can be read", "not 64 bits, a comma and a number");
            return;
        }
        String[] parts = line.split(",", 2);
        double value = Double.longBitsToDouble(Long.parseUnsignedLong(parts[0], 16));
        cases.judge(
                name,
                Expected.accepted(Double.isFinite(value)),
                () -> Otherwise.unless(text(value).equals(parts[1]), "it is written otherwise"));
    }

    /** What is not finite has no canonical form. */
    private static String text(double value) throws Refusal {
        try {
            return Json.canonicalText(DoubleNode.valueOf(value));
        } catch (IllegalArgumentException e) {
            throw new Refusal(Code.NOT_CANONICAL, "This number has no canonical form.");
        }
    }
}
