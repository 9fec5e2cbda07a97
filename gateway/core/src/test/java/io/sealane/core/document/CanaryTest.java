package io.sealane.core.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A word in every field of a document: each role finds those that it is granted and no others, not
 * even among what stands in the clear in the disclosures given to it.
 */
class CanaryTest {
    static Stream<Arguments> typesAndRoles() {
        return Schemas.CATALOGUE.types().stream()
                .flatMap(type ->
                        type.profile().roles().stream().map(role -> Arguments.of(type, role)));
    }

    @ParameterizedTest
    @MethodSource("typesAndRoles")
    void a_role_sees_what_it_is_granted_and_nothing_else(DocumentType type, String role) {
        var specimen = Specimen.of(type);
        Predicate<FieldClass> granted = ProfileTest.covered(type.profile().template(role));
        Shape shape = type.profile().shape(specimen.document());
        String shown = Json.text(Views.shown(shape, granted));
        String carried = carried(shape, granted);

        assertThat(specimen.canaries()).hasSizeGreaterThan(10);
        int seen = 0;
        for (Map.Entry<String, List<String>> canary : specimen.canaries().entrySet()) {
            boolean expected = classesOn(type, canary.getValue()).stream().allMatch(granted);
            assertThat(shown.contains(canary.getKey()))
                    .as("%s sees %s", role, canary.getValue())
                    .isEqualTo(expected);
            assertThat(carried.contains(canary.getKey())).isEqualTo(expected);
            seen += expected ? 1 : 0;
        }
        assertThat(seen).isPositive();
        // A carrier on the shipment, and customs, are told all of some events; who asks, of a
        // quote.
        if (!role.equals("carrier")
                && !role.equals("customs")
                && !type.name().startsWith("rate-quote")) {
            assertThat(seen).isLessThan(specimen.canaries().size());
        }
    }

    /** An entry of dangerous goods in one box, in the types that speak of goods. */
    private static final Map<String, String> GOODS =
            Map.of(
                    "transport-document/1.0",
                    "/consignmentItems/0/cargoItems/0/outerPackaging/dangerousGoods/1",
                    "booking-confirmation/1.0",
                    "/requestedEquipments/0/commodities/0/outerPackaging/dangerousGoods/1",
                    "booking-request/1.0",
                    "/requestedEquipments/0/commodities/0/outerPackaging/dangerousGoods/1",
                    "arrival-notice/1.0",
                    "/consignmentItems/0/cargoItems/0/outerPackaging/dangerousGoods/1",
                    "dangerous-goods-declaration/1.0",
                    "/consignmentItems/0/cargoItems/0/outerPackaging/dangerousGoods/1",
                    "cargo-manifest/1.0",
                    "/consignments/0/dangerousGoods/1");

    static Stream<Arguments> typesWithGoodsAndRoles() {
        return Schemas.CATALOGUE.types().stream()
                .filter(type -> GOODS.containsKey(type.vct()))
                .flatMap(type ->
                        type.profile().roles().stream().map(role -> Arguments.of(type, role)));
    }

    /** One marker in one field hides every other field of the boxes from every role. */
    @ParameterizedTest
    @MethodSource("typesWithGoodsAndRoles")
    void no_role_sees_anything_of_a_box_that_is_raised(DocumentType type, String role) {
        var specimen = Specimen.of(type);
        String entry = Objects.requireNonNull(GOODS.get(type.vct()));
        ObjectNode goods = (ObjectNode) specimen.document().at(entry);
        goods.put("imoClass", "1.3C");
        Predicate<FieldClass> granted = ProfileTest.covered(type.profile().template(role));
        Shape shape = type.profile().shape(specimen.document());
        String carried = carried(shape, granted);
        JsonNode raised = specimen.document().at(entry.substring(0, entry.indexOf('/', 1)) + "/0");

        assertThat(carried).contains("canary-");
        for (String canary : specimen.canaries().keySet()) {
            if (Json.text(raised).contains(canary)) {
                assertThat(carried).doesNotContain(canary);
            }
        }
    }

    /** The government's shipment of each type: its number, wherever it stands, reaches nobody. */
    @ParameterizedTest
    @MethodSource("typesAndRoles")
    void a_control_number_reaches_no_role(DocumentType type, String role) {
        JsonNode body = Schemas.example(type, "government-shipment");
        Shape shape = type.profile().shape(body);
        Predicate<FieldClass> granted = ProfileTest.covered(type.profile().template(role));

        assertThat(carried(shape, granted)).doesNotContain("W25G1V").isNotBlank();
        assertThat(Json.text(Views.shown(shape, granted))).doesNotContain("W25G1V");
        assertThat(Json.text(Views.shown(shape, any -> true))).contains("W25G1V6079X001XXX");
    }

    /** All that leaves for a reader: what is signed in the clear, and the disclosures granted. */
    private static String carried(Shape shape, Predicate<FieldClass> granted) {
        var all = new ArrayList<String>();
        all.add(Json.text(Views.signed(shape)));
        Views.hidden(shape, granted).forEach(one -> all.add(Json.text(one.own())));
        return String.join("\n", all);
    }

    /** The classes of all units on the way to a place. */
    private static List<FieldClass> classesOn(DocumentType type, List<String> path) {
        var classes = new ArrayList<FieldClass>();
        for (int i = 1; i <= path.size(); i++) {
            @Nullable Place place = type.profile().root().at(path.subList(0, i));
            if (place != null && place.unit != null) {
                classes.add(place.unit);
            }
        }
        return classes;
    }
}
