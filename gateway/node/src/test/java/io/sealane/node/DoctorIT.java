package io.sealane.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;

import io.sealane.certs.Authority;
import io.sealane.certs.FreePorts;
import io.sealane.certs.Site;
import io.sealane.core.json.Json;
import io.sealane.node.doctor.Doctor;
import io.sealane.node.watch.Health;

import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** What the doctor says of a node that is well, and of one in each kind of trouble. */
class DoctorIT extends NodesCase {
    private static final String NL = "partner nl.sealane.example";
    private static final InstantSource NOW = InstantSource.system();

    private record Told(int exit, String out, String err) {
        JsonNode checks() throws Exception {
            return Json.parse(out).path("checks");
        }

        List<String> of(String check) throws Exception {
            var all = new ArrayList<String>();
            for (JsonNode one : checks()) {
                if (one.path("check").asText().equals(check)) {
                    all.add(
                            "%s: %s; %s"
                                    .formatted(
                                            one.path("state").asText(),
                                            one.path("means").asText(),
                                            one.path("do").asText()));
                }
            }
            return all;
        }

        List<String> notOk() throws Exception {
            var all = new ArrayList<String>();
            for (JsonNode one : checks()) {
                if (!one.path("state").asText().equals("ok")) {
                    all.add(one.path("check").asText() + " " + one.path("state").asText());
                }
            }
            return all;
        }
    }

    @Test
    void a_node_that_is_well_is_told_so_with_the_group_of_its_connections() throws Exception {
        Told told = doctor(its -> {});
        assertThat(told.notOk()).as(told.out()).isEmpty();
        assertThat(told.exit()).isZero();
        assertThat(told.of("database").getFirst()).contains("keeps what it commits");
        assertThat(told.of("schema").getFirst()).contains("this release's");
        assertThat(told.of("api port").getFirst()).contains("the node listens at");
        assertThat(told.of("management port").getFirst())
                .contains("the node runs, as process " + ProcessHandle.current().pid());
        assertThat(told.of("pins").getFirst()).contains("the node announces");
        assertThat(told.of(NL + " tls").getFirst()).contains("TLSv1.3", "X25519MLKEM768");
        assertThat(told.of(NL + " clock")).hasSize(1);
        assertThat(told.of("clock").getFirst()).contains("runs evenly");
    }

    @Test
    void under_the_jdks_tls_the_group_is_not_told() throws Exception {
        System.setProperty("sealane.crypto", "jdk");
        try {
            Told told = doctor(its -> {});
            assertThat(told.of(NL + " tls").getFirst()).contains("TLSv1.3", "group not told");
            assertThat(told.exit()).isZero();
        } finally {
            System.clearProperty("sealane.crypto");
        }
    }

    @Test
    void a_partner_that_is_down_cannot_be_reached() throws Exception {
        nodes.nl.stop();
        try {
            Told told = doctor(its -> {});
            assertThat(told.notOk()).containsExactly(NL + " failed");
            assertThat(told.of(NL).getFirst()).contains("no node answers at https://127.0.0.1:");
            assertThat(told.exit()).isEqualTo(1);
        } finally {
            nodes.restartNl();
        }
    }

    @Test
    void a_partner_with_another_key_is_not_believed() throws Exception {
        Told told = doctor(its -> partners(its).getFirst().put("pins", List.of("A".repeat(43))));
        assertThat(told.notOk()).containsExactly(NL + " failed");
        assertThat(told.of(NL).getFirst()).contains("which is not known here");
        assertThat(told.exit()).isEqualTo(1);
    }

    @Test
    void an_ended_certificate_is_seen_here_and_by_the_partner() throws Exception {
        ended(site("us"));
        Told told = doctor(its -> keys(its).put("file", "keys/ended.p12"));
        assertThat(told.of("certificate").getFirst()).startsWith("failed: ").contains("ended on");
        assertThat(told.of(NL).getFirst()).contains("it says that our certificate is not valid");
        assertThat(told.exit()).isEqualTo(1);
    }

    @Test
    void keys_that_cannot_be_read_are_told_and_the_rest_is_looked_at() throws Exception {
        Files.writeString(site("us").folder().resolve("keys/other.p12"), "no keys");
        Told told = doctor(its -> keys(its).put("file", "keys/other.p12"));
        assertThat(told.of("keys").getFirst()).startsWith("failed: ");
        assertThat(told.of("database").getFirst()).startsWith("ok: ");
        assertThat(told.exit()).isEqualTo(1);
    }

    @Test
    void a_database_that_does_not_answer_is_told() throws Exception {
        int nobody = FreePorts.one();
        Told told =
                doctor(its -> {
                    Map<String, Object> database = map(its, "database");
                    String url = String.valueOf(database.get("url"));
                    database.put("url", url.replaceFirst(":[0-9]+/", ":" + nobody + "/"));
                });
        assertThat(told.of("database").getFirst()).contains("it cannot be entered");
        assertThat(told.exit()).isEqualTo(1);
        String password = Files.readString(site("us").folder().resolve("keys/db-password"));
        assertThat(told.out()).doesNotContain(password.strip());
    }

