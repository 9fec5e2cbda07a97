package io.sealane.core.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.stream.Stream;

/** Markers of government cargo: found, raised, and not to be told from their absence. */
class GovernmentTest {
    private static final Profile PROFILE = Schemas.TRANSPORT_DOCUMENT.profile();

    private static final String DANGEROUS_GOODS = Markers.DANGEROUS_GOODS;

    static Stream<Arguments> markers() {
        return Markers.ALL.stream().map(one -> Arguments.of(one.pointer(), one.value()));
    }

    @ParameterizedTest
    @MethodSource("markers")
    void a_marker_raises_its_box_and_goods(String pointer, String value) throws Exception {
        JsonNode body = with(Schemas.example("dangerous-goods"), pointer, value);
        Shape shape = PROFILE.shape(body);
        JsonNode shown = Views.shown(shape, GovernmentTest::isOrdinary);

        assertThat(shown.path("consignmentItems")).isEmpty();
        assertThat(shown.path("utilizedTransportEquipments")).isEmpty();
        assertThat(shown.at("/dangerousGoodsSummary/count").intValue()).isZero();
        for (Views.Hidden one : Views.hidden(shape, any -> true)) {
            assertThat(PROFILE.classOf(one.path(), one.own())).isEqualTo(one.cls());
        }
        assertThat(PROFILE.original(Views.shown(shape, any -> true))).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/consignmentItems/0/HSCodes/0=870899",
                "/consignmentItems/0/descriptionOfGoods/0=Lot 1234567890123456 of 2",
                "/consignmentItems/0/extendedNationalCommodityCodes="
                        + "[{'type':'CUS','values':['0036123-4']}]",
                DANGEROUS_GOODS + "={'imoClass':'7','UNNumber':'2915'}",
                DANGEROUS_GOODS + "/imoClass=2.1"
            })
    void what_only_looks_like_a_marker_raises_nothing(String change) throws Exception {
        String[] parts = change.split("=", 2);
        JsonNode body = with(Schemas.example("dangerous-goods"), parts[0], parts[1]);
        JsonNode shown = Views.shown(PROFILE.shape(body), GovernmentTest::isOrdinary);
        assertThat(shown.path("consignmentItems")).hasSize(1);
        assertThat(shown.path("utilizedTransportEquipments")).hasSize(2);
    }

    @Test
    void what_travels_with_it_is_raised_and_nothing_else() {
        JsonNode body = Schemas.example("government-shipment");
        JsonNode shown = Views.shown(PROFILE.shape(body), GovernmentTest::isOrdinary);
        assertThat(shown.path("consignmentItems")).hasSize(1);
        assertThat(shown.at("/consignmentItems/0/carrierBookingReference").asText())
                .isEqualTo("XACM0097210");
        assertThat(shown.path("utilizedTransportEquipments")).hasSize(1);
        String text = Json.text(shown);
        assertThat(text).doesNotContain("XACM0097211", "W25G1V", "930630", "D-0551903", "ITN");
        assertThat(shown.at("/dangerousGoodsSummary/count").intValue()).isZero();
        assertThat(Json.text(Views.shown(PROFILE.shape(body), any -> true)))
                .contains("XACM0097211", "W25G1V", "930630", "D-0551903", "ITN");
    }

    @Test
    void the_mark_is_seen_only_where_government_is_granted() {
        Shape shape = PROFILE.shape(Schemas.example("government-shipment"));
        assertThat(Json.text(Views.shown(shape, GovernmentTest::isOrdinary)))
                .doesNotContain(PROFILE.mark());
        JsonNode all = Views.shown(shape, any -> true);
        assertThat(all.at("/consignmentItems/1/" + PROFILE.mark()).booleanValue()).isTrue();
        assertThat(all.at("/consignmentItems/0").has(PROFILE.mark())).isFalse();
    }

    /** The same number of digests, everywhere, that a reader cannot open. */
    @Test
    void a_document_with_a_raised_part_looks_like_one_without_it() {
        ObjectNode with = (ObjectNode) Schemas.example("government-shipment");
        ObjectNode without = with.deepCopy();
        ((ArrayNode) without.path("consignmentItems")).remove(1);
        ((ArrayNode) without.path("utilizedTransportEquipments")).remove(2);
        ((ArrayNode) without.path("utilizedTransportEquipments")).remove(1);
        ((ObjectNode) without.at("/consignmentItems/0")).remove("customsReferences");
        assertThat(gaps(with)).isEqualTo(gaps(without));
        // Nor does it show to an auditor, who is shown the class of every digest, decoys included.
        assertThat(listOfClasses(with)).isEqualTo(listOfClasses(without));
    }

    static Stream<DocumentType> types() {
        return Schemas.CATALOGUE.types().stream();
    }

    /** Of whichever type: what is raised could as well not be there, for all that a reader sees. */
    @ParameterizedTest
    @MethodSource("types")
    void a_governments_document_looks_like_one_without_all_that_is_raised(DocumentType type)
            throws Exception {
        JsonNode with = Schemas.example(type, "government-shipment");
        JsonNode without = with.deepCopy();
        List<String> raised = Raised.in(type, with);
        assertThat(raised).isNotEmpty();
        for (String pointer : raised.reversed()) {
            remove(without, pointer);
        }
        Shape one = type.profile().shape(with);
        Shape other = type.profile().shape(without);
        assertThat(Views.shownWithGaps(one, GovernmentTest::isOrdinary))
                .isEqualTo(Views.shownWithGaps(other, GovernmentTest::isOrdinary));
        assertThat(Views.classesOfDigests(one)).isEqualTo(Views.classesOfDigests(other));
        assertThat(Json.text(without)).doesNotContain("W25G1V");
    }

    private static void remove(JsonNode body, String pointer) {
        int slash = pointer.lastIndexOf('/');
        String last = pointer.substring(slash + 1);
        switch (body.at(pointer.substring(0, slash))) {
            case ObjectNode object -> object.remove(last);
            case ArrayNode array -> array.remove(Integer.parseInt(last));
            default -> throw new IllegalArgumentException(pointer);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/exportLicense={'isRequired':true}",
                "/importLicense={'reference':'Q-1'}",
                "/customsReferences=[{'type':'ITN','countryCode':'US','values':['X1']}]",
                "/consignmentItems/0/exportLicense={'isRequired':true}",
                "/consignmentItems/0/customsReferences="
                        + "[{'type':'AES','countryCode':'US','values':['X1']}]",
                "/consignmentItems/1/cargoItems/0/importLicense={'isRequired':true}",
                "/utilizedTransportEquipments/2/customsReferences="
                        + "[{'type':'ITN','countryCode':'US','values':['X1']}]"
            })
    void a_licence_or_a_filing_looks_like_its_absence(String change) throws Exception {
        String[] parts = change.split("=", 2);
        JsonNode without = Schemas.example("general-cargo");
        JsonNode with = with(without.deepCopy(), parts[0], parts[1]);
        assertThat(with).isNotEqualTo(without);
        assertThat(gaps(with)).isEqualTo(gaps(without));
        assertThat(listOfClasses(with)).isEqualTo(listOfClasses(without));
    }

    /** A control number in a text at the top raises all boxes, and does not show itself. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/references=[{'type':'CR','value':'W25G1V6079X001XXX'}]",
                "/carrierClauses=['TCN W25G1V6079X001XXX']",
                "/documentParties/shipper/addressLines=['W25G1V6079X001XXX']",
                "/transports/portOfLoading/locationName=W25G1V6079X001XXX"
            })
    void a_control_number_at_the_top_looks_like_its_absence(String change) throws Exception {
        String[] parts = change.split("=", 2);
        JsonNode without = Schemas.example("general-cargo");
        JsonNode with = with(without.deepCopy(), parts[0], parts[1]);
        assertThat(gaps(with).path("consignmentItems")).hasToString("[4]");
        for (String other : new String[] {"_sd", "documentParties", "transports"}) {
            assertThat(gaps(with).path(other)).isEqualTo(gaps(without).path(other));
        }
    }

    @Test
    void boxes_linked_by_their_goods_are_raised_together() throws Exception {
        // Goods of item 1 move into a box of item 0: now all four travel together.
        JsonNode body = Schemas.example("general-cargo");
        JsonNode shared = body.at("/consignmentItems/0/cargoItems/0/equipmentReference");
        ((ObjectNode) body.at("/consignmentItems/1/cargoItems/0"))
                .set("equipmentReference", shared);
        with(body, "/consignmentItems/1/HSCodes/0", "930200");
        JsonNode shown = Views.shown(PROFILE.shape(body), GovernmentTest::isOrdinary);
        assertThat(shown.path("consignmentItems")).isEmpty();
        // The box that nothing is in any more is linked to nobody.
        assertThat(shown.path("utilizedTransportEquipments")).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("paddings")
    void raised_elements_take_the_place_of_decoys(int elements, int raised, int digests) {
        assertThat(Together.padded(elements, raised)).isEqualTo(digests);
    }

    static Stream<Arguments> paddings() {
        return Stream.of(
                Arguments.of(1, 0, 4),
                Arguments.of(2, 1, 4),
                Arguments.of(4, 3, 4),
                Arguments.of(2, 0, 4),
                Arguments.of(4, 2, 4),
                Arguments.of(3, 0, 8),
                Arguments.of(6, 3, 8),
                Arguments.of(5, 0, 16),
                Arguments.of(10, 5, 16),
                Arguments.of(16, 0, 32),
                Arguments.of(5, 5, 8));
    }

    /** What is granted to a reader who sees everything but what is the government's. */
    private static boolean isOrdinary(FieldClass cls) {
        return !FieldClass.GOVERNMENT.covers(cls);
    }

    private static List<String> listOfClasses(JsonNode body) {
        return Views.classesOfDigests(PROFILE.shape(body));
    }

    private static JsonNode gaps(JsonNode body) {
        return Views.shownWithGaps(PROFILE.shape(body), GovernmentTest::isOrdinary);
    }

    private static JsonNode with(JsonNode body, String pointer, String value) throws Exception {
        return Markers.with(body, pointer, value);
    }
}
