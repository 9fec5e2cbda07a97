package io.sealane.core.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * The one reader and the one canonical writer of JSON.
 *
 * <p>What it reads is I-JSON (RFC 7493) and small: no member twice, no lone surrogate, no number
 * that another reader would round differently, nesting to {@value #MAX_DEPTH}. So every tree it
 * returns has one canonical form (RFC 8785), the same at every node.
 */
public final class Json {
    /** Nesting of objects and arrays that is still read. */
    public static final int MAX_DEPTH = 64;

    /** Characters of a number that is still read. */
    public static final int MAX_NUMBER_LENGTH = 100;

    /** Bytes of the largest text that is still read; callers set tighter limits of their own. */
    public static final int MAX_BYTES = 16 * 1024 * 1024;

    /** Values (objects, arrays, scalars) of the largest tree that is still built. */
    public static final int MAX_VALUES = 250_000;

    // Names are not pooled: a pool keyed by what strangers send is theirs to fill with collisions.
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(MAX_DEPTH + 1)
                                    .maxNumberLength(MAX_NUMBER_LENGTH)
                                    .maxStringLength(MAX_BYTES)
                                    .maxNameLength(1_000)
                                    .build())
                    .build();

    private static final ObjectMapper MAPPER = JsonMapper.builder(FACTORY).build();

    private Json() {}

    /** Reads one JSON text in UTF-8; anything after it but white space is refused. */
    public static JsonNode parse(byte[] utf8) throws Refusal {
        if (utf8.length > MAX_BYTES) {
            throw tooLarge();
        }
        CharBuffer text;
        try {
            // Jackson's own byte reader lets some ill-formed UTF-8 through; this decoder does not.
            text =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .decode(ByteBuffer.wrap(utf8));
        } catch (CharacterCodingException e) {
            throw new Refusal(Code.MALFORMED_JSON, "The text is not valid UTF-8.");
        }
        try (JsonParser parser = FACTORY.createParser(text.array(), 0, text.length())) {
            return read(parser);
        } catch (IOException e) {
            throw unexpected(e);
        }
    }

    /** Reads one JSON text; see {@link #parse(byte[])}. */
    public static JsonNode parse(String text) throws Refusal {
        if (text.length() > MAX_BYTES) {
            throw tooLarge();
        }
        try (JsonParser parser = FACTORY.createParser(text)) {
            return read(parser);
        } catch (IOException e) {
            throw unexpected(e);
        }
    }

    /** Reads one JSON object; see {@link #parse(byte[])}. */
    public static ObjectNode parseObject(byte[] utf8) throws Refusal {
        if (parse(utf8) instanceof ObjectNode object) {
            return object;
        }
        throw new Refusal(Code.MALFORMED_JSON, "Expected a JSON object.", "");
    }

    /**
     * The canonical form of a tree, in UTF-8: RFC 8785.
     *
     * @throws IllegalArgumentException if the tree, which then was made by hand, has no canonical
     *     form: an integer outside +-2^53, a number that is not finite, a lone surrogate
     */
    public static byte[] canonical(JsonNode node) {
        return canonicalText(node).getBytes(StandardCharsets.UTF_8);
    }

    /** {@link #canonical} before it is encoded. */
    public static String canonicalText(JsonNode node) {
        StringBuilder out = new StringBuilder(512);
        Canonical.write(node, out);
        return out.toString();
    }

    /** The tree as JSON, members in the order in which they were put; not canonical. */
    public static String text(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("this tree cannot be written", e);
        }
    }

    /** {@link #text} in UTF-8. */
    public static byte[] utf8(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("this tree cannot be written", e);
        }
    }

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** A JSON Pointer (RFC 6901) one step below {@code pointer}. */
    public static String pointer(String pointer, String member) {
        return pointer + "/" + member.replace("~", "~0").replace("/", "~1");
    }

    private static JsonNode read(JsonParser parser) throws IOException, Refusal {
        try {
            return new TreeReader(parser).readAll();
        } catch (StreamConstraintsException e) {
            throw tooLarge();
        } catch (JsonProcessingException e) {
            // The parser's own message quotes the text, which may hold a field's value.
            throw new Refusal(
                    Code.MALFORMED_JSON,
                    "Not well-formed JSON at character "
                            + parser.currentLocation().getCharOffset()
                            + ".");
        }
    }

    private static Refusal tooLarge() {
        return new Refusal(
                Code.TOO_LARGE, "The JSON text, or a name or number in it, is too long.");
    }

    private static AssertionError unexpected(IOException e) {
        return new AssertionError("reading from memory cannot fail", e);
    }
}
