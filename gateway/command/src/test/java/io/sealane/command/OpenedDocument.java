package io.sealane.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a signed document and some of its disclosures show to whoever has both (RFC 9901). */
final class OpenedDocument {
    private final JsonNode payload;
    private final Map<String, JsonNode> byDigest = new HashMap<>();

    OpenedDocument(String token, List<String> disclosures) throws Refusal {
        this.payload = Json.parse(Base64Url.decode(token.split("\\.", -1)[1]));
        for (String disclosure : disclosures) {
            byDigest.put(Digest.base64Url(disclosure), Json.parse(Base64Url.decode(disclosure)));
        }
    }

    JsonNode document() {
        return opened(payload.path("doc"));
    }

    /** The classes of what is shown, as the issuer signed them: by hex SHA-256 of the digest. */
    Set<String> classes(Map<String, String> signed) {
        var classes = new TreeSet<String>();
        for (String digest : byDigest.keySet()) {
            String name =
                    signed.get(HexFormat.of().formatHex(Digest.sha256(digest.getBytes(UTF_8))));
            classes.add(name == null ? "never signed" : name);
        }
        return classes;
    }

    private JsonNode opened(JsonNode node) {
        if (node.isObject()) {
            ObjectNode object = Json.object();
            for (var member : node.properties()) {
                if (!member.getKey().equals("_sd")) {
                    object.set(member.getKey(), opened(member.getValue()));
                }
            }
            for (JsonNode digest : node.path("_sd")) {
                JsonNode shown = byDigest.get(digest.textValue());
                if (shown != null) {
                    object.set(shown.path(1).textValue(), opened(shown.path(2)));
                }
            }
            return object;
        }
        if (node.isArray()) {
            ArrayNode array = Json.array();
            for (JsonNode element : node) {
                JsonNode shown = byDigest.get(element.path("...").asText());
                if (shown != null) {
                    array.add(opened(shown.path(1)));
                } else if (!element.has("...")) {
                    array.add(opened(element));
                }
            }
            return array;
        }
        return node;
    }
}
