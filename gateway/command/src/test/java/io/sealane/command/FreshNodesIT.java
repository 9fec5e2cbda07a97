package io.sealane.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import io.sealane.client.Addressee;
import io.sealane.client.Client;
import io.sealane.client.DocumentState;
import io.sealane.client.Profile;
import io.sealane.command.demo.Stage;
import io.sealane.command.fleet.Berth;
import io.sealane.command.fleet.Fleet;
import io.sealane.command.fleet.Program;
import io.sealane.core.agreement.Agreement;
import io.sealane.core.document.Catalogue;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Two nodes that know nobody become partners by the six commands of OPERATING.md. */
class FreshNodesIT {
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final String TYPE = "transport-document/1.0";

    @TempDir private static Path folder;

    private static Fleet fleet;
    private static Path out;
    private static Path terms;

    /** The nodes of the demo, without what tells them of each other. */
    @BeforeAll
    static void start() throws Exception {
        out = folder.resolve("out");
        Stage stage = Stage.open(out, Catalogue.bundled(), Instant.now());
        terms = folder.resolve("terms.json");
        Files.write(terms, draft(out.resolve("us/agreements/nl.json")));
        List<Berth> two = stage.berths().subList(0, 2);
        for (Berth berth : two) {
            Path file = berth.folder().resolve("node.yaml");
            var yaml = new YAMLMapper();
            ObjectNode node = (ObjectNode) yaml.readTree(file.toFile());
            node.remove(List.of("partners", "agreements"));
            yaml.writeValue(file.toFile(), node);
        }
        fleet = Fleet.of(two, Program.ofThisCheckout());
        fleet.start(LONGEST);
    }

    private static byte[] draft(Path signed) throws Exception {
        String payload =
                Agreement.parse(Files.readAllBytes(signed)).json().path("payload").asText();
        ObjectNode draft = Json.parseObject(Base64Url.decode(payload));
        draft.remove("id");
        return Json.canonical(draft);
    }

    @AfterAll
    static void stop() {
        fleet.close();
    }

    /** What a command answers as JSON. */
    static JsonNode run(String command) throws Exception {
        var answer = new StringWriter();
        var complaint = new StringWriter();
        int exit =
                Main.run(
                        Main.commands(),
                        new PrintWriter(answer, true),
                        new PrintWriter(complaint, true),
                        (command + " --output json").split(" ", -1));
        assertThat(exit).as(complaint.toString()).isEqualTo(Exit.OK);
        return Json.parse(answer.toString());
    }

    private static String at(String node) {
        return " --profile " + out.resolve(node).resolve("operator/profile.json");
    }

    private static String address(String node) {
        return "https://127.0.0.1:" + fleet.node(node).berth().apiPort();
    }

    @Test
    void two_fresh_nodes_are_partners_after_six_commands_and_exchange() throws Exception {
        String us = run("partner fingerprint" + at("us")).path("fingerprint").asText();
        String nl = run("partner fingerprint" + at("nl")).path("fingerprint").asText();
        run("partner add " + address("nl") + " --fingerprint " + nl + at("us"));
        run("partner add " + address("us") + " --fingerprint " + us + at("nl"));
        String id = run("agreement propose " + terms + at("us")).path("id").asText();
        awaitState(id, "nl", "proposed");
        run("agreement countersign " + id + at("nl"));

        awaitState(id, "us", "in-force");
        assertThat(run("partner list" + at("nl")).path("partners")).hasSize(1);
        assertThat(run("agreement show " + id + at("nl")).path("text").toString())
                .contains("rotterdam-terminal");
        assertThat(run("agreement list" + at("us")).path("agreements")).hasSize(1);
        delivers("one");
        fleet.node("nl").stop();
        // An operator sees in the log that it ended as it should.
        assertThat(Files.readString(fleet.node("nl").berth().output()))
                .containsSubsequence("event=stopping", "event=stopped", "clean=true");
        fleet.node("nl").start();
        fleet.node("nl").awaitReady(LONGEST);
        delivers("two");
        run("agreement end " + id + " --reason enough" + at("nl"));
        proposesByTemplate();
        run("partner remove us.sealane.example" + at("nl"));
        assertThat((ArrayNode) run("partner list" + at("nl")).path("partners")).isEmpty();
    }