    @Test
    void a_port_that_another_program_took_is_told_and_a_free_one_too() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int free = FreePorts.one();
            Told told =
                    doctor(its -> {
                        map(its, "api").put("port", other.getLocalPort());
                        map(its, "federation").put("port", free);
                        map(its, "management").put("port", FreePorts.one());
                    });
            assertThat(told.of("api port").getFirst()).startsWith("failed: something else");
            assertThat(told.of("federation port").getFirst())
                    .isEqualTo("ok: " + free + " is free; ");
            assertThat(told.of("management port").getFirst()).contains("the node does not run");
            assertThat(told.exit()).isEqualTo(1);
        }
    }

    @Test
    void another_node_on_the_management_port_is_not_taken_for_this_one() throws Exception {
        int others = nodes.nl.managementPort();
        Told told = doctor(its -> map(its, "management").put("port", others));
        assertThat(told.of("management port").getFirst()).startsWith("failed: something else");
        assertThat(told.exit()).isEqualTo(1);
    }

    @Test
    void what_the_node_finds_wrong_itself_is_told() throws Exception {
        var health = new Health("us.sealane.example");
        health.add("disk", () -> Health.Finding.ill("3 MiB are left"));
        InetAddress here = InetAddress.getLoopbackAddress();
        var management = HttpServer.create(new InetSocketAddress(here, 0), 0);
        management.createContext(
                "/health/ready",
                asked -> {
                    byte[] report = Json.canonical(health.report().json());
                    asked.sendResponseHeaders(503, report.length);
                    asked.getResponseBody().write(report);
                    asked.close();
                });
        management.start();
        try {
            int port = management.getAddress().getPort();
            Told told = doctor(its -> map(its, "management").put("port", port));
            assertThat(told.of("node disk").getFirst()).startsWith("failed: 3 MiB are left;");
            assertThat(told.exit()).isEqualTo(1);
        } finally {
            management.stop(0);
        }
    }

    @Test
    void a_clock_apart_from_the_others_or_one_that_jumps_is_told() throws Exception {
        Told early = doctor(its -> {}, () -> NOW.instant().plusSeconds(600), System::nanoTime);
        assertThat(early.notOk()).contains(NL + " clock failed", "database clock failed");
        assertThat(early.of(NL + " clock").getFirst()).contains("behind", "NTP");
        Told doubtful = doctor(its -> {}, () -> NOW.instant().minusSeconds(90), System::nanoTime);
        assertThat(doubtful.notOk()).contains(NL + " clock warning");
        var nanos = new AtomicLong();
        Told jumping = doctor(its -> {}, NOW, () -> nanos.getAndAdd(3_600_000_000_000L));
        assertThat(jumping.notOk()).containsExactly("clock failed");
        assertThat(jumping.exit()).isEqualTo(1);
    }

    @Test
    void text_is_a_line_a_check_and_exit_codes_tell_use_from_trouble() throws Exception {
        Path file = site("us").folder().resolve("node.yaml");
        Told text = run("--config", file.toString());
        assertThat(text.out().lines())
                .hasSizeGreaterThan(8)
                .allMatch(line -> line.matches("(ok|warning|failed) +[^:]+: .+"));
        // The third nation is no whole node in this test.
        assertThat(text.out()).contains("failed   partner sg.sealane.example: it is there");
        assertThat(text.exit()).isEqualTo(1);
        assertThat(run().exit()).isEqualTo(2);
        Told bad = doctor(its -> its.put("nonsense", 1));
        assertThat(bad.exit()).isEqualTo(2);
        assertThat(bad.err()).contains("nonsense");
        assertThat(run("--config", "nowhere.yaml").exit()).isEqualTo(3);
    }

    private static Told doctor(Consumer<Map<String, Object>> change) throws Exception {
        return doctor(change, NOW, System::nanoTime);
    }

    /** Of {@code us}, whose only partner is {@code nl}, with something changed in its file. */
    private static Told doctor(
            Consumer<Map<String, Object>> change, InstantSource clock, LongSupplier nanoTime)
            throws Exception {
        Path folder = site("us").folder();
        Map<String, Object> file = new Yaml().load(Files.readString(folder.resolve("node.yaml")));
        partners(file).removeIf(one -> !"nl.sealane.example".equals(one.get("node")));
        change.accept(file);
        Path changed = folder.resolve("changed.yaml");
        Files.writeString(changed, new Yaml().dump(file));
        return run(clock, nanoTime, "--config", changed.toString(), "--output", "json");
    }

    private static Told run(String... arguments) {
        return run(NOW, System::nanoTime, arguments);
    }

    private static Told run(InstantSource clock, LongSupplier nanoTime, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int exit =
                Doctor.line(clock, nanoTime)
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err))
                        .execute(arguments);
        return new Told(exit, out.toString(), err.toString());
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> partners(Map<String, Object> file) {
        return (List<Map<String, Object>>) Objects.requireNonNull(file.get("partners"));
    }

    private static Map<String, Object> keys(Map<String, Object> file) {
        return map(file, "keys");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Map<String, Object> file, String name) {
        return (Map<String, Object>) Objects.requireNonNull(file.get(name));
    }

    /** The node's keys with a certificate for its TLS key that ended yesterday. */
    private static void ended(Site site) throws Exception {
        Path keys = site.folder().resolve("keys");
        char[] password = Files.readString(keys.resolve("password")).strip().toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys.resolve("node.p12"))) {
            store.load(in, password);
        }
        Certificate ended =
                site.authority()
                        .issue(
                                site.node().name(),
                                site.keys().tls().getPublic(),
                                Authority.Use.NODE,
                                List.of(site.node().name(), "127.0.0.1"),
                                Instant.now().minus(Duration.ofDays(31)),
                                Duration.ofDays(30));
        store.setKeyEntry(
                "tls",
                site.keys().tls().getPrivate(),
                password,
                new Certificate[] {ended, site.authority().certificate()});
        try (OutputStream out = Files.newOutputStream(keys.resolve("ended.p12"))) {
            store.store(out, password);
        }
    }
}
