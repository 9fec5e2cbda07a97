package io.sealane.core.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Whatever comes, a document is accepted or refused: nothing else happens. */
class MutationTest {
    private static final int MUTATIONS = 400;
    private static final List<String> STRANGE =
            List.of(
                    "null",
                    "true",
                    "-1",
                    "0",
                    "1e300",
                    "9007199254740992",
                    "0.1234567",
                    "\"\"",
                    "\" \"",
                    "\"2026-02-29\"",
                    "\"0000-00-00\"",
                    "\"-2026-01-01\"",
                    "\"+12026-01-01\"",
                    "\"٢٠٢٦-٠١-٠١\"",
                    "\"\\u0000\"",
                    "\"_sd\"",
                    "[]",
                    "[[]]",
                    "[null]",
                    "[{\"...\":\"digest\"}]",
                    "{}",
                    "{\"...\":\"digest\"}",
                    "{\"_sd\":[\"digest\"]}",
                    "{\"\":{\"\":{}}}",
                    "{\"value\":\"1\",\"unit\":1}");

    /** Eight seeds for each type. */
    static Stream<Arguments> seeds() {
        return Schemas.CATALOGUE.types().stream()
                .flatMap(type -> IntStream.range(0, 8).mapToObj(seed -> Arguments.of(type, seed)));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_document_is_accepted_or_refused(DocumentType type, int seed) throws Exception {
        var random = new Random(seed);
        int accepted = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            JsonNode body = mutated(type, random);
            try {
                type.check(body);
            } catch (Refusal refusal) {
                assertThat(refusal.pointer()).isNotNull();
                continue;
            }
            accepted++;
            Shape shape = type.profile().shape(body);
            assertThat(type.profile().original(Views.shown(shape, any -> true))).isEqualTo(body);
            type.checkRedacted(Views.shown(shape, any -> true));
            type.references(body);
        }
        assertThat(accepted).isPositive().isLessThan(MUTATIONS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void what_a_partner_shows_is_accepted_or_refused(DocumentType type, int seed) throws Exception {
        var random = new Random(seed);
        Profile profile = type.profile();
        var required = List.of(new FieldClass("safety"));
        for (int i = 0; i < MUTATIONS; i++) {
            JsonNode shown = mutated(type, random);
            refusedOrNot(() -> type.checkRedacted(shown));
            refusedOrNot(() -> profile.checkClear(shown));
            refusedOrNot(() -> profile.checkRequired(required, required, shown));
            profile.original(shown);
            List<Views.Hidden> hidden =
                    Views.hidden(
                            profile.shape(Schemas.example(type, name(type, random))), any -> true);
            JsonNode value = hidden.get(random.nextInt(hidden.size())).own();
            List<String> path = hidden.get(random.nextInt(hidden.size())).path();
            refusedOrNot(() -> profile.classOf(path, value));
            refusedOrNot(() -> profile.classOf(path, strange(random)));
        }
    }

    /** A step that may refuse. */
    private interface Step {
        void run() throws Refusal;
    }

    private static void refusedOrNot(Step step) {
        try {
            step.run();
        } catch (Refusal refusal) {
            assertThat(refusal.detail()).isNotBlank();
        }
    }

    private static String name(DocumentType type, Random random) {
        List<String> names = type.examples().keySet().stream().sorted().toList();
        return names.get(random.nextInt(names.size()));
    }

    private static JsonNode strange(Random random) throws Refusal {
        return Json.parse("[" + STRANGE.get(random.nextInt(STRANGE.size())) + "]").get(0);
    }

    /** An example with one value replaced, removed or repeated. */
    private static JsonNode mutated(DocumentType type, Random random) throws Refusal {
        JsonNode body = Schemas.example(type, name(type, random));
        var containers = new ArrayList<JsonNode>();
        collect(body, containers);
        JsonNode container = containers.get(random.nextInt(containers.size()));
        if (container instanceof ObjectNode object) {
            List<String> names = object.properties().stream().map(e -> e.getKey()).toList();
            String name = names.get(random.nextInt(names.size()));
            switch (random.nextInt(4)) {
                case 0 -> object.remove(name);
                case 1 -> object.set("x" + name, strange(random));
                default -> object.set(name, strange(random));
            }
        } else if (container instanceof ArrayNode array) {
            int index = random.nextInt(array.size());
            switch (random.nextInt(3)) {
                case 0 -> array.remove(index);
                case 1 -> array.add(array.get(index).deepCopy());
                default -> array.set(index, strange(random));
            }
        }
        return body;
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (!node.isEmpty()) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }
}
