package io.sealane.command.conformance;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** Reads the members of a vector in JSON. */
final class Fields {
    private Fields() {}

    static String text(JsonNode node, String name) throws MalformedVector {
        JsonNode value = node.path(name);
        if (!value.isTextual()) {
            throw new MalformedVector(name + " is not a string");
        }
        return value.textValue();
    }

    static byte[] hex(JsonNode node, String name) throws MalformedVector {
        try {
            return HexFormat.of().parseHex(text(node, name));
        } catch (IllegalArgumentException e) {
            throw new MalformedVector(name + " is not hexadecimal");
        }
    }

    /** Standard base64; null is no bytes. */
    static byte[] base64(JsonNode node, String name) throws MalformedVector {
        return base64(node.path(name));
    }

    /** A list of standard base64; null is an empty list. */
    static List<byte[]> base64List(JsonNode node, String name) throws MalformedVector {
        JsonNode list = node.path(name);
        if (!list.isNull() && !list.isArray()) {
            throw new MalformedVector(name + " is not a list");
        }
        List<byte[]> read = new ArrayList<>();
        for (JsonNode one : list) {
            read.add(base64(one));
        }
        return read;
    }

    private static byte[] base64(JsonNode value) throws MalformedVector {
        if (value.isNull()) {
            return new byte[0];
        }
        try {
            if (value.isTextual()) {
                return Base64.getDecoder().decode(value.textValue());
            }
        } catch (IllegalArgumentException e) {
            // Falls through.
        }
        throw new MalformedVector("a hash is not base64");
    }

    /** A count of 64 bits without a sign; one beyond 2^63 - 1, which no log of ours has, is -1. */
    static long count(JsonNode node, String name) throws MalformedVector {
        JsonNode value = node.path(name);
        if (!value.isIntegralNumber()) {
            throw new MalformedVector(name + " is not a number");
        }
        return value.canConvertToLong() ? value.longValue() : -1;
    }

    static boolean yesOrNo(JsonNode node, String name) throws MalformedVector {
        JsonNode value = node.path(name);
        if (!value.isBoolean()) {
            throw new MalformedVector(name + " is neither true nor false");
        }
        return value.booleanValue();
    }
}
