package io.sealane.core.json;

import com.fasterxml.jackson.databind.JsonNode;

import java.math.BigInteger;
import java.util.Map;
import java.util.TreeMap;

/** The JSON Canonicalization Scheme, RFC 8785. */
final class Canonical {
    private static final BigInteger MAX_INTEGER = BigInteger.valueOf(TreeReader.MAX_INTEGER);
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private Canonical() {}

    static void write(JsonNode node, StringBuilder out) {
        switch (node.getNodeType()) {
            case OBJECT -> object(node, out);
            case ARRAY -> array(node, out);
            case STRING -> string(node.textValue(), out);
            case NUMBER -> number(node, out);
            case BOOLEAN -> out.append(node.booleanValue());
            case NULL -> out.append("null");
            case BINARY, MISSING, POJO ->
                    throw new IllegalArgumentException("not JSON: " + node.getNodeType());
        }
    }

    private static void object(JsonNode node, StringBuilder out) {
        // SPEC: RFC 8785 3.2.3: member names are sorted by their UTF-16 code units, which is the
        // natural order of a Java string.
        var members = new TreeMap<String, JsonNode>();
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            members.put(member.getKey(), member.getValue());
        }
        out.append('{');
        String separator = "";
        for (Map.Entry<String, JsonNode> member : members.entrySet()) {
            out.append(separator);
            string(member.getKey(), out);
            out.append(':');
            write(member.getValue(), out);
            separator = ",";
        }
        out.append('}');
    }

    private static void array(JsonNode node, StringBuilder out) {
        out.append('[');
        String separator = "";
        for (JsonNode element : node) {
            out.append(separator);
            write(element, out);
            separator = ",";
        }
        out.append(']');
    }

    private static void number(JsonNode node, StringBuilder out) {
        if (node.isIntegralNumber()) {
            BigInteger value = node.bigIntegerValue();
            if (value.abs().compareTo(MAX_INTEGER) > 0) {
                throw new IllegalArgumentException(
                        "an integer outside +-2^53 has no canonical form");
            }
            out.append(value);
        } else {
            out.append(EcmaNumber.text(node.doubleValue()));
        }
    }

    // SPEC: RFC 8785 3.2.2.2: the two-character escapes where JSON has them, \\u00xx in lower case
    // for the other control characters, everything else as it is.
    private static void string(String text, StringBuilder out) {
        if (!TreeReader.isWellFormed(text)) {
            throw new IllegalArgumentException("a lone surrogate has no canonical form");
        }
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> {
                    if (c < 0x20) {
                        out.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 0xf]);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
