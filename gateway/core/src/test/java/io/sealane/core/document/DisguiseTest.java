package io.sealane.core.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.document.Views.Hidden;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Documents with pseudonyms in the place of the names of shipments. */
class DisguiseTest {
    private static final Pseudonyms AT_NL = PseudonymsTest.AT_NL;
    private static final Pseudonyms AT_SG = PseudonymsTest.AT_SG;

    static Stream<DocumentType> types() {
        return Schemas.CATALOGUE.types().stream();
    }

    static Stream<Arguments> examples() {
        return types().flatMap(type ->
                type.examples().keySet().stream().map(name -> Arguments.of(type, name)));
    }

    @ParameterizedTest
    @MethodSource("types")
    void every_number_says_whether_it_names_a_shipment(DocumentType type) {
        assertThat(IdentifierFaults.in(type.schema())).isEmpty();
    }

    @Test
    void a_reference_that_does_not_say_so_is_found() {
        ObjectNode schema = Schemas.TRANSPORT_DOCUMENT.schema().deepCopy();
        ((ObjectNode) schema.at("/properties/transportDocumentReference")).remove("x-identifier");
        assertThat(IdentifierFaults.in(schema))
                .containsExactly(
                        "/transportDocumentReference does not say whether it names a shipment");
        ((ObjectNode) schema.at("/properties/transportDocumentReference"))
                .put("x-identifier", "shipment")
                .put("pattern", "^S-[0-9]+$");
        assertThat(IdentifierFaults.in(schema)).anyMatch(fault -> fault.contains("does not take"));
    }

    /** All by which documents are looked for names a shipment, but for ships and calls of ships. */
    @ParameterizedTest
    @MethodSource("types")
    void what_documents_are_looked_for_by_is_replaced(DocumentType type) {
        var known = Set.of("vesselName", "vesselIMONumber", "portCallID", "portVisitReference");
        for (JsonNode body : type.examples().values()) {
            List<Reference> own =
                    type.references(body).stream()
                            .filter(one -> !known.contains(one.kind()))
                            .toList();
            List<Reference> there = type.references(body, AT_NL);
            assertThat(there).hasSameSizeAs(own);
            for (Reference one : own) {
                assertThat(there).noneMatch(other -> other.value().equals(one.value()));
            }
            JsonNode shown = Views.shown(type.shape(body, AT_NL), any -> true);
            assertThat(type.references(type.profile().original(shown))).containsAll(there);
        }
    }

    /** The same parts under the same classes, and the receiver derives them from what it sees. */
    @ParameterizedTest
    @MethodSource("examples")
    void what_is_hidden_stays_hidden_as_it_was(DocumentType type, String name) throws Refusal {
        JsonNode body = Schemas.example(type, name);
        List<Hidden> before = Views.hidden(type.shape(body), any -> true);
        List<Hidden> after = Views.hidden(type.shape(body, AT_NL), any -> true);
        before = before.stream().filter(one -> !isSealed(one)).toList();
        after = after.stream().filter(one -> !isSealed(one)).toList();
        assertThat(after.stream().map(Hidden::path))
                .isEqualTo(before.stream().map(Hidden::path).toList());
        assertThat(after.stream().map(Hidden::cls))
                .isEqualTo(before.stream().map(Hidden::cls).toList());
        for (Hidden one : after) {
            assertThat(type.profile().classOf(one.path(), one.own()))
                    .as("%s", one.path())
                    .isEqualTo(one.cls());
        }
    }

