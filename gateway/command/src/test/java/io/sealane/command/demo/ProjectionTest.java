package io.sealane.command.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.document.FieldClass;
import io.sealane.core.document.Shape;
import io.sealane.core.document.Shape.Element;
import io.sealane.core.document.Shape.Elements;
import io.sealane.core.document.Shape.Member;
import io.sealane.core.document.Shape.Members;
import io.sealane.core.document.Shape.Value;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

class ProjectionTest {
    private static final FieldClass CARGO = new FieldClass("cargo.text");
    private static final FieldClass WEIGHT = new FieldClass("operational.weight");
    private static final FieldClass STRUCTURE = new FieldClass("operational.structure");

    /** A ship in the clear; items hidden as a whole, each with a hidden text and weight. */
    private static final Shape SHAPE =
            new Members(
                    List.of(
                            new Member("ship", new Value(json("\"Ada\"")), null),
                            new Member(
                                    "items",
                                    new Elements(List.of(item("tea", 1), item("arms", 2)), 3),
                                    STRUCTURE)),
                    1);

    @Test
    void shows_what_stands_in_the_clear_to_everybody() {
        var seen = Projection.of(SHAPE, granting());

        assertThat(seen.document()).isEqualTo(json("{\"ship\":\"Ada\"}"));
        assertThat(seen.shown()).isEmpty();
        assertThat(seen.all()).hasSize(7);
    }

    @Test
    void shows_granted_parts_and_nothing_beside_them() {
        var seen = Projection.of(SHAPE, granting(STRUCTURE, WEIGHT));

        assertThat(seen.document())
                .isEqualTo(json("{\"ship\":\"Ada\",\"items\":[{\"kg\":1},{\"kg\":2}]}"));
        assertThat(seen.shown())
                .containsOnlyKeys("/items", "/items/0", "/items/0/kg", "/items/1", "/items/1/kg");
    }

    @Test
    void what_lies_in_a_hidden_part_is_hidden_though_its_class_is_granted() {
        var seen = Projection.of(SHAPE, granting(CARGO, WEIGHT));

        assertThat(seen.document()).isEqualTo(json("{\"ship\":\"Ada\"}"));
        assertThat(seen.shown()).isEmpty();
    }

    @Test
    void shows_all_to_who_is_granted_all() {
        var seen = Projection.of(SHAPE, any -> true);

        assertThat(seen.shown()).isEqualTo(seen.all());
        assertThat(seen.document().path("items").path(1).path("text").textValue())
                .isEqualTo("arms");
    }

    private static Element item(String text, int weight) {
        return new Element(
                new Members(
                        List.of(
                                new Member("text", new Value(json('"' + text + '"')), CARGO),
                                new Member("kg", new Value(json("" + weight)), WEIGHT)),
                        0),
                STRUCTURE);
    }

    private static Predicate<FieldClass> granting(FieldClass... classes) {
        return Set.of(classes)::contains;
    }

    private static JsonNode json(String text) {
        try {
            return Json.parse(text);
        } catch (Refusal e) {
            throw new IllegalArgumentException(e);
        }
    }
}
