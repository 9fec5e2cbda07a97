package io.sealane.command.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** What the demo makes of a user's file. */
class InputTest {
    private static final Catalogue CATALOGUE = Catalogue.bundled();

    @TempDir private Path folder;

    @Test
    void of_a_list_of_events_what_can_be_sent_is_sent_and_the_rest_is_told() throws Exception {
        ArrayNode list = Json.array();
        list.add(event("gate-in").put("driver", "somebody"));
        list.add(event("gate-in").put("emptyIndicatorCode", "HALF"));
        list.add(event("reefer"));

        Input.Several read = Input.read(file(Json.text(list)), CATALOGUE);

        assertThat(read.inputs()).extracting(Input::name).containsExactly("e.json#/0", "e.json#/2");
        assertThat(read.inputs()).allMatch(Input::fromUser);
        assertThat(read.inputs().getFirst().body()).isEqualTo(event("gate-in"));
        assertThat(read.refused())
                .singleElement()
                .asString()
                .startsWith("e.json#/1/emptyIndicatorCode: schema-violation: ");
        assertThat(read.leftOut()).containsExactly("e.json#/0/driver");
    }

    @Test
    void one_document_is_one_input() throws Exception {
        Input.Several read = Input.read(file(Json.text(event("reefer"))), CATALOGUE);

        assertThat(read.inputs())
                .singleElement()
                .matches(one -> one.body().equals(event("reefer")));
        assertThat(read.refused()).isEmpty();
        assertThat(read.leftOut()).isEmpty();
    }

    @Test
    void an_interchange_is_its_events_and_what_has_no_place_is_told() throws Exception {
        Input.Several read = Input.read(file(interchange("")), CATALOGUE);

        assertThat(read.inputs()).extracting(Input::name).containsExactly("e.json#5");
        assertThat(read.inputs().getFirst().type().vct()).isEqualTo("transport-event/1.0");
        assertThat(read.refused()).isEmpty();
        assertThat(read.doubtful()).anyMatch(one -> one.contains("local-time at segment 5 STS"));
        assertThat(read.leftOut()).anyMatch(one -> one.contains("at segment 3 BGM"));
    }

    @Test
    void an_interchange_of_which_nothing_can_be_sent_is_refused() throws Exception {
        Path broken = file(interchange("1"));
        assertThatThrownBy(() -> Input.read(broken, CATALOGUE))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("count-mismatch at segment 10 UNZ");
    }

    private static String interchange(String moreDigits) {
        return "UNB+UNOA:2+A+B+260329:0905+R'UNH+1+IFTSTA:D:95B:UN'BGM+23+N+9'CNI+1'"
                + "STS+1+AR::116'DTM+334:2603290815:201'LOC+175+DEDUI:139:6'TDT+30+RS7741+2'"
                + "UNT+8+1'UNZ+1"
                + moreDigits
                + "+R'";
    }

    private Path file(String text) throws Exception {
        return Files.writeString(folder.resolve("e.json"), text);
    }

    private static ObjectNode event(String name) {
        for (DocumentType type : CATALOGUE.types()) {
            if (type.name().equals("equipment-event")) {
                return Objects.requireNonNull(type.examples().get(name)).deepCopy();
            }
        }
        throw new AssertionError("no equipment events");
    }
}
