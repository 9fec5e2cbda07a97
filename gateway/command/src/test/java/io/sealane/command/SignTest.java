package io.sealane.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.disclosure.PartySeal;
import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;
import io.sealane.core.identity.Key;
import io.sealane.core.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** A document signed on the party's own machine, without asking anybody. */
class SignTest {
    private static final String HOLDER = "A".repeat(43);

    @TempDir private Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String line) {
        out.getBuffer().setLength(0);
        return Main.run(
                Main.commands(),
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                line.split(" ", -1));
    }

    private Path document(DocumentType type) throws Exception {
        JsonNode example = type.examples().values().iterator().next();
        return Files.writeString(folder.resolve("document.json"), Json.text(example));
    }

    private Path profile() throws Exception {
        return Files.writeString(
                folder.resolve("profile.json"),
                "{\"party\":\"acme-line@us.sealane.example\",\"address\":\"https://127.0.0.1:1\","
                        + "\"certificate\":\"c.pem\",\"key\":\"k.pem\",\"authority\":\"a.pem\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " --ed25519"})
    void a_new_key_signs_a_document_that_fits_its_profile(String kind) throws Exception {
        Path key = folder.resolve("document.jwk");
        assertThat(run("sign --new-key " + key + kind)).as(err.toString()).isEqualTo(Exit.OK);
        JsonNode jwk = Json.parse(out.toString());
        assertThat(jwk.has("d")).isFalse();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");

        DocumentType type = Catalogue.bundled().type("transport-document/1.0");
        String line = "sign " + document(type) + " --key " + key + " --profile " + profile();
        assertThat(run(line + " --holder " + HOLDER)).as(err.toString()).isEqualTo(Exit.OK);
        PartySeal seal = PartySeal.parse(out.toString().strip());
        seal.token().verify(Key.ofJwk(jwk));
        assertThat(seal.token().claims().iss()).hasToString("acme-line@us.sealane.example");
        assertThat(seal.token().claims().actor()).isNull();
        assertThat(seal.token().claims().holder()).isEqualTo(HOLDER);
        JsonNode body = seal.body(type.profile());
        assertThat(type.check(body)).isEmpty();
        assertThat(seal.sealed(type.profile(), body).disclosures()).isNotEmpty();
    }

    @Test
    void a_second_key_signs_beside_the_first() throws Exception {
        Path first = folder.resolve("first.jwk");
        Path second = folder.resolve("second.jwk");
        assertThat(run("sign --new-key " + first)).isEqualTo(Exit.OK);
        JsonNode one = Json.parse(out.toString());
        assertThat(run("sign --new-key " + second + " --ml-dsa-65")).isEqualTo(Exit.OK);
        JsonNode two = Json.parse(out.toString());
        assertThat(two.has("priv")).isFalse();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(second)))
                .isEqualTo("rw-------");

        DocumentType type = Catalogue.bundled().type("transport-document/1.0");
        String line = "sign " + document(type) + " --profile " + profile();
        line += " --holder " + HOLDER + " --key " + first;
        assertThat(run(line + " --second-key " + second)).as(err.toString()).isEqualTo(Exit.OK);
        List<String> lines = out.toString().lines().toList();
        assertThat(lines).hasSize(2);
        PartySeal.parse(lines.getFirst(), lines.getLast())
                .verify(List.of(Key.ofIssuersJwk(one), Key.ofIssuersJwk(two)));
        assertThat(run(line + " --second-key " + first)).isEqualTo(Exit.NOT_SO);

        var mixed = Json.parseObject(Files.readAllBytes(second)).put("priv", "A".repeat(43));
        Path bad = Files.writeString(folder.resolve("bad.jwk"), Json.text(mixed));
        assertThat(run(line + " --second-key " + bad)).isEqualTo(Exit.NOT_SO);
        assertThat(err.toString()).contains("another key");
    }

    @Test
    void a_key_is_never_overwritten_and_a_wrong_pair_is_told() throws Exception {
        Path key = folder.resolve("one.jwk");
        assertThat(run("sign --new-key " + key)).isEqualTo(Exit.OK);
        assertThat(run("sign --new-key " + key)).isEqualTo(Exit.ENVIRONMENT);
        Path other = folder.resolve("two.jwk");
        assertThat(run("sign --new-key " + other)).isEqualTo(Exit.OK);
        var mixed = Json.parseObject(Files.readAllBytes(key));
        mixed.put("d", Json.parse(Files.readAllBytes(other)).path("d").asText());
        Path bad = Files.writeString(folder.resolve("bad.jwk"), Json.text(mixed));
        Path document = document(Catalogue.bundled().type("transport-document/1.0"));
        String line = "sign " + document + " --key " + bad + " --profile " + profile();
        assertThat(run(line + " --holder " + HOLDER)).isEqualTo(Exit.NOT_SO);
        assertThat(err.toString()).contains("another key");
    }

    @Test
    void what_is_not_valid_is_not_signed() throws Exception {
        Path key = folder.resolve("document.jwk");
        assertThat(run("sign --new-key " + key)).isEqualTo(Exit.OK);
        Path bad = Files.writeString(folder.resolve("bad.json"), "{}");
        String line = "sign " + bad + " --type transport-document/1.0 --key " + key;
        assertThat(run(line + " --holder " + HOLDER + " --profile " + profile()))
                .isEqualTo(Exit.NOT_SO);
        assertThat(err.toString()).contains("schema-violation");
    }
}
