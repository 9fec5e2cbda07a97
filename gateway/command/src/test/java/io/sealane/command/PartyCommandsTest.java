package io.sealane.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealane.certs.Federation;
import io.sealane.certs.Plan.Ports;
import io.sealane.certs.ThreeNations;
import io.sealane.core.document.Catalogue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;

/** The commands that need no node to say what is wrong, or to do their work. */
class PartyCommandsTest {
    @TempDir private static Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void makeFederation() throws IOException {
        var plan = ThreeNations.plan(() -> new Ports(1, 2, 3));
        Federation.write(plan, folder.resolve("demo"), Instant.now(), Catalogue.bundled());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "send",
                "sign",
                "inbox",
                "show",
                "evidence",
                "token",
                "partner",
                "partner add",
                "partner list",
                "partner show",
                "partner remove",
                "partner fingerprint",
                "exclusion",
                "exclusion list",
                "exclusion add",
                "exclusion remove",
                "approval",
                "approval list",
                "approval show",
                "approval confirm",
                "approval withdraw",
                "agreement",
                "agreement propose",
                "agreement show",
                "agreement list",
                "agreement countersign",
                "agreement end",
                "agreement diff",
                "agreement preview",
                "verify",
                "audit",
                "audit log",
                "certs"
            })
    void every_command_helps_and_knows_output(String command) {
        assertThat(run(command + " --help")).isEqualTo(Exit.OK);
        assertThat(out.toString()).contains("Usage: sealane " + command, "--output", "--help");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void whose_command_it_is_must_be_said() {
        assertThat(run("token")).isEqualTo(Exit.USAGE);
        assertThat(err.toString()).contains("--as PARTY or --profile FILE");
    }

    @Test
    void an_unknown_party_is_answered_with_those_that_there_are() {
        assertThat(run("token --as acme --demo " + folder.resolve("demo"))).isEqualTo(Exit.USAGE);
        assertThat(err.toString()).contains("no party acme", "acme-line", "us-customs");
    }

    @Test
    void without_a_demo_there_is_nobody_to_be() {
        assertThat(run("inbox --as acme-line --demo " + folder.resolve("none")))
                .isEqualTo(Exit.ENVIRONMENT);
        assertThat(err.toString()).contains("start 'sealane demo'");
    }

    @Test
    void evidence_is_told_in_the_order_of_its_files_up_to_one_that_cannot_be_read()
            throws Exception {
        var files = new ArrayList<String>();
        for (int i = 1; i <= 40; i++) {
            // The larger ones first: they are done last.
            String text = "[" + "1,".repeat(20_000 / i) + "1] ";
            files.add(Files.writeString(folder.resolve("e" + i + ".json"), text).toString());
        }
        String verify = "verify --trust " + folder.resolve("demo/trust.json") + " ";

        assertThat(run(verify + String.join(" ", files))).isEqualTo(Exit.NOT_SO);
        assertThat(out.toString().lines().filter(line -> !line.startsWith(" ")))
                .containsExactlyElementsOf(files);

        out.getBuffer().setLength(0);
        String missing = folder.resolve("none.json").toString();
        assertThat(run(verify + files.getFirst() + " " + missing + " " + files.getLast()))
                .isEqualTo(Exit.ENVIRONMENT);
        assertThat(out.toString()).startsWith(files.getFirst()).doesNotContain(files.getLast());
        assertThat(err.toString()).contains("There is no file " + missing);
    }

    @Test
    void a_recipient_needs_a_role() throws Exception {
        Path file = Files.writeString(folder.resolve("x.json"), "{}");

        assertThat(run("send --as acme-line --to a@b.example " + file)).isEqualTo(Exit.USAGE);
        assertThat(err.toString()).contains("PARTY@NODE=ROLE");
    }

    @Test
    void what_is_not_recognised_is_not_sent() throws Exception {
        Path file = Files.writeString(folder.resolve("y.json"), "{\"eventType\":\"SHIPMENT\"}");

        assertThat(run("send --as acme-line --to a@b.example=terminal " + file))
                .isEqualTo(Exit.NOT_SO);
        assertThat(err.toString()).contains("unknown-type");
    }

    @Test
    void the_demo_refuses_a_file_that_it_does_not_recognise_before_it_starts_anything()
            throws Exception {
        Path file = Files.writeString(folder.resolve("z.json"), "{\"poem\":\"SHIPMENT\"}");
        Path none = folder.resolve("not-made");

        assertThat(run("demo --once --out " + none + " --input " + file)).isEqualTo(Exit.NOT_SO);
        assertThat(err.toString()).contains("unknown-type", "z.json", "transport-document/1.0");
        assertThat(none).doesNotExist();
    }

    @Test
    void the_demo_refuses_a_list_of_events_none_of_which_can_be_sent() throws Exception {
        Path file = Files.writeString(folder.resolve("e.json"), "[{\"eventType\":\"SHIPMENT\"}]");
        Path none = folder.resolve("not-made");

        assertThat(run("demo --once --out " + none + " --input " + file)).isEqualTo(Exit.NOT_SO);
        assertThat(err.toString()).contains("schema-violation", "e.json", "/0", "required");
        assertThat(none).doesNotExist();
    }

    @Test
    void the_demo_does_not_move_into_a_folder_that_holds_something_else() throws Exception {
        Path full = Files.createDirectories(folder.resolve("full"));
        Files.writeString(full.resolve("thesis.txt"), "mine");

        assertThat(run("demo --once --out " + full)).isEqualTo(Exit.ENVIRONMENT);
        assertThat(err.toString()).contains("holds something else");
        assertThat(full).isDirectoryContaining("glob:**/thesis.txt");
    }

    @Test
    void certs_are_made_once_and_never_replaced() {
        String line = "certs --first-port 9000 --out " + folder.resolve("made");

        assertThat(run(line)).isEqualTo(Exit.OK);
        assertThat(out.toString())
                .contains("sealane node --config " + folder.resolve("made/us/node.yaml"));
        assertThat(folder.resolve("made/sg/node.yaml")).content().contains("port: 9200");
        assertThat(run(line)).isEqualTo(Exit.ENVIRONMENT);
        assertThat(err.toString()).contains("holds a federation");
    }

    @Test
    void evidence_that_is_none_is_rejected() throws Exception {
        Path file = Files.writeString(folder.resolve("evidence.json"), "{}");
        String trust = " --trust " + folder.resolve("demo/trust.json");

        assertThat(run("verify " + file + trust)).isEqualTo(Exit.NOT_SO);
        assertThat(out.toString()).contains("rejected").doesNotContain("delivered");
        assertThat(run("verify --output json " + file + trust)).isEqualTo(Exit.NOT_SO);
        assertThat(out.toString()).contains("\"holds\":false");
    }

    @Test
    void without_somebody_to_trust_nothing_is_decided() throws Exception {
        Path file = Files.writeString(folder.resolve("evidence.json"), "{}");

        assertThat(run("verify " + file + " --trust " + file)).isEqualTo(Exit.ENVIRONMENT);
        assertThat(run("verify " + file + " --trust " + folder.resolve("absent")))
                .isEqualTo(Exit.ENVIRONMENT);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void a_folder_without_a_log_is_not_one() {
        String key = " --key " + folder.resolve("demo/us/log.vkey");

        assertThat(run("audit log " + folder.resolve("demo/us/keys") + key)).isEqualTo(Exit.NOT_SO);
        assertThat(run("audit log " + folder.resolve("absent") + key)).isEqualTo(Exit.ENVIRONMENT);
    }

    private int run(String line) {
        return Main.run(
                Main.commands(),
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                line.split(" ", -1));
    }
}
