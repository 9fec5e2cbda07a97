package io.sealane.core.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.document.DocumentType;
import io.sealane.core.exchange.Submission.Content;
import io.sealane.core.exchange.Submission.Request;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Events of one box, or of one ship's call, follow one another, or their party is warned. */
class EventSequenceTest {
    private static final String BOX = "equipment-event/1.0";
    private static final String CALL = "transport-event/1.0";

    private final ThreeNodes net;
    private int count;

    EventSequenceTest() throws Refusal {
        net = new ThreeNodes();
        net.agree(
                net.agreements(terms -> {
                    grant(terms, BOX);
                    grant(terms, CALL);
                }));
    }

    private static void grant(ObjectNode terms, String vct) {
        JsonNode grants = terms.path("grants");
        ObjectNode grant = grants.path(0).deepCopy();
        if (!grant.path("to").asText().equals("nl.sealane.example")) {
            return;
        }
        grant.put("documents", vct.substring(0, vct.lastIndexOf('.')));
        grant.putArray("profiles").add(type(vct).profile().id());
        ((ArrayNode) grants).add(grant);
    }

    private static DocumentType type(String vct) {
        return TestNode.CATALOGUE.types().stream()
                .filter(type -> type.vct().equals(vct))
                .findFirst()
                .orElseThrow();
    }

    /** Hands an event in, and tells what its party is warned of. */
    private List<String> told(String party, String vct, ObjectNode event) throws Refusal {
        String key = "key-" + count++;
        event.put("eventID", new UUID(0, count).toString());
        var request =
                new Request(
                        net.us.id(party),
                        Set.of(type(vct).name()),
                        vct,
                        List.of(ThreeNodes.to(net.nl, "rotterdam-terminal", "terminal")),
                        new Content.Unsigned(event),
                        key,
                        Digest.sha256(Json.canonical(event)));
        JsonNode answer = net.us.paths().submission().submit(request).answer();
        return answer.path("warnings").findValuesAsText("rule");
    }

    private List<String> box(String classifier, String what, String place, int day) throws Refusal {
        ObjectNode event =
                ThreeNodes.example("schemas/types/equipment-event/1.0/examples/gate-in.json");
        event.remove("seals");
        event.put("eventClassifierCode", classifier).put("equipmentEventTypeCode", what);
        event.put("eventDateTime", "2026-03-%02dT10:00:00Z".formatted(day));
        event.put("eventCreatedDateTime", "2026-03-30T10:00:00Z");
        event.withObject("/eventLocation").put("UNLocationCode", place);
        event.withObject("/transportCall").put("UNLocationCode", place);
        return told("acme-line", BOX, event);
    }

    @ParameterizedTest
    @CsvSource({
        "GTIN, GTIN, true",
        "GTIN, GTOT, false",
        "LOAD, LOAD, true",
        "LOAD, DISC, false",
        "DISC, GTIN, false",
        "GATED_IN, GTIN, true",
        "INSP, INSP, false",
    })
    void what_happens_by_turns_does_not_happen_twice(String first, String second, boolean doubt)
            throws Refusal {
        assertThat(box("ACT", first, "NLRTM", 11)).doesNotContain("event-sequence");
        assertThat(box("ACT", second, "NLRTM", 12).contains("event-sequence")).isEqualTo(doubt);
    }

    @Test
    void an_event_that_is_told_late_is_looked_at_where_it_belongs() throws Refusal {
        box("ACT", "GTIN", "NLRTM", 11);
        box("ACT", "GTOT", "NLRTM", 13);
        assertThat(box("ACT", "GTIN", "NLRTM", 12)).contains("event-sequence");
        assertThat(box("ACT", "GTOT", "NLRTM", 12)).contains("event-sequence");
        assertThat(box("ACT", "GTIN", "NLRTM", 15)).doesNotContain("event-sequence");
    }

    @Test
    void another_place_another_plan_and_another_party_say_nothing() throws Refusal {
        box("ACT", "GTIN", "NLRTM", 11);
        assertThat(box("ACT", "GTIN", "DEHAM", 12)).doesNotContain("event-sequence");
        assertThat(box("EST", "GTIN", "NLRTM", 12)).doesNotContain("event-sequence");
        ObjectNode event =
                ThreeNodes.example("schemas/types/equipment-event/1.0/examples/gate-in.json");
        assertThat(told("long-beach-terminal", BOX, event)).doesNotContain("event-sequence");
    }

    private List<String> call(String what, int day) throws Refusal {
        ObjectNode event =
                ThreeNodes.example("schemas/types/transport-event/1.0/examples/departure.json");
        event.put("eventClassifierCode", "ACT").put("transportEventTypeCode", what);
        event.remove("eventTypeCode");
        event.put("eventDateTime", "2026-03-%02dT10:00:00Z".formatted(day));
        event.put("eventCreatedDateTime", "2026-03-30T10:00:00Z");
        return told("acme-line", CALL, event);
    }

    @Test
    void a_ship_arrives_at_a_call_before_it_departs() throws Refusal {
        assertThat(call("ARRI", 11)).doesNotContain("event-sequence");
        assertThat(call("DEPA", 12)).doesNotContain("event-sequence");
        assertThat(call("DEPA", 10)).contains("event-sequence");
    }
}
