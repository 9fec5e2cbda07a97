package io.sealane.core.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/** Other people's documents and code lists, which lie beside the project. */
@Tag("shared")
class SharedSamplesTest {
    private static final Path SHARED = Path.of(System.getProperty("shared.dir", "shared"));

    private static JsonNode sample(String name) {
        return Schemas.read(SHARED.resolve("samples").resolve(name));
    }

    @Test
    void a_transport_document_of_dcsa_is_accepted_as_it_is() throws Exception {
        JsonNode body = sample("04-dcsa-transport-document-dg.json");
        DocumentType type = Schemas.CATALOGUE.recognise(body).orElseThrow();
        assertThat(type.vct()).isEqualTo("transport-document/1.0");
        assertThat(type.check(body))
                .extracting(Warning::rule, Warning::pointer)
                .containsExactly(
                        tuple(
                                "container-check-digit",
                                "/utilizedTransportEquipments/0/equipment/equipmentReference"),
                        tuple("issue-date-when-issued", "/issueDate"),
                        tuple("notify-party-when-to-order", "/documentParties/notifyParties"));
        assertThat(type.references(body))
                .containsExactlyInAnyOrder(
                        new Reference("transportDocumentReference", "4AD3FA470BB541B980CE"),
                        new Reference(
                                "shippingInstructionsReference",
                                "b36484d0-1115-43c2-93e4-a378823a8386"),
                        new Reference("carrierBookingReference", "RTM1234567"),
                        new Reference("equipmentReference", "HLXU1234567"),
                        new Reference("vesselName", "Berlin Express"));
        JsonNode shown = Views.shown(type.profile().shape(body), any -> true);
        assertThat(type.profile().original(shown)).isEqualTo(body);
    }

    @Test
    void a_booking_of_dcsa_is_accepted_as_it_is() throws Exception {
        JsonNode body = sample("02-dcsa-booking-confirmed.json");
        DocumentType type = Schemas.CATALOGUE.recognise(body).orElseThrow();
        assertThat(type.vct()).isEqualTo("booking-confirmation/1.0");
        assertThat(type.check(body)).isEmpty();
        assertThat(type.references(body))
                .contains(
                        new Reference("carrierBookingReference", "cbr-987"),
                        new Reference("vesselName", "MAERSK IOWA"),
                        new Reference("vesselIMONumber", "9298686"));
        JsonNode shown = Views.shown(type.profile().shape(body), any -> true);
        assertThat(type.profile().original(shown)).isEqualTo(body);
    }

    @ParameterizedTest
    @CsvSource({
        "01-dcsa-booking-request-dg.json, booking-request/1.0",
        "03-dcsa-shipping-instructions.json, shipping-instructions/1.0"
    })
    void what_shippers_write_to_carriers_is_accepted_as_it_is(String name, String vct)
            throws Exception {
        JsonNode body = sample(name);
        DocumentType type = Schemas.CATALOGUE.recognise(body).orElseThrow();
        assertThat(type.vct()).isEqualTo(vct);
        assertThat(type.check(body)).isEmpty();
        JsonNode shown = Views.shown(type.profile().shape(body), any -> true);
        assertThat(type.profile().original(shown)).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "07-dcsa-tnt-2.2.0-events.json",
                "11-dcsa-vgm-declaration.json",
                "12-dcsa-port-call-event.json",
                "13-epcis2-aggregation-event-sensor.json"
            })
    void other_files_are_not_taken_for_documents_of_ours(String name) {
        assertThat(Schemas.CATALOGUE.recognise(sample(name))).isEmpty();
    }

    /** Ours hold every code that the lists hold, and no others but those named. */
    @ParameterizedTest
    @CsvSource({
        "countries, countrycodes, ZZ",
        "currencies, currencycodes, XCG ZWG",
        "package-types, packagecodes, ",
        "imo-classes, dgimoclasses, ",
        "segregation-groups, dgsegregationgroups, ",
        "inhalation-zones, dginhalationzones, ",
        "seal-sources, sealsourcecodes, CNS CST TER",
        "seal-types, sealtypecodes, ",
        "equipment-event-types, equipmenteventtypecodes, CROS",
        "transport-event-types, transporteventtypecodes, APPROACHING",
        "event-classifiers, eventclassifiercodes, ",
        "document-event-types, shipmenteventtypecodes, PENM DECL AMRE AMPR AMCF AMCN AMDC UPRE UPDT"
                + " UPCF UPCN UPDC CARE CACF CADC PSAM PSDL SUAM SUDL",
        "document-types, documenttypecodes, SRM CUS AMF CEO CEA HCE ICE PCE FCE VCE PFD",
        "facility-types, facilitytypes, BORD COYA WAYP",
        "cut-off-times, CutOffDateTimeCodeList-CS_v1.0.0, ",
        "shipment-location-types, shipmentlocationtypes, ROU",
        "advance-manifest-filings, advancemanifestfilings, ",
        "reference-types, generalreferencetypes, AKG",
        "party-functions, partyfunctioncodes, CG CS MF RW WH",
        "ebl-platforms, ebl-solution-providers-v1-0-1, ",
        "party-code-list-providers, party-code-list-providers-v1-0-1, BLOC EDOX"
    })
    void our_code_tables_agree_with_the_lists(String table, String list, String more)
            throws Exception {
        Path file = SHARED.resolve("codelists").resolve(list + ".csv");
        var codes = new TreeSet<String>();
        Files.readAllLines(file).stream()
                .skip(1)
                .map(line -> line.split(",", 2)[0].strip())
                .filter(code -> !code.isEmpty())
                .forEach(codes::add);
        assertThat(codes).isNotEmpty();
        if (more != null) {
            codes.addAll(List.of(more.split(" ")));
        }
        assertThat(CodeTable.of(Catalogue.read("codes/" + table + ".json")).codes())
                .containsExactlyInAnyOrderElementsOf(codes);
    }
}
