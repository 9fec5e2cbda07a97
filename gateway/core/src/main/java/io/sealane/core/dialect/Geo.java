package io.sealane.core.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

import org.jspecify.annotations.Nullable;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Places as URIs: {@code geo:latitude,longitude} (RFC 5870), in degrees of WGS 84. */
final class Geo {
    private static final Pattern URI = Pattern.compile("geo:(-?[0-9.]+),(-?[0-9.]+)");

    private Geo() {}

    /** A coordinate of a URI; null if it is another, or one with height or parameters. */
    static @Nullable JsonNode part(String uri, boolean latitude) {
        Matcher matcher = URI.matcher(uri);
        return matcher.matches() ? TextNode.valueOf(matcher.group(latitude ? 1 : 2)) : null;
    }

    /** The URI of an object with both coordinates; null without them. */
    static @Nullable JsonNode uri(JsonNode place) {
        JsonNode latitude = place.path("latitude");
        JsonNode longitude = place.path("longitude");
        return latitude.isTextual() && longitude.isTextual()
                ? TextNode.valueOf("geo:" + latitude.asText() + "," + longitude.asText())
                : null;
    }
}
