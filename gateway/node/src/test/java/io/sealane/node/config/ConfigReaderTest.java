package io.sealane.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sealane.certs.KeyPairs;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class ConfigReaderTest {
    @TempDir private Path folder;

    @BeforeEach
    void files() throws IOException {
        ConfigText.makeFiles(folder);
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("node.yaml"), text);
    }

    private List<Problem> problems(String text) throws IOException {
        Path file = write(text);
        return catchThrowableOfType(BadConfig.class, () -> ConfigReader.read(file)).problems();
    }

    @Test
    void reads_a_configuration() throws Exception {
        NodeConfig config = ConfigReader.read(write(ConfigText.good()));
        assertThat(config.node()).isEqualTo("us.sealane.example");
        assertThat(config.data()).isEqualTo(folder.resolve("data"));
        assertThat(config.database()).isNull();
        assertThat(config.parties())
                .extracting(NodeConfig.Party::name)
                .containsExactly("acme-line", "houston-terminal");
        assertThat(config.parties().getFirst().key()).isNotNull();
        assertThat(config.parties().getFirst().scopes())
                .containsExactlyInAnyOrder(Scope.DOCUMENTS, Scope.INBOX);
        assertThat(config.partners().getFirst().logKeys()).hasSize(1);
        assertThat(config.auditors()).hasSize(1);
    }

    @Test
    void reads_keys_of_second_signatures_where_documents_are_signed_and_never_alone()
            throws Exception {
        String second = KeyPairs.secondKey(KeyPairs.mlDsa65()).toJwk().toString();
        String theirs = KeyPairs.secondKey(KeyPairs.mlDsa65()).toJwk().toString();
        String party =
                "roles: [carrier]\n    documentKeys: [%s, %s]".formatted(ConfigText.jwk(), second);
        String good = ConfigText.good().replace("issuingKeys: [", "issuingKeys: [" + theirs + ",");
        NodeConfig config = ConfigReader.read(write(good.replace("roles: [carrier]", party)));
        assertThat(config.partners().getFirst().issuingKeys()).hasSize(2);
        assertThat(config.parties().getFirst().documentKeys()).hasSize(2);

        String alone = "roles: [carrier]\n    documentKeys: [" + second + "]";
        assertThat(problems(ConfigText.good().replace("roles: [carrier]", alone)))
                .singleElement()
                .asString()
                .contains("documentKeys", "second signatures alone");
        for (String other : List.of("presentationKeys: [", "key: ")) {
            String wrong = other.endsWith("[") ? other + second + "," : other + second + " #";
            assertThat(problems(ConfigText.good().replace(other, wrong))).isNotEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    node: us.sealane.example | node: US.example | node | is not a host name.
                    node: us.sealane.example | nodes: us.sealane.example | nodes | is not a member
                    data: data | data: 12 | data | is not text.
                    port: 8443 | port: 70000 | api.port | is not such a number.
                    port: 8443 | port: 9443 | federation | has the port of api.
                    port: 9443 | port: many | federation.port | is not such a number.
                    {host: 127.0.0.1, port: 9090} | {host: 0.0.0.0, port: 1} | management | beyond
                    keys/node.p12 | keys/gone.p12 | keys.file | is no file
                    log: 1 | log: 0 | log | is not such a number.
                    name: acme-line | name: Acme Line | parties[0].name | is not a name.
                    name: acme-line | name: houston-terminal | parties[1] | has the name of
                    roles: [carrier] | roles: carrier | parties[0].roles | is not a list.
                    [documents, inbox] | [documents, money] | parties[0].scopes | is not a scope.
                    [documents, inbox] | [inbox, inbox] | parties[0].scopes[1] | is there twice.
                    node: nl. | node: us. | partners[0] | has the name of node.
                    "https://127.0.0.1:9543" | "http://127.0.0.1:9543" | partners[0].address | is not
                    "https://127.0.0.1:9543" | "https://127.0.0.1" | partners[0].address | is not
                    "https://127.0.0.1:9543" | "https://a@b.c:1" | partners[0].address | is not
                    origin: nl. | origin: sg. | partners[0].log.origin | is another node's log.
                    agreements: agreements | agreements: none | agreements | is not a folder.
                    agreements: agreements | data: data | data | is there twice.
                    log: 1 | policy: {errors: [poem]} | policy.errors | names a warning
                    log: 1 | policy: {watchList: {poem: [x]}} | policy.watchList.poem | is no field
                    log: 1 | policy: {watchList: {partyName: ["*"]}} | policy.watchList.partyName | names everything
                    log: 1 | issuer: {url: "https://id.example"} | issuer.jwksUri | not both
                    log: 1 | issuer: {url: "https://id.example", jwksUri: "http://id.example/k"} | issuer.jwksUri | is not an https
                    log: 1 | issuer: {url: "https://id.example", jwks: gone} | issuer.jwks | is no file
                    log: 1 | issuer: {jwks: keys/password} | issuer.url | is missing
                    log: 1 | policy: {operators: 3} | policy.operators | is not such a number.
                    log: 1 | policy: {operators: 2} | operators | are fewer than
                    log: 1 | policy: {approvalHours: 0} | policy.approvalHours | is not such a number.
                    log: 1 | policy: {places: gone} | policy.places | cannot be read
                    log: 1 | policy: {places: keys/password} | policy.places | has a list with a line 1
                    """)
    void tells_what_is_wrong(String good, String bad, String path, String what) throws IOException {
        String text = ConfigText.good();
        assertThat(text).contains(good);
        assertThat(problems(text.replace(good, bad)))
                .anySatisfy(problem -> {
                    assertThat(problem.path()).isEqualTo(path);
                    assertThat(problem.what()).contains(what);
                    assertThat(problem.remedy()).isNotBlank();
                });
    }

    @Test
    void refuses_what_is_not_the_hash_of_a_certificate() throws IOException {
        String text = ConfigText.good().replace(ConfigText.hash(1), "AA");
        assertThat(problems(text))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.path()).isEqualTo("parties[0].certificate");
                    assertThat(problem.remedy()).contains("openssl");
                });
    }

    @Test
    void tells_all_problems_at_once_each_with_its_line() throws IOException {
        String text =
                ConfigText.good()
                        .replace("port: 8443", "port: none")
                        .replace("name: acme-line", "name: ACME")
                        .replace("auditors", "inspectors");
        assertThat(problems(text))
                .extracting(problem -> problem.line() + " " + problem.path())
                .containsExactlyInAnyOrder(
                        "3 api.port",
                        "9 parties[0].name",
                        lineOf(text, "inspectors") + " inspectors");
    }

    private static int lineOf(String text, String word) {
        return (int) text.substring(0, text.indexOf(word)).lines().count() + 1;
    }

    @Test
    void refuses_a_pin_of_two_partners() throws IOException {
        String text = ConfigText.good();
        int begin = text.indexOf("  - node: nl");
        int end = text.indexOf("auditors:");
        String second = text.substring(begin, end).replace("nl.sealane", "sg.sealane");
        assertThat(problems(text.substring(0, end) + second + text.substring(end)))
                .anyMatch(problem -> problem.what().equals("has a pin of partners[0]."));
    }

    @Test
    void refuses_a_private_key_and_does_not_repeat_it() throws IOException {
        String secret = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlYzM";
        String text = ConfigText.good().replaceFirst("\"kty\"", "\"d\":\"" + secret + "\",\"kty\"");
        assertThat(problems(text))
                .singleElement()
                .satisfies(problem -> assertThat(problem.path()).isEqualTo("parties[0].key"))
                .asString()
                .doesNotContain(secret);
    }

    @Test
    void refuses_a_password_in_the_database_address() throws IOException {
        String text =
                ConfigText.good()
                        + "database: {url: \"postgresql://u:hunter2@h/d\", passwordFile:"
                        + " keys/password}\n";
        assertThat(problems(text))
                .singleElement()
                .asString()
                .contains("database.url")
                .doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "- a\n- b\n", "node: [", "just words", "a: &x {b: *x}\n", "\t"})
    void refuses_what_is_no_mapping(String text) throws IOException {
        assertThat(problems(text)).isNotEmpty();
    }

    @Test
    void refuses_a_file_that_is_not_there() {
        Path gone = folder.resolve("gone.yaml");
        assertThat(catchThrowableOfType(BadConfig.class, () -> ConfigReader.read(gone)).problems())
                .singleElement()
                .asString()
                .contains("Cannot be read.");
    }
}
