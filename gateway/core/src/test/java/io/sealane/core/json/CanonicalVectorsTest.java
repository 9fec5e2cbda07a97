package io.sealane.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.Stream;

@Tag("shared")
class CanonicalVectorsTest {
    private static final Path VECTORS =
            Path.of(System.getProperty("shared.dir"), "vectors", "jcs", "testdata");

    static Stream<String> names() throws Exception {
        try (Stream<Path> files = Files.list(VECTORS.resolve("input"))) {
            return files
                    .map(file -> file.getFileName().toString().replace(".json", ""))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void canonical_form_is_that_of_rfc_8785(String name) throws Exception {
        var tree = Json.parse(Files.readAllBytes(VECTORS.resolve("input/" + name + ".json")));
        assertThat(Json.canonical(tree))
                .isEqualTo(Files.readAllBytes(VECTORS.resolve("output/" + name + ".json")));
        String hex = Files.readString(VECTORS.resolve("outhex/" + name + ".txt"));
        assertThat(HexFormat.ofDelimiter(" ").formatHex(Json.canonical(tree)))
                .isEqualTo(String.join(" ", hex.trim().split("\\s+")));
    }
}
