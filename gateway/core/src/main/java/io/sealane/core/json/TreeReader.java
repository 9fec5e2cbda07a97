package io.sealane.core.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;

import java.io.IOException;
import java.math.BigDecimal;

/** Builds the tree of one JSON text and refuses what I-JSON (RFC 7493) does not allow. */
final class TreeReader {
    /** RFC 7493 2.2: beyond this, not every reader sees the same integer. */
    static final long MAX_INTEGER = 1L << 53;

    private static final String MAX_INTEGER_DIGITS = Long.toString(MAX_INTEGER);

    private final JsonParser parser;
    private int values;

    TreeReader(JsonParser parser) {
        this.parser = parser;
    }

    JsonNode readAll() throws IOException, Refusal {
        JsonNode root = value(parser.nextToken(), 0);
        if (parser.nextToken() != null) {
            throw refusal(Code.MALFORMED_JSON, "Something follows the JSON text.");
        }
        return root;
    }

    private JsonNode value(JsonToken token, int depth) throws IOException, Refusal {
        if (++values > Json.MAX_VALUES) {
            throw refusal(Code.TOO_LARGE, "More than " + Json.MAX_VALUES + " values.");
        }
        // The parser answers null, whatever its signature says, where the text ends.
        return switch (token) {
            case START_OBJECT -> object(depth + 1);
            case START_ARRAY -> array(depth + 1);
            case VALUE_STRING -> TextNode.valueOf(wellFormed(parser.getText()));
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> decimal();
            case VALUE_TRUE -> BooleanNode.TRUE;
            case VALUE_FALSE -> BooleanNode.FALSE;
            case VALUE_NULL -> NullNode.instance;
            case null, default ->
                    throw refusal(Code.MALFORMED_JSON, "The JSON text ends too early.");
        };
    }

    private ObjectNode object(int depth) throws IOException, Refusal {
        checkDepth(depth);
        ObjectNode object = Json.object();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = wellFormed(parser.currentName());
            // RFC 7493 2.3: which of two equal members counts is decided differently everywhere.
            if (object.putIfAbsent(name, value(parser.nextToken(), depth)) != null) {
                throw refusal(Code.DUPLICATE_MEMBER, "A member occurs twice in one object.");
            }
        }
        return object;
    }

    private ArrayNode array(int depth) throws IOException, Refusal {
        checkDepth(depth);
        ArrayNode array = Json.array();
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            array.add(value(token, depth));
        }
        return array;
    }

    private JsonNode integer() throws IOException, Refusal {
        String digits = parser.getText();
        int sign = digits.startsWith("-") ? 1 : 0;
        int length = digits.length() - sign;
        if (length > MAX_INTEGER_DIGITS.length()) {
            throw outOfRange();
        }
        long value = Long.parseLong(digits);
        if (value > MAX_INTEGER || value < -MAX_INTEGER) {
            throw outOfRange();
        }
        return (int) value == value ? IntNode.valueOf((int) value) : LongNode.valueOf(value);
    }

    private JsonNode decimal() throws IOException, Refusal {
        String digits = parser.getText();
        double nearest = Double.parseDouble(digits);
        if (Double.isInfinite(nearest)) {
            throw outOfRange();
        }
        if (nearest == 0 && hasNonZeroDigit(digits)) {
            // Also keeps out 1e-1000000000, whose exact arithmetic never ends.
            throw outOfRange();
        }
        return nearest == 0 ? DecimalNode.ZERO : DecimalNode.valueOf(new BigDecimal(digits));
    }

    private static boolean hasNonZeroDigit(String number) {
        for (int i = 0; i < number.length(); i++) {
            char c = number.charAt(i);
            if (c == 'e' || c == 'E') {
                return false;
            }
            if (c >= '1' && c <= '9') {
                return true;
            }
        }
        return false;
    }

    private String wellFormed(String text) throws Refusal {
        // RFC 7493 2.1: "\ud800" alone is legal JSON, has no UTF-8 form, and so no digest.
        if (!isWellFormed(text)) {
            throw refusal(Code.MALFORMED_JSON, "A string holds half of a surrogate pair.");
        }
        return text;
    }

    /** Whether every surrogate of {@code text} is half of a pair. */
    static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                boolean pair =
                        i + 1 < text.length()
                                && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    private void checkDepth(int depth) throws Refusal {
        if (depth > Json.MAX_DEPTH) {
            throw refusal(Code.TOO_DEEP, "Nested deeper than " + Json.MAX_DEPTH + " levels.");
        }
    }

    private Refusal outOfRange() {
        return refusal(
                Code.MALFORMED_JSON,
                "A number does not fit a double, or an integer is outside +-2^53 (RFC 7493 2.2).");
    }

    private Refusal refusal(Code code, String detail) {
        return new Refusal(code, detail, parser.getParsingContext().pathAsPointer().toString());
    }
}
