package io.sealane.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import io.sealane.certs.Plan.Ports;
import io.sealane.core.agreement.Agreement;
import io.sealane.core.document.Catalogue;
import io.sealane.core.document.FieldClass;
import io.sealane.core.identity.Key;
import io.sealane.core.json.Json;
import io.sealane.core.ledger.NoteVerifier;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

class FederationTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Catalogue CATALOGUE = Catalogue.bundled();

    @TempDir private static Path folder;

    private static Federation federation;

    @BeforeAll
    static void write() throws Exception {
        var port = new AtomicInteger(8000);
        Plan plan =
                ThreeNations.plan(() ->
                        new Ports(
                                port.incrementAndGet(),
                                port.incrementAndGet(),
                                port.incrementAndGet()));
        federation = Federation.write(plan, folder, NOW, CATALOGUE);
    }

    @ParameterizedTest
    @CsvSource({"us,nl", "us,sg", "nl,sg", "nl,us", "sg,us", "sg,nl"})
    void both_sides_hold_the_agreement_that_both_signed(String one, String other) throws Exception {
        byte[] own = Files.readAllBytes(folder.resolve(one + "/agreements/" + other + ".json"));
        byte[] theirs = Files.readAllBytes(folder.resolve(other + "/agreements/" + one + ".json"));

        assertThat(own).isEqualTo(theirs);
        Agreement agreement = Agreement.parse(own);
        agreement.verify(this::federationKeys);
        assertThat(agreement.covers(NOW)).isTrue();
        assertThat(agreement.terms().grants()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"us", "nl", "sg"})
    void a_node_has_grants_for_its_own_house(String node) throws Exception {
        Agreement agreement =
                Agreement.parse(
                        Files.readAllBytes(folder.resolve(node + "/agreements/house.json")));

        agreement.verify(this::federationKeys);
        assertThat(agreement.terms().isHouse()).isTrue();
    }

    @Test
    void no_node_is_granted_everything_of_anothers_documents() throws Exception {
        Set<FieldClass> everything = new HashSet<>();
        for (String name : List.of("cargo.text", "money.charges", "person.carrier")) {
            everything.add(new FieldClass(name));
        }
        for (Agreement agreement : agreements()) {
            agreement
                    .terms()
                    .grants()
                    .forEach(grant ->
                            assertThat(everything).noneMatch(shown -> grant.allows(shown)));
        }
        assertThat(agreements()).hasSize(9);
    }

    @ParameterizedTest
    @CsvSource({"us,nl,sg", "nl,us,sg", "sg,us,nl"})
    void the_configuration_names_what_partners_published(String own, String one, String other)
            throws Exception {
        JsonNode file = new YAMLMapper().readTree(folder.resolve(own + "/node.yaml").toFile());

        assertThat(file.path("node").textValue()).isEqualTo(own + ".sealane.example");
        assertThat(file.path("parties")).hasSize(3);
        List<String> names = List.of(one + ".sealane.example", other + ".sealane.example");
        assertThat(file.path("partners").findValuesAsText("node")).isEqualTo(names);
        for (JsonNode partner : file.path("partners")) {
            Site site = federation.site(partner.path("node").textValue().substring(0, 2));
            assertThat(partner.path("pins").path(0).textValue()).isEqualTo(site.keys().pin());
            assertThat(partner.path("address").textValue())
                    .endsWith(":" + site.node().ports().federation());
            assertThat(Key.ofJwk(partner.path("federationKey")))
                    .isEqualTo(site.keys().federationKey());
            for (JsonNode vkey : partner.path("log").path("vkeys")) {
                assertThat(NoteVerifier.parse(vkey.textValue()).name())
                        .isEqualTo(site.node().origin());
            }
            assertThat(partner.path("log").path("vkeys")).hasSize(2);
        }
    }

    @Test
    void the_log_key_file_is_one_verifier_key() throws Exception {
        String line = Files.readString(folder.resolve("sg/log.vkey")).strip();

        assertThat(NoteVerifier.parse(line).vkey()).isEqualTo(federation.site("sg").logKey());
    }

    @Test
    void secrets_are_for_their_owner_alone() throws Exception {
        var secrets = new ArrayList<String>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String rights = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
                String name = file.getFileName().toString();
                boolean secret = name.matches(".*(key\\.pem|\\.p12|\\.jwk|password)");
                assertThat(rights).as(name).isEqualTo(secret ? "rw-------" : "rw-r--r--");
                if (secret) {
                    secrets.add(name);
                }
            }
        }
        assertThat(secrets).hasSize(3 * (2 + 2 + 4 * 4));
    }

    @Test
    void the_trust_file_holds_no_private_key() throws Exception {
        JsonNode trust = Json.parse(Files.readAllBytes(folder.resolve("trust.json")));

        assertThat(trust.path("nodes")).hasSize(3);
        assertThat(trust.findValues("d")).isEmpty();
        assertThat(trust.findValues("federationKeys")).hasSize(3);
    }

    @Test
    void a_plan_cannot_grant_to_a_node_it_lacks() {
        var grant =
                new Plan.Grant(
                        "us",
                        "fr",
                        "transport-document/1",
                        "terminal",
                        List.of(),
                        List.of(),
                        List.of(),
                        "none",
                        1);

        assertThatThrownBy(() -> new Plan(List.of(federation.site("us").node()), List.of(grant)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unknown node");
    }

    private List<Key> federationKeys(String node) {
        return List.of(federation.site(node.substring(0, 2)).keys().federationKey());
    }

    private static List<Agreement> agreements() throws Exception {
        var agreements = new ArrayList<Agreement>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().contains("/agreements/")).toList()) {
                agreements.add(Agreement.parse(Files.readAllBytes(file)));
            }
        }
        return agreements;
    }
}
