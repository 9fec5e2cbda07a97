package io.sealane.core.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.document.DocumentType;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Our examples, said in every dialect that has words for them, say the same when read again. */
class WayBackTest {
    /** What a dialect cannot say of our examples, by type; of all others it says everything. */
    private static final Map<String, List<String>> UNSAID =
            Map.of(
                    "dcsa-tnt-3 container-position-report/1.0",
                    List.of("/references"),
                    "dcsa-tnt-3 document-status-event/1.0",
                    List.of("/shipmentID"),
                    "dcsa-tnt-3 transport-event/1.0",
                    List.of(
                            "/transportCall/location/UNLocationCode",
                            "/transportCall/location/address/country",
                            "/transportCall/location/address/name",
                            "/transportCall/otherFacility"),
                    "dcsa-tnt-3 equipment-event/1.0",
                    List.of(
                            "/eventLocation/address/country",
                            "/eventLocation/address/name",
                            "/transportCall/UNLocationCode",
                            "/transportCall/facilityCode",
                            "/transportCall/facilityCodeListProvider",
                            "/transportCall/facilityTypeCode",
                            "/transportCall/otherFacility"));

    /** One of our examples in one dialect. */
    record Said(Dialect dialect, DocumentType type, String name, JsonNode example) {
        @Override
        public String toString() {
            return dialect.name() + " " + type.vct() + " " + name;
        }
    }

    static Stream<Said> examples() {
        var said = new ArrayList<Said>();
        for (Dialect dialect : Ours.DIALECTS.all()) {
            for (DocumentType type : dialect.types()) {
                type.examples()
                        .forEach((name, one) -> said.add(new Said(dialect, type, name, one)));
            }
        }
        // EPCIS has words for a few kinds of event only: EpcisTest has examples of them.
        return said.stream().filter(one -> !one.dialect.name().equals("gs1-epcis-2"));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void what_is_said_is_read_again(Said said) throws Exception {
        Exported exported = said.dialect.export(List.of(ours(said.type, said.example)));
        ForeignFile file = Ours.recognised(exported.file());
        assertThat(file.size()).isEqualTo(1);
        assertThat(file.isPlain()).isEqualTo(said.dialect.name().equals("plain"));
        Imported again = file.document(0);
        assertThat(again.type()).isEqualTo(said.type);
        assertThat(again.leftOut()).isEmpty();
        List<String> unsaid = exported.leftOut().getFirst().stream().map(LeftOut::pointer).toList();
        assertThat(Difference.of(said.type.coded(said.example), said.type.coded(again.document())))
                .isEqualTo(unsaid);
        assertThat(Difference.of(said.type.coded(again.document()), said.type.coded(said.example)))
                .as("nothing is made up")
                .allMatch(unsaid::contains);
        String which = said.dialect.name() + " " + said.type.vct();
        assertThat(new TreeSet<>(UNSAID.getOrDefault(which, List.of()))).containsAll(unsaid);
    }

    @Test
    void what_cannot_be_said_by_any_example_is_not_listed() throws Exception {
        var found = new TreeSet<String>();
        for (Said said : examples().toList()) {
            Exported exported = said.dialect.export(List.of(ours(said.type, said.example)));
            exported.leftOut()
                    .getFirst()
                    .forEach(left ->
                            found.add(
                                    said.dialect.name()
                                            + " "
                                            + said.type.vct()
                                            + " "
                                            + left.pointer()));
        }
        var listed = new TreeSet<String>();
        UNSAID.forEach((which, all) -> all.forEach(one -> listed.add(which + " " + one)));
        assertThat(found).isEqualTo(listed);
    }

    @Test
    void a_dialect_without_a_word_for_a_document_says_so() {
        Imported quote = ours(Ours.type("rate-quote"), Ours.example("rate-quote", "reefer"));
        assertThatThrownBy(() -> Ours.dialect("dcsa-tnt-3").export(List.of(quote)))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(Code.UNKNOWN_TYPE));
        assertThatThrownBy(() -> Ours.dialect("plain").export(List.of(quote, quote)))
                .hasMessageContaining("holds but one");
    }

    static Imported ours(DocumentType type, JsonNode document) {
        return new Imported(type, document, List.of(), List.of());
    }
}
