package io.sealane.edifact;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What the status codes of IFTSTA mean, by the agency whose list they are of. The lists of the UN
 * are too general to map; a partner's own come in a file of the same form as {@code statuses.json}.
 */
public final class Statuses {
    private static final Map<String, Set<String>> EVENTS =
            Map.of(
                    Events.TRANSPORT,
                    Set.of("ARRI", "DEPA"),
                    Events.EQUIPMENT,
                    Set.of("LOAD", "DISC", "GTIN", "GTOT", "STUF", "STRP", "PICK", "DROP"));

    private final Map<String, Meaning> meanings;

    private Statuses(Map<String, Meaning> meanings) {
        this.meanings = meanings;
    }

    /**
     * An event.
     *
     * @param type e.g. {@code transport-event/1.0}
     * @param event e.g. {@code DEPA}
     */
    record Meaning(String type, String event) {}

    /** The table of this module. */
    public static Statuses bundled() {
        try (InputStream file = Statuses.class.getResourceAsStream("statuses.json")) {
            if (file == null) {
                throw new IllegalStateException("no statuses.json in this module");
            }
            return new Statuses(Map.of()).with(file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Refusal e) {
            throw new IllegalStateException("statuses.json: " + e.detail(), e);
        }
    }

    /**
     * These and a partner's; where both know a code, the partner's.
     *
     * @throws Refusal if the file is no table of statuses
     */
    public Statuses with(byte[] file) throws Refusal {
        var all = new HashMap<>(meanings);
        JsonNode rows = Json.parse(file);
        if (!rows.isArray()) {
            throw new Refusal(Code.INVALID_REQUEST, "A table of statuses is a list.", "");
        }
        for (int i = 0; i < rows.size(); i++) {
            JsonNode row = rows.get(i);
            String type = row.path("type").asText();
            String event = row.path("event").asText();
            boolean whole = row.path("agency").isTextual() && row.path("code").isTextual();
            if (!whole || !EVENTS.getOrDefault(type, Set.of()).contains(event)) {
                throw new Refusal(
                        Code.INVALID_REQUEST,
                        "A status has agency, code, type and event; the events are "
                                + new java.util.TreeMap<>(EVENTS),
                        "/" + i);
            }
            all.put(
                    key(row.path("agency").textValue(), row.path("code").textValue()),
                    new Meaning(type, event));
        }
        return new Statuses(all);
    }

    /** What a code means; null if nobody said. */
    @Nullable Meaning of(String agency, String code) {
        return meanings.get(key(agency, code));
    }

    private static String key(String agency, String code) {
        return agency + "/" + code;
    }
}
