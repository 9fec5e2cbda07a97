package io.sealane.core.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What an operator watches over is raised, and leaves no trace; warnings are errors if asked. */
class WatchListTest {
    private static boolean isOrdinary(FieldClass cls) {
        return !FieldClass.GOVERNMENT.covers(cls);
    }

    private static DocumentType watching(String field, String... values) {
        var list = WatchList.of(Map.of(field, List.of(values)));
        return Schemas.TRANSPORT_DOCUMENT.under(new Policy(Set.of(), list, KnownPlaces.ANY));
    }

    @ParameterizedTest
    @CsvSource({
        "Naval Supply Command, naval  supply COMMAND, true",
        "Naval Supply Command, Naval Supply Command East, false",
        "*Supply*, Naval Supply Command, true",
        "GOV-*, GOV-, true",
        "GOV-*, XGOV-1, false",
        "A.C, ABC, false"
    })
    void names_are_compared_without_case_and_blanks(String watched, String value, boolean named) {
        var list = WatchList.of(Map.of("partyName", List.of("another", watched)));
        JsonNode body = Json.object().set("shipper", Json.object().put("partyName", value));
        assertThat(list.names(body)).isEqualTo(named);
        assertThat(list.names(Json.object().put("other", value))).isFalse();
    }

    @Test
    void a_box_that_is_watched_over_is_raised_with_its_goods_and_leaves_no_trace() {
        JsonNode body = Schemas.example("general-cargo");
        JsonNode item = body.at("/consignmentItems/1");
        String booking = item.path("carrierBookingReference").asText();
        DocumentType type = watching("carrierBookingReference", booking);
        Set<String> boxes = new TreeSet<>();
        item.path("cargoItems").forEach(one -> boxes.add(one.path("equipmentReference").asText()));
        assertThat(boxes).isNotEmpty();

        JsonNode without = body.deepCopy();
        ((ArrayNode) without.path("consignmentItems")).remove(1);
        var kept = Json.array();
        for (JsonNode one : body.path("utilizedTransportEquipments")) {
            if (!boxes.contains(one.at("/equipment/equipmentReference").asText())) {
                kept.add(one);
            }
        }
        assertThat(kept).hasSizeLessThan(body.path("utilizedTransportEquipments").size());
        ((ObjectNode) without).set("utilizedTransportEquipments", kept);

        Shape shape = type.shape(body);
        JsonNode shown = Views.shown(shape, WatchListTest::isOrdinary);
        assertThat(shown.path("consignmentItems")).hasSize(1);
        assertThat(Json.text(shown.path("consignmentItems"))).doesNotContain(boxes);
        assertThat(Views.shownWithGaps(shape, WatchListTest::isOrdinary))
                .isEqualTo(Views.shownWithGaps(type.shape(without), WatchListTest::isOrdinary));
        assertThat(Views.classesOfDigests(shape))
                .isEqualTo(Views.classesOfDigests(type.shape(without)));
        assertThat(type.isWatched(Views.shown(shape, any -> true))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"partyName, /documentParties/shipper/partyName", "vesselName, "})
    void what_stands_elsewhere_raises_all_boxes_and_the_whole_document_is_watched(
            String field, String at) {
        JsonNode body = Schemas.example("general-cargo");
        String pointer = at == null ? "/transports/vesselVoyages/0/vesselName" : at;
        DocumentType type = watching(field, body.at(pointer).asText());
        Shape shape = type.shape(body);
        assertThat(Views.shown(shape, WatchListTest::isOrdinary).path("consignmentItems"))
                .isEmpty();
        assertThat(type.isWatched(Views.shown(shape, any -> true))).isTrue();
        assertThat(watching(field, "nobody").isWatched(Views.shown(shape, any -> true))).isFalse();
    }

    @Test
    void a_warning_is_an_error_where_the_operator_says_so() throws Exception {
        ObjectNode body = (ObjectNode) Schemas.example("general-cargo");
        body.remove("issueDate");
        DocumentType lenient = Schemas.TRANSPORT_DOCUMENT;
        assertThat(lenient.check(body))
                .extracting(Warning::rule)
                .contains("issue-date-when-issued");
        var policy = new Policy(Set.of("issue-date-when-issued"), WatchList.EMPTY, KnownPlaces.ANY);
        assertThat(lenient.under(policy).problems(body))
                .extracting(Problem::rule, Problem::pointer)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple(
                                "issue-date-when-issued", "/issueDate"));
        assertThat(lenient.under(Policy.STRICT).problems(body)).isNotEmpty();
        assertThat(lenient.problems(body)).isEmpty();
    }

    @Test
    void every_warning_has_a_name_that_a_policy_can_say() throws Exception {
        Pattern name = Pattern.compile("doubtful\\(\\s*\"([a-z-]+)\"");
        Set<String> names = new TreeSet<>();
        Path sources = Path.of("src/main/java/io/sealane/core/document");
        try (Stream<Path> files = Files.list(sources)) {
            for (Path file : files.toList()) {
                name.matcher(Files.readString(file)).results().forEach(r -> names.add(r.group(1)));
            }
        }
        assertThat(names).containsExactlyInAnyOrderElementsOf(Policy.WARNINGS);
        assertThat(Files.readString(Schemas.root().resolve("README.md")))
                .contains(names.stream().map(one -> "`" + one + "`").toList());
    }
}