    @Test
    void a_party_is_added_changed_and_removed_by_commands_while_its_node_runs() throws Exception {
        String rights = " --role carrier --issues transport-document --scope documents,inbox";
        String name = "new-line";
        String hash = "N".repeat(42) + "8";
        JsonNode added = run("party add " + name + " --certificate " + hash + rights + at("us"));
        assertThat(added.path("by").asText()).isEqualTo("operator");
        JsonNode all = run("party list" + at("us")).path("parties");
        assertThat(all.toString()).contains("acme-line", name);
        JsonNode changed =
                run("party change " + name + " --scope inbox --requests-per-second 5" + at("us"));
        assertThat(changed.path("scopes").toString()).isEqualTo("[\"inbox\"]");
        assertThat(changed.path("roles").toString()).isEqualTo("[\"carrier\"]");
        String desk = "party account " + name + " desk";
        String other = "M".repeat(42) + "8";
        run(desk + " --scope inbox --certificate " + other + at("us"));
        JsonNode shown = run("party show " + name + at("us"));
        assertThat(shown.at("/accounts/desk/certificate").asText()).isEqualTo(other);
        assertThat(run(desk + " --remove" + at("us")).path("accounts")).isEmpty();
        assertThat(run("party remove " + name + at("us")).has("ended")).isTrue();
        assertThat(run("party change " + name + " --reopen" + at("us")).has("ended")).isFalse();
    }

    /** Terms without a file: what a role's template gives, seen before it is offered. */
    private static void proposesByTemplate() throws Exception {
        String draft =
                " --with nl.sealane.example --purpose handling --retention-days 30"
                        + " --second-signature"
                        + " --give terminal=rotterdam-terminal:transport-document/1"
                        + " --give customs/transit=dutch-customs:customs-status/1";
        JsonNode lines = run("agreement preview" + draft + at("us")).path("lines");
        assertThat(lines).hasSize(2);
        assertThat(lines.at("/0/classes").toString()).contains("\"safety\"");
        assertThat(lines.at("/0/withheld").toString()).contains("documentParties/shipper");
        String id = run("agreement propose" + draft + at("us")).path("id").asText();
        awaitState(id, "nl", "proposed");
        JsonNode offer = run("agreement show " + id + at("nl"));
        assertThat(offer.at("/terms/grants/0/template").isMissingNode()).isTrue();
        assertThat(offer.at("/terms/grants/0/allow").toString()).contains("\"safety\"");
        assertThat(offer.at("/terms/grants/0/signatures").toString()).contains("ML-DSA-65");
        assertThat(offer.at("/terms/grants/1/role").asText()).isEqualTo("customs");
        run("agreement countersign " + id + at("nl"));
        awaitState(id, "us", "in-force");
        UUID three = delivers("three");
        assertThat(secondSignature(three)).hasSizeGreaterThan(4_400);
        run("agreement end " + id + " --reason enough" + at("us"));
        awaitState(id, "nl", "ended");
    }

    /** What the sender can show beside the token: both nodes learned its key by themselves. */
    private static String secondSignature(UUID document) throws Exception {
        Berth us = fleet.node("us").berth();
        try (Client client = Client.of(Profile.read(us.profile("acme-line")))) {
            return Json.parse(client.evidence(document, null)).path("secondSignature").asText();
        }
    }

    private static void awaitState(String id, String node, String state) throws Exception {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (System.nanoTime() < end) {
            for (JsonNode one : run("agreement list" + at(node)).path("agreements")) {
                if (one.path("id").asText().equals(id)
                        && one.path("state").asText().equals(state)) {
                    return;
                }
            }
        }
        throw new AssertionError(id + " is not " + state + " at " + node);
    }

    private static UUID delivers(String key) throws Exception {
        Berth us = fleet.node("us").berth();
        try (Client client = Client.of(Profile.read(us.profile("acme-line")))) {
            JsonNode document =
                    Catalogue.bundled().type(TYPE).examples().values().iterator().next();
            var to = List.of(new Addressee("rotterdam-terminal@nl.sealane.example", "terminal"));
            var accepted = client.submit(TYPE, to, document, key);
            long end = System.nanoTime() + LONGEST.toNanos();
            while (System.nanoTime() < end) {
                DocumentState state = client.document(accepted.id());
                if (state.deliveries().getFirst().state().equals("delivered")) {
                    return accepted.id();
                }
            }
            throw new AssertionError("not delivered");
        }
    }
}
