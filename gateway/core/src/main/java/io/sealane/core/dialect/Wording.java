package io.sealane.core.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.sealane.core.document.CodeTable;
import io.sealane.core.json.Digest;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

/** How one value is written there and here. What cannot be said on the other side is null. */
sealed interface Wording {
    /** The same on both sides. */
    record Same() implements Wording {}

    /** A word there, a code of a table here. */
    record Words(CodeTable table) implements Wording {}

    /** The same on both sides, if it has this form. */
    record Matching(Pattern form) implements Wording {}

    /**
     * A UUID here; a number of another form there is hashed to one.
     *
     * @param prefix before the UUID there
     */
    record Numbered(String prefix) implements Wording {}

    /** The same on both sides, if it is no UUID. */
    record OtherwiseNumbered() implements Wording {}

    /** Here without the prefix that it must have there. */
    record After(String prefix) implements Wording {}

    /** The same on both sides, if it does not begin like this. */
    record Without(String prefix) implements Wording {}

    /** One coordinate of a {@code geo:} URI (RFC 5870) there; both are members here. */
    record Coordinate(boolean isLatitude) implements Wording {}

    /** A time there, beside it the offset of the local time; the local time here. */
    record LocalTime() implements Wording {}

    /** The offset of the local time there; nothing of its own here. */
    record Offset() implements Wording {}

    /** The wording that a table names. */
    static Wording named(String name, Function<String, CodeTable> tables) {
        int blank = name.indexOf(' ');
        String first = blank < 0 ? name : name.substring(0, blank);
        String rest = name.substring(blank + 1);
        return switch (first) {
            case "same" -> new Same();
            case "words" -> new Words(tables.apply(rest));
            case "matching" -> new Matching(Pattern.compile(rest));
            case "uuid" -> new Numbered("");
            case "urn" -> new Numbered("urn:uuid:");
            case "no" -> new OtherwiseNumbered();
            case "after" -> new After(rest);
            case "without" -> new Without(rest);
            case "geo" -> new Coordinate(rest.equals("latitude"));
            case "local" -> new LocalTime();
            case "offset" -> new Offset();
            default -> throw new IllegalStateException("no such wording: " + name);
        };
    }

    /**
     * A value as it is written here.
     *
     * @param parent the object that the value is in there
     */
    default @Nullable JsonNode here(JsonNode value, JsonNode parent) {
        String text = value.asText();
        return switch (this) {
            case Same _ -> value;
            case Words words -> TextNode.valueOf(words.table.code(text));
            case Matching matching -> matching.form.matcher(text).matches() ? value : null;
            case Numbered numbered -> TextNode.valueOf(uuid(text, numbered.prefix));
            case OtherwiseNumbered _ -> isUuid(text.replaceFirst("^urn:uuid:", "")) ? null : value;
            case After after ->
                    text.startsWith(after.prefix)
                            ? TextNode.valueOf(text.substring(after.prefix.length()))
                            : null;
            case Without without -> text.startsWith(without.prefix) ? null : value;
            case Coordinate coordinate -> Geo.part(text, coordinate.isLatitude);
            case LocalTime _ ->
                    TextNode.valueOf(local(text, parent.path("eventTimeZoneOffset").asText()));
            case Offset _ -> null;
        };
    }

    /**
     * A value as it is written there.
     *
     * @param parent the object that the value is in here
     */
    default @Nullable JsonNode there(JsonNode value, JsonNode parent) {
        String text = value.asText();
        return switch (this) {
            case Same _ -> value;
            case Words words -> TextNode.valueOf(words.table.word(words.table.code(text)));
            case Matching matching -> matching.form.matcher(text).matches() ? value : null;
            case Numbered numbered -> TextNode.valueOf(numbered.prefix + text);
            case OtherwiseNumbered _ -> value;
            case After after -> TextNode.valueOf(after.prefix + text);
            case Without without -> text.startsWith(without.prefix) ? null : value;
            case Coordinate coordinate -> coordinate.isLatitude ? Geo.uri(parent) : null;
            case LocalTime _ -> value;
            case Offset _ -> TextNode.valueOf(offset(text));
        };
    }

    private static boolean isUuid(String text) {
        return text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    }

    /** The UUID that stands for a number there. */
    static String uuid(String number, String prefix) {
        String bare = number.startsWith(prefix) ? number.substring(prefix.length()) : number;
        if (isUuid(bare)) {
            return bare;
        }
        // SPEC: RFC 9562 5.8: version 8, of a hash. Read again, an event has the same number.
        ByteBuffer bits = ByteBuffer.wrap(Digest.sha256(number.getBytes(StandardCharsets.UTF_8)));
        long high = (bits.getLong() & ~0xF000L) | 0x8000L;
        long low = (bits.getLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }

    /** SPEC: EPCIS 2.0 7.4.1: the offset in force at the time and place of the event. */
    private static String local(String time, String offset) {
        try {
            OffsetDateTime told = OffsetDateTime.parse(time);
            ZoneOffset local = offset.isEmpty() ? told.getOffset() : ZoneOffset.of(offset);
            return told.getOffset().equals(local)
                    ? time
                    : DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                            told.withOffsetSameInstant(local));
        } catch (DateTimeException e) {
            return time;
        }
    }

    private static String offset(String time) {
        try {
            ZoneOffset offset = OffsetDateTime.parse(time).getOffset();
            return offset.equals(ZoneOffset.UTC) ? "+00:00" : offset.getId();
        } catch (DateTimeException e) {
            return "+00:00";
        }
    }
}