    private static boolean isSealed(Hidden one) {
        return one.path().getLast().startsWith("sealed");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void no_name_of_a_shipment_is_left_and_the_document_is_well_formed(
            DocumentType type, String name) throws Refusal {
        JsonNode body = Schemas.example(type, name);
        JsonNode atNl = Views.shown(type.shape(body, AT_NL), any -> true);
        JsonNode atSg = Views.shown(type.shape(body, AT_SG), any -> true);
        type.checkRedacted(atNl);
        type.checkRedacted(atSg);

        Set<String> names = values(type.names(body));
        assertThat(names).isNotEmpty();
        Set<String> thereNl = values(type.names(type.profile().original(atNl)));
        Set<String> thereSg = values(type.names(type.profile().original(atSg)));
        assertThat(thereNl).doesNotContainAnyElementsOf(names).hasSameSizeAs(names);
        assertThat(thereSg).doesNotContainAnyElementsOf(names).doesNotContainAnyElementsOf(thereNl);
        for (JsonNode view : List.of(atNl, atSg)) {
            List<String> strings = strings(view);
            // A shorter one, of an option of a quote, may be a number of something else.
            for (String one : names) {
                assertThat(one.length() < 6 || strings.stream().noneMatch(s -> s.contains(one)))
                        .as(one)
                        .isTrue();
            }
        }
    }

    private static Set<String> values(List<Reference> names) {
        var values = new HashSet<String>();
        names.forEach(one -> values.add(one.value()));
        return values;
    }

    private static List<String> strings(JsonNode value) {
        var strings = new ArrayList<String>();
        if (value.isTextual()) {
            strings.add(value.textValue());
        }
        value.forEach(child -> strings.addAll(strings(child)));
        return strings;
    }

    @Test
    void texts_speak_of_the_shipment_by_its_pseudonyms() {
        ObjectNode body = (ObjectNode) Schemas.example("general-cargo");
        String box =
                body.at("/utilizedTransportEquipments/0/equipment/equipmentReference").asText();
        String bill = body.path("transportDocumentReference").asText();
        ArrayNode goods = (ArrayNode) body.at("/consignmentItems/0/descriptionOfGoods");
        goods.add("in " + box + ", of (" + bill + ").");
        goods.add("ex TCLU1234568 a.o., 58214 pcs");
        JsonNode shown = Views.shown(Schemas.TRANSPORT_DOCUMENT.shape(body, AT_NL), any -> true);

        String bill15 = AT_NL.of(bill, 20);
        assertThat(strings(shown.at("/consignmentItems/0/descriptionOfGoods")))
                .contains(
                        "in "
                                + AT_NL.of(box, 11)
                                + ", of ("
                                + bill15.substring(0, Math.min(15, bill.length()))
                                + ").",
                        "ex " + AT_NL.of("TCLU1234568", 11) + " a.o., 58214 pcs");
    }

    @Test
    void places_parties_ships_and_voyages_stay() {
        JsonNode body = Schemas.example("general-cargo");
        JsonNode shown = Views.shown(Schemas.TRANSPORT_DOCUMENT.shape(body, AT_NL), any -> true);
        for (String at :
                List.of(
                        "/transports/vesselVoyages",
                        "/transports/portOfLoading",
                        "/documentParties/shipper/partyName",
                        "/consignmentItems/0/cargoItems/0/cargoGrossWeight",
                        "/carrierCode")) {
            assertThat(shown.at(at)).as(at).isEqualTo(body.at(at));
        }
    }

    @Test
    void what_is_sealed_for_another_nodes_party_is_left_out() throws Refusal {
        DocumentType type = Schemas.type("delivery-order/1.0");
        ObjectNode body = (ObjectNode) Schemas.example(type, "general-cargo");
        ArrayNode sealed = (ArrayNode) body.at("/utilizedTransportEquipments/0/sealedReleasePINs");
        ((ObjectNode) sealed.get(0)).put("recipient", "psa-terminal@sg.sealane.example");
        JsonNode atNl = Views.shown(type.shape(body, AT_NL), any -> true);
        JsonNode atSg = Views.shown(type.shape(body, AT_SG), any -> true);
        type.checkRedacted(atSg);
        String place = "/utilizedTransportEquipments/0/sealedReleasePINs";
        assertThat(recipients(atNl.at(place))).hasSize(sealed.size() - 1);
        assertThat(recipients(atSg.at(place))).containsExactly("psa-terminal@sg.sealane.example");
        assertThat(atSg.at("/utilizedTransportEquipments/1").has("sealedReleasePINs")).isFalse();
    }

    private static List<String> recipients(JsonNode sealed) {
        var recipients = new ArrayList<String>();
        sealed.forEach(one -> recipients.add(one.path("recipient").asText()));
        return recipients;
    }

    /** Else a list could be hidden in parts, of which each would have to be looked at. */
    @ParameterizedTest
    @MethodSource("types")
    void a_list_of_sealed_values_is_hidden_as_one(DocumentType type) {
        assertThat(sealedInParts(type.schema(), type.profile().root())).isEmpty();
    }

    private static List<String> sealedInParts(JsonNode schema, Place place) {
        var found = new ArrayList<String>();
        schema.path("properties")
                .properties()
                .forEach(entry -> {
                    Place member = place.member(entry.getKey());
                    if (member != null) {
                        if (entry.getValue().path("items").has("x-sealed-for")
                                && member.holdsUnits) {
                            found.add(member.toString());
                        }
                        found.addAll(sealedInParts(entry.getValue(), member));
                    }
                });
        if (schema.has("items") && place.element != null) {
            found.addAll(sealedInParts(schema.path("items"), place.element));
        }
        return found;
    }

    /** What a node's operator watches over by a name is raised though the name is not shown. */
    @Test
    void what_is_watched_over_is_raised_by_its_own_name() {
        JsonNode body = Schemas.example("general-cargo");
        String box =
                body.at("/utilizedTransportEquipments/0/equipment/equipmentReference").asText();
        DocumentType watching =
                Schemas.TRANSPORT_DOCUMENT.under(
                        new Policy(
                                Set.of(),
                                WatchList.of(Map.of("equipmentReference", List.of(box))),
                                KnownPlaces.ANY));
        JsonNode shown =
                Views.shown(watching.shape(body, AT_NL), cls -> !cls.equals(FieldClass.GOVERNMENT));
        assertThat(Json.text(shown)).doesNotContain(AT_NL.of(box, 11));
        JsonNode unwatched =
                Views.shown(
                        Schemas.TRANSPORT_DOCUMENT.shape(body, AT_NL),
                        cls -> !cls.equals(FieldClass.GOVERNMENT));
        assertThat(Json.text(unwatched)).contains(AT_NL.of(box, 11));
    }
}
