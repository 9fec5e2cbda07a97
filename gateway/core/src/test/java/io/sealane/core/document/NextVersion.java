package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** What a node knows that has the next release: {@code transport-document/1.1} beside all else. */
public final class NextVersion {
    public static final String VCT = "transport-document/1.1";

    private static final String BEFORE = "types/transport-document/1.0/";
    private static final String AFTER = "types/" + VCT + "/";

    private NextVersion() {}

    /** All types of this release, and the one of the next. */
    public static Catalogue catalogue() {
        JsonNode next = resource("next/transport-document-1.1.json");
        return Catalogue.of(path -> file(path, next));
    }

    private static JsonNode file(String path, JsonNode next) {
        if (path.equals("index.json")) {
            ObjectNode index = Catalogue.read(path).deepCopy();
            ((ObjectNode) index.path("types")).putObject(VCT).putArray("examples");
            return index;
        }
        if (path.equals(AFTER + "schema.json")) {
            return JsonPatch.apply(Catalogue.read(BEFORE + "schema.json"), next.path("schema"));
        }
        if (path.equals(AFTER + "profile.json")) {
            return JsonPatch.apply(Catalogue.read(BEFORE + "profile.json"), next.path("profile"));
        }
        return Catalogue.read(path);
    }

    private static JsonNode resource(String name) {
        try (InputStream in = NextVersion.class.getClassLoader().getResourceAsStream(name)) {
            return Json.parse(Objects.requireNonNull(in, name).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Refusal e) {
            throw new AssertionError(e);
        }
    }
}
