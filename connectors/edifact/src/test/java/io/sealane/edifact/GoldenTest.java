package io.sealane.edifact;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;

import io.sealane.core.json.Json;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.stream.Stream;

/** Each of our examples becomes exactly these documents, with exactly this report. */
class GoldenTest {
    static Stream<String> examples() {
        return Examples.all().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void an_example_becomes_these_documents(String name) throws Exception {
        Interchanges.Read read = Interchanges.read(Interchanges.example(name));
        ArrayNode documents = Json.array();
        read.documents().forEach(one -> documents.add(one.body()));
        assertThat(documents).isEqualTo(Json.parse(golden(name, ".json").getBytes(UTF_8)));
        assertThat(read.result().isWhole()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void an_example_has_this_report(String name) throws Exception {
        Interchanges.Read read = Interchanges.read(Interchanges.example(name));
        assertThat(read.findings().stream().map(Finding::toString))
                .containsExactlyElementsOf(golden(name, ".txt").lines().toList());
    }

    private static String golden(String name, String kind) throws IOException {
        String file = "golden/" + name.replace(".edi", kind);
        try (InputStream input = GoldenTest.class.getResourceAsStream(file)) {
            return new String(Objects.requireNonNull(input, file).readAllBytes(), UTF_8);
        }
    }
}
