package io.sealane.core.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** No problem and no warning quotes a value: both travel into answers and logs. */
class SilenceTest {
    private static final DocumentType TYPE = Schemas.TRANSPORT_DOCUMENT;
    private static final String SECRET = "hush 5551234";

    static Stream<Arguments> examples() {
        return ProfileTest.examples();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void of_a_wrong_or_doubtful_value_nothing_is_said(DocumentType type, String example) {
        int complaints = 0;
        for (JsonNode wrong : List.of(text(SECRET), text(SECRET.repeat(5_000)), list(), object())) {
            int places = containers(Schemas.example(type, example)).size();
            for (int i = 0; i < places; i++) {
                JsonNode body = Schemas.example(type, example);
                for (JsonNode changed :
                        withEachChildReplaced(body, containers(body).get(i), wrong)) {
                    complaints += said(type, changed);
                }
            }
        }
        assertThat(complaints).isGreaterThan(30);
    }

    @Test
    void a_strange_name_of_a_member_is_not_repeated() throws Exception {
        ObjectNode body = (ObjectNode) Schemas.example("reefer");
        body.put(SECRET, 1);
        assertThat(TYPE.problems(body))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.rule()).isEqualTo("additionalProperties");
                    assertThat(problem.pointer()).isEmpty();
                    assertThat(problem.toString()).doesNotContain(SECRET);
                });
    }

    /** How much is said about a document, none of which may quote it. */
    private static int said(DocumentType type, JsonNode body) {
        var texts = new ArrayList<String>();
        type.problems(body).forEach(problem -> texts.add(problem.toString()));
        try {
            type.check(body).forEach(warning -> texts.add(warning.toString()));
        } catch (Refusal refusal) {
            texts.add(refusal.detail() + " " + refusal.pointer());
        }
        assertThat(texts).noneMatch(text -> text.contains("5551234"));
        return texts.size();
    }

    private static List<JsonNode> withEachChildReplaced(
            JsonNode body, JsonNode container, JsonNode wrong) {
        var changed = new ArrayList<JsonNode>();
        if (container instanceof ObjectNode object) {
            for (String name : object.properties().stream().map(e -> e.getKey()).toList()) {
                JsonNode right = object.replace(name, wrong);
                changed.add(body.deepCopy());
                object.set(name, right);
            }
        } else if (container instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                JsonNode right = array.get(i);
                array.set(i, wrong);
                changed.add(body.deepCopy());
                array.set(i, right);
            }
        }
        return changed;
    }

    private static List<JsonNode> containers(JsonNode node) {
        var found = new ArrayList<JsonNode>();
        if (node.isContainerNode()) {
            found.add(node);
            node.forEach(child -> found.addAll(containers(child)));
        }
        return found;
    }

    private static JsonNode text(String text) {
        return Json.array().add(text).get(0);
    }

    private static JsonNode list() {
        return Json.array().add(SECRET);
    }

    private static JsonNode object() {
        return Json.object().put(SECRET, SECRET);
    }
}
