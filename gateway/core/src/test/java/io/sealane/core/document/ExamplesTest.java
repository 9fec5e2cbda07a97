package io.sealane.core.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Every good example is accepted, and every bad one refused for the one reason it names. */
class ExamplesTest {
    /** An example: the type it is of and its name. */
    record Example(DocumentType type, String name) {
        Path folder() {
            return Schemas.root().resolve("types").resolve(type.vct());
        }

        @Override
        public String toString() {
            return type.vct() + " " + name;
        }
    }

    static Stream<Example> good() {
        return of("examples");
    }

    static Stream<Example> bad() {
        return of("bad");
    }

    private static Stream<Example> of(String folder) {
        return Schemas.CATALOGUE.types().stream()
                .flatMap(type ->
                        Schemas.names("types/" + type.vct() + "/" + folder).stream()
                                .map(name -> new Example(type, name)));
    }

    @ParameterizedTest
    @MethodSource("good")
    void accepts_without_a_warning(Example example) throws Exception {
        JsonNode body =
                Schemas.read(example.folder().resolve("examples/" + example.name + ".json"));
        assertThat(example.type.check(body)).isEmpty();
        assertThat(Schemas.CATALOGUE.recognise(body)).contains(example.type);
    }

    @ParameterizedTest
    @MethodSource("bad")
    void refuses_for_exactly_one_reason(Example example) {
        JsonNode bad = Schemas.read(example.folder().resolve("bad/" + example.name + ".json"));
        String base = bad.path("base").textValue();
        JsonNode body = Schemas.example(example.type, base);

        List<Problem> problems = example.type.problems(JsonPatch.apply(body, bad.path("patch")));

        assertThat(example.type.problems(body)).isEmpty();
        assertThat(problems)
                .extracting(p -> p.code().wireName(), Problem::rule, Problem::pointer)
                .containsExactly(
                        tuple(
                                bad.path("code").textValue(),
                                bad.path("rule").textValue(),
                                bad.path("pointer").textValue()));
        assertThat(bad.path("why").textValue()).isNotBlank();
    }

    @Test
    void there_are_enough_of_both() {
        for (DocumentType type : Schemas.CATALOGUE.types()) {
            assertThat(Schemas.names("types/" + type.vct() + "/examples"))
                    .hasSizeGreaterThanOrEqualTo(3)
                    .containsExactlyInAnyOrderElementsOf(type.examples().keySet());
            assertThat(Schemas.names("types/" + type.vct() + "/bad"))
                    .hasSizeGreaterThanOrEqualTo(10);
        }
    }
}
