package io.sealane.core.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What the issuer hides and what the receiver makes of it agree, for every grant. */
class ProfileTest {
    private static final DocumentType TYPE = Schemas.TRANSPORT_DOCUMENT;
    private static final Profile PROFILE = TYPE.profile();

    static Stream<Arguments> examples() {
        return Schemas.CATALOGUE.types().stream()
                .flatMap(type ->
                        type.examples().keySet().stream()
                                .sorted()
                                .map(name -> Arguments.of(type, name)));
    }

    static Stream<Arguments> roles() {
        return Schemas.CATALOGUE.types().stream()
                .flatMap(type ->
                        type.profile().roles().stream().map(role -> Arguments.of(type, role)));
    }

    @Test
    void is_named_by_its_type_and_its_hash() throws Exception {
        assertThat(PROFILE.id()).matches("transport-document/1\\.0#[A-Za-z0-9_-]{43}");
        assertThat(Schemas.CATALOGUE.typeOfProfile(PROFILE.id())).isSameAs(TYPE);
        refused(Code.UNKNOWN_TYPE, () -> Schemas.CATALOGUE.typeOfProfile("transport-document/1.0"));
        refused(Code.UNKNOWN_TYPE, () -> Schemas.CATALOGUE.type("transport-document/2.0"));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void both_sides_derive_the_same_classes(DocumentType type, String example) throws Exception {
        Profile profile = type.profile();
        Shape shape = profile.shape(Schemas.example(type, example));
        profile.checkClear(Views.signed(shape));
        List<Views.Hidden> hidden = Views.hidden(shape, any -> true);
        // An event says one thing; a document with goods has a unit for much of it.
        boolean hasGoods = profile.root().member("dangerousGoodsSummary") != null;
        assertThat(hidden).hasSizeBetween(hasGoods ? 15 : 3, 160);
        for (Views.Hidden one : hidden) {
            assertThat(profile.classOf(one.path(), one.own()))
                    .as(one.path().toString())
                    .isEqualTo(one.cls());
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void a_reader_of_everything_can_restore_the_document(DocumentType type, String example) {
        JsonNode body = Schemas.example(type, example);
        JsonNode shown = Views.shown(type.profile().shape(body), any -> true);
        assertThat(type.profile().original(shown)).isEqualTo(body);
    }

    @Test
    void what_the_issuer_adds_is_shown_beside_the_document() {
        JsonNode body = Schemas.example("general-cargo");
        assertThat(Views.shown(PROFILE.shape(body), any -> true)).isNotEqualTo(body);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void whatever_is_granted_what_is_shown_is_well_formed(DocumentType type, String example)
            throws Exception {
        Shape shape = type.profile().shape(Schemas.example(type, example));
        var classes = new TreeSet<FieldClass>();
        Views.hidden(shape, any -> true).forEach(one -> classes.add(one.cls()));
        var random = new Random(20260314);
        for (int i = 0; i < 300; i++) {
            var granted = new TreeSet<>(classes);
            granted.removeIf(any -> random.nextInt(4) == 0);
            type.checkRedacted(Views.shown(shape, granted::contains));
        }
        type.checkRedacted(Views.shown(shape, none -> false));
    }

    @ParameterizedTest
    @MethodSource("roles")
    void a_usual_grant_shows_a_role_what_it_requires(DocumentType type, String role)
            throws Exception {
        Profile profile = type.profile();
        for (JsonNode example : type.examples().values()) {
            Shape shape = profile.shape(example);
            Predicate<FieldClass> granted = covered(profile.template(role));
            profile.checkRequired(
                    profile.required(role), classes(shape, granted), Views.shown(shape, granted));
        }
        assertThat(profile.template(role)).isNotEmpty();
        assertThat(profile.template(role)).noneMatch(FieldClass.GOVERNMENT::covers);
    }

    @Test
    void how_many_seals_there_are_can_be_shown_without_their_numbers() {
        DocumentType type = Schemas.type("equipment-event/1.0");
        Shape shape = type.profile().shape(Schemas.example(type, "government-shipment"));
        JsonNode shown = Views.shown(shape, covered(type.profile().template("transit")));
        assertThat(shown.path("numberOfSeals").intValue()).isEqualTo(2);
        assertThat(shown.path("emptyIndicatorCode").asText()).isEqualTo("LADEN");
        assertThat(Json.text(shown)).doesNotContain("CC310045", "SLNU6403222", "XACM0097211");
        Shape unsealed = type.profile().shape(Schemas.example(type, "reefer"));
        assertThat(Views.shown(unsealed, any -> true).has("numberOfSeals")).isFalse();
    }

    @Test
    void an_unknown_role_has_no_template_and_requires_nothing() {
        assertThat(PROFILE.template("harbour-poet")).isEmpty();
        assertThat(PROFILE.required("harbour-poet")).isEmpty();
    }

    @Test
    void a_terminal_sees_the_box_its_weight_and_its_dangers_and_not_the_goods() {
        Shape shape = PROFILE.shape(Schemas.example("dangerous-goods"));
        JsonNode shown = Views.shown(shape, covered(PROFILE.template("terminal")));
        JsonNode item = shown.at("/consignmentItems/0/cargoItems/0");
        assertThat(item.path("equipmentReference").asText())
                .isEqualTo(
                        shown.at("/utilizedTransportEquipments/0/equipment/equipmentReference")
                                .asText());
        assertThat(item.at("/cargoGrossWeight/value").intValue()).isEqualTo(16320);
        assertThat(item.at("/outerPackaging/dangerousGoods/0/UNNumber").asText()).isEqualTo("1263");
        assertThat(item.at("/outerPackaging/dangerousGoods/0/emergencyContactDetails").has("phone"))
                .isTrue();
        assertThat(item.at("/outerPackaging").has("description")).isFalse();
        assertThat(shown.at("/consignmentItems/0").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("carrierBookingReference", "cargoItems");
        assertThat(shown.path("documentParties")).isEmpty();
        assertThat(shown.has("charges")).isFalse();
    }

    @Test
    void a_twin_can_be_shown_without_the_value() {
        Shape shape = PROFILE.shape(Schemas.example("general-cargo"));
        JsonNode shown = Views.shown(shape, covered(PROFILE.template("consignee")));
        assertThat(shown.at("/consignmentItems/0/HSChapters")).hasToString("[\"94\"]");
        assertThat(shown.at("/consignmentItems/0").has("HSCodes")).isFalse();
        assertThat(shown.at("/consignmentItems/0/cargoItems/0/cargoGrossWeightBand"))
                .hasToString("{\"from\":14000,\"to\":15000,\"unit\":\"KGM\"}");
        assertThat(shown.at("/consignmentItems/0/cargoItems/0").has("cargoGrossWeight")).isFalse();
        assertThat(shown.at("/documentParties/shipperCountry").asText()).isEqualTo("US");
        assertThat(shown.at("/documentParties").has("shipper")).isFalse();
        assertThat(shown.at("/documentParties/consignee/partyName").isTextual()).isTrue();
    }

    @Test
    void pounds_fall_into_a_band_of_kilograms() {
        ObjectNode weight = Json.object().put("value", 22046.3).put("unit", "LBR");
        JsonNode object = Json.object().set("w", weight);
        var band = new Added("b", Added.Make.TONNE_BAND, List.of(List.of("w")));
        assertThat(band.of(object, none -> false))
                .hasToString("{\"from\":10000,\"to\":11000,\"unit\":\"KGM\"}");
        weight.put("value", 22046.2);
        assertThat(band.of(object, none -> false))
                .hasToString("{\"from\":9000,\"to\":10000,\"unit\":\"KGM\"}");
    }

    @Test
    void refuses_in_the_clear_what_the_profile_hides() {
        ObjectNode clear = (ObjectNode) Views.signed(PROFILE.shape(Schemas.example("reefer")));
        refused(
                Code.OVER_DISCLOSED,
                () -> PROFILE.checkClear(clear.deepCopy().put("issueDate", "2026-04-02")));
        refused(
                Code.OVER_DISCLOSED,
                () -> PROFILE.checkClear(clear.deepCopy().put("remark", "urgent")));
        refused(
                Code.OVER_DISCLOSED,
                () -> PROFILE.checkClear(clear.deepCopy().put("documentParties", "Lion City")));
        refused(Code.OVER_DISCLOSED, () -> PROFILE.checkClear(Json.array()));
        ObjectNode box = clear.deepCopy();
        box.putArray("consignmentItems").addObject();
        refused(Code.OVER_DISCLOSED, () -> PROFILE.checkClear(box));
    }

    @Test
    void refuses_a_disclosure_that_holds_what_is_hidden_apart() throws Exception {
        List<String> item = List.of("consignmentItems", "*");
        ObjectNode own = Json.object();
        own.putArray("_sd").add("digest");
        own.putArray("cargoItems").addObject().putArray("_sd").add("digest");
        assertThat(PROFILE.classOf(item, own).name()).isEqualTo("operational.structure");
        ObjectNode told = own.deepCopy();
        told.putArray("descriptionOfGoods").add("Rifles");
        refused(Code.OVER_DISCLOSED, () -> PROFILE.classOf(item, told));
        ObjectNode below = own.deepCopy();
        below.withObject("/cargoItems/0/outerPackaging").put("numberOfPackages", 3);
        refused(Code.OVER_DISCLOSED, () -> PROFILE.classOf(item, below));
        JsonNode elements = Json.array().add(own);
        refused(Code.OVER_DISCLOSED, () -> PROFILE.classOf(List.of("consignmentItems"), elements));
    }

    @Test
    void refuses_a_disclosure_at_a_place_that_has_none() {
        JsonNode value = Json.object();
        for (List<String> path :
                List.of(
                        List.<String>of(),
                        List.of("carrierCode"),
                        List.of("transports"),
                        List.of("remark"),
                        List.of("documentParties", "shipper", "address"),
                        List.of("charges", "*"),
                        List.of("consignmentItems", "0"))) {
            refused(Code.OVER_DISCLOSED, () -> PROFILE.classOf(path, value));
        }
    }

    @Test
    void refuses_a_view_that_withholds_one_entry_of_dangerous_goods() throws Exception {
        Shape shape = PROFILE.shape(Schemas.example("dangerous-goods"));
        Set<FieldClass> required = Set.of(new FieldClass("safety"));
        JsonNode whole = Views.shown(shape, any -> true);
        Collection<FieldClass> classes = classes(shape, any -> true);
        assertThat(whole.at("/dangerousGoodsSummary/count").intValue()).isEqualTo(3);
        assertThat(whole.at("/dangerousGoodsSummary/kinds"))
                .hasToString(
                        "[{\"imoClass\":\"3\",\"UNNumber\":\"1263\"},"
                                + "{\"imoClass\":\"3\",\"UNNumber\":\"1993\"},"
                                + "{\"imoClass\":\"9\",\"UNNumber\":\"3082\"}]");
        PROFILE.checkRequired(required, classes, whole);

        ObjectNode less = whole.deepCopy();
        ((ObjectNode) less.at("/consignmentItems/0/cargoItems/0/outerPackaging"))
                .remove("dangerousGoods");
        refused(Code.UNDER_DISCLOSED, () -> PROFILE.checkRequired(required, classes, less));
        ObjectNode unsaid = whole.deepCopy();
        unsaid.remove("dangerousGoodsSummary");
        refused(Code.UNDER_DISCLOSED, () -> PROFILE.checkRequired(required, classes, unsaid));
        refused(
                Code.UNDER_DISCLOSED,
                () -> PROFILE.checkRequired(required, List.of(FieldClass.ROUTING), whole));
        // Who needs the summary alone gets no goods.
        PROFILE.checkRequired(Set.of(new FieldClass("safety.summary")), classes, less);
    }

    @Test
    void a_document_without_dangerous_goods_proves_it() throws Exception {
        Shape shape = PROFILE.shape(Schemas.example("general-cargo"));
        JsonNode shown = Views.shown(shape, covered(PROFILE.template("terminal")));
        assertThat(shown.path("dangerousGoodsSummary")).hasToString("{\"count\":0,\"kinds\":[]}");
    }

    static Predicate<FieldClass> covered(Set<FieldClass> allowed) {
        return cls -> allowed.stream().anyMatch(one -> one.covers(cls));
    }

    private static Set<FieldClass> classes(Shape shape, Predicate<FieldClass> granted) {
        var classes = new TreeSet<FieldClass>();
        Views.hidden(shape, granted).forEach(one -> classes.add(one.cls()));
        return classes;
    }

    private static void refused(Code code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
