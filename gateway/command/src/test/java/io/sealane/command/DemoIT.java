package io.sealane.command;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.audit.Trust;
import io.sealane.command.fleet.Berth;
import io.sealane.core.agreement.Agreement;
import io.sealane.core.agreement.Grant;
import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;
import io.sealane.core.identity.PartyId;
import io.sealane.core.json.Json;
import io.sealane.edifact.Examples;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The demo, as a newcomer runs it: once, to its end; then again in its folder with documents of the
 * user, staying up. What it leaves is held against what each node really has.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DemoIT {
    private static final List<String> NATIONS = List.of("us", "nl", "sg");
    private static final Catalogue CATALOGUE = Catalogue.bundled();
    private static final int EXAMPLES =
            CATALOGUE.types().stream().mapToInt(type -> type.examples().size()).sum()
                    + Examples.all().size();

    /** The type of the user's documents. */
    private static final DocumentType TYPE = CATALOGUE.types().getFirst();

    /** Planted in the clear: what is looked for is found where it is. */
    private static final String CONTROL = "KONTROLLWORT";

    @TempDir private static Path folder;

    private static final Canaries CANARIES = new Canaries(TYPE);
    private static @Nullable Launched demo;

    @BeforeAll
    static void writeInputs() throws IOException {
        for (Map.Entry<String, JsonNode> example : TYPE.examples().entrySet()) {
            JsonNode document = CANARIES.planted(example.getValue());
            Files.write(folder.resolve(example.getKey() + ".json"), Json.canonical(document));
        }
    }

    @AfterAll
    static void end() {
        if (demo != null) {
            demo.close();
        }
    }

    @Test
    @Order(1)
    void runs_once_and_everything_holds() throws Exception {
        JsonNode summary;
        try (Launched once = Launched.sealane(folder, "demo", "--once", "--output", "json")) {
            summary = Json.parse(once.output());
            assertThat(once.end()).isZero();
        }
        assertThat(summary.path("holds").booleanValue()).isTrue();
        assertThat(summary.path("faults")).isEmpty();
        assertThat(summary.path("documents")).hasSize(EXAMPLES);
        for (JsonNode document : summary.path("documents")) {
            assertThat(document.path("deliveries")).hasSizeGreaterThanOrEqualTo(3);
            for (JsonNode delivery : document.path("deliveries")) {
                assertThat(delivery.path("state").textValue()).isEqualTo("delivered");
                assertThat(delivery.path("verified").booleanValue()).isTrue();
                assertThat(delivery.path("hidden").intValue()).isPositive();
            }
        }
        assertThat(summary.path("exposure")).hasSize(NATIONS.size());
        assertThat(summary.path("sawEverything").isArray()).isTrue();
        assertThat(summary.path("sawEverything")).isEmpty();
        assertThat(databases()).isEmpty();
        assertThat(folder.resolve("demo/.gitignore")).hasContent("*");
    }

    @Test
    @Order(2)
    void stays_up_with_documents_of_the_user_and_the_lines_it_prints_work_as_they_stand()
            throws Exception {
        var words = new ArrayList<>(List.of("demo"));
        TYPE.examples().keySet().forEach(name -> words.addAll(List.of("--input", name + ".json")));
        Launched started = Launched.sealane(folder, words.toArray(String[]::new));
        demo = started;
        String tables = String.join("\n", started.linesUntil("The nodes stay up until Ctrl-C"));
        assertThat(tables)
                .contains("rotterdam-terminal@nl ", "Who saw what")
                .contains("all delivered, all verified offline")
                .contains("No node saw everything")
                .doesNotContain("NO ", Canaries.MARK);
        List<String> lines = started.linesUntil("/metrics");
        assertThat(lines.stream().filter(line -> line.contains("curl"))).hasSize(3);
        for (String line : lines.stream().filter(text -> !text.isBlank()).toList()) {
            try (Launched pasted = Launched.shell(folder, line)) {
                String answer = pasted.output();
                assertThat(pasted.end()).as(line).isZero();
                assertThat(answer).as(line).isNotBlank().doesNotContain("urn:sealane:problem");
            }
        }
        assertThat(nodes()).hasSize(3).allMatch(ProcessHandle::isAlive);
    }

    @Test
    @Order(3)
    void each_database_opened_with_its_nodes_keys_holds_exactly_what_the_views_say()
            throws Exception {
        var signed = new HashMap<String, Map<String, String>>();
        for (Berth berth : berths()) {
            try (NodeDatabase database = NodeDatabase.of(berth)) {
                assertThat(database.encryptedTables()).isEqualTo(NodeDatabase.knownTables());
                signed.putAll(database.signedClasses());
            }
        }
        for (Berth berth : berths()) {
            try (NodeDatabase database = NodeDatabase.of(berth)) {
                List<ObjectNode> held = new ArrayList<>(database.issued());
                held.addAll(database.received(signed));
                assertThat(held.stream().map(Json::canonicalText))
                        .hasSizeGreaterThanOrEqualTo(EXAMPLES)
                        .containsExactlyInAnyOrderElementsOf(
                                views(berth.name()).stream().map(DemoIT::asSigned).toList());
            }
        }
    }

    /** The issuer signs what it adds, twins and summaries, with what it was given. */
    private static String asSigned(JsonNode view) {
        if (view.path("held").textValue().equals("issued")) {
            DocumentType type =
                    CATALOGUE.types().stream()
                            .filter(one -> one.vct().equals(view.path("type").textValue()))
                            .findFirst()
                            .orElseThrow();
            JsonNode document = Canaries.signed(type.profile().shape(view.path("document")));
            ((ObjectNode) view).set("document", document);
        }
        return Json.canonicalText(view);
    }

    @Test
    @Order(4)
    void canaries_of_every_class_are_where_they_were_granted_and_nowhere_else() throws Exception {
        assertThat(CANARIES.classes())
                .contains("operational", "party", "person", "cargo", "money")
                .contains("safety", "security", "government");
        Map<String, Set<String>> granted = grantedByParty();
        assertThat(granted).hasSizeGreaterThanOrEqualTo(5);
        assertThat(granted.values()).allMatch(some -> some.size() < CANARIES.all().size());

        assertThat(inViews()).isEqualTo(granted);
        for (Berth berth : berths()) {
            var inInboxes = new TreeMap<String, Set<String>>();
            try (NodeDatabase database = NodeDatabase.of(berth)) {
                for (NodeDatabase.Opened opened : database.opened()) {
                    Set<String> found = Canaries.in(opened.plain());
                    if (!opened.party().isEmpty()) {
                        add(inInboxes, opened.party(), found);
                    } else if (opened.column().equals("document.content")) {
                        add(inInboxes, "issued", found);
                    } else {
                        assertThat(found).as(opened.column()).isEmpty();
                    }
                }
            }
            Set<String> issued = berth.name().equals("us") ? CANARIES.all() : Set.of();
            assertThat(inInboxes.remove("issued")).isEqualTo(issued);
            granted.forEach((party, some) -> {
                if (party.endsWith("@" + berth.node())) {
                    assertThat(inInboxes.remove(party)).as(party).isEqualTo(some);
                }
            });
            assertThat(inInboxes.values()).allMatch(Set::isEmpty);
        }
    }

    @Test
    @Order(5)
    void evidence_shows_an_auditor_no_more_than_the_recipient_holds() throws Exception {
        Map<String, Set<String>> granted = grantedByParty();
        int seen = 0;
        for (Path file : files(folder.resolve("demo/evidence"), ".json")) {
            String delivery = file.getFileName().toString().replaceFirst("\\..*", "");
            Set<String> shown = Canaries.in(Files.readAllBytes(file));
            if (file.toString().endsWith(".submitted.json")) {
                // It holds no disclosure: what is in the clear is for every recipient.
                assertThat(granted.values()).allMatch(some -> some.containsAll(shown));
            } else {
                Set<String> held = Canaries.in(view(delivery).toString());
                assertThat(shown).as(file.toString()).isEqualTo(held);
                seen += held.isEmpty() ? 0 : 1;
            }
        }
        assertThat(seen).isGreaterThanOrEqualTo(2 * 3 * TYPE.examples().size());
    }

    @Test
    @Order(6)
    void nothing_confidential_is_readable_in_any_table() throws Exception {
        for (Berth berth : berths()) {
            try (NodeDatabase database = NodeDatabase.of(berth)) {
                database.plant(CONTROL);
                List<String> rows = database.rows();
                assertThat(rows)
                        .as("a control")
                        .anyMatch(row -> Canaries.holds(row, CONTROL))
                        .anyMatch(row -> Canaries.holds(row, "acme-line@us.sealane.example"));
                assertThat(rows).noneMatch(row -> Canaries.holds(row, Canaries.MARK));
                database.checkpoint();
            }
        }
    }

    @Test
    @Order(7)
    void stops_when_it_is_told_to_and_leaves_nothing_running() throws Exception {
        List<ProcessHandle> nodes = nodes();

        Launched running = requireNonNull(demo);
        running.stop();
        running.end();

        assertThat(nodes).noneMatch(ProcessHandle::isAlive);
        assertThat(databases()).isEmpty();
    }

    @Test
    @Order(8)
    void nothing_confidential_is_readable_in_any_file_of_a_node() throws Exception {
        for (Berth berth : berths()) {
            var control = new TreeSet<String>();
            for (Path file : files(berth.folder(), "")) {
                String content = Files.readString(file, ISO_8859_1);
                assertThat(Canaries.holds(content, Canaries.MARK)).as(file.toString()).isFalse();
                if (Canaries.holds(content, CONTROL)) {
                    control.add(berth.folder().relativize(file).getName(3).toString());
                }
            }
            assertThat(control).contains("base", "pg_wal");
            assertThat(berth.output()).content().contains("event=submitted document=");
        }
    }

    @Test
    @Order(9)
    void what_it_leaves_verifies_offline_with_the_trust_file_alone() throws Exception {
        var words = new ArrayList<>(List.of("verify", "--trust", "demo/trust.json"));
        List<Path> evidence = files(folder.resolve("demo/evidence"), ".json");
        // Both runs left evidence of each delivery, of the sender and of the receiver.
        int documents = EXAMPLES + TYPE.examples().size();
        assertThat(evidence).hasSizeGreaterThanOrEqualTo(2 * 3 * documents);
        evidence.forEach(file -> words.add(file.toString()));
        try (Launched verify = Launched.sealane(folder, words.toArray(String[]::new))) {
            assertThat(verify.output()).contains("delivered").doesNotContain("rejected");
            assertThat(verify.end()).isZero();
        }
        for (String nation : NATIONS) {
            Path own = folder.resolve("demo").resolve(nation);
            assertThat(files(own.resolve("log"), "")).isNotEmpty();
            String[] audit = {
                "audit",
                "log",
                own.resolve("log").toString(),
                "--key",
                own.resolve("log.vkey").toString()
            };
            try (Launched log = Launched.sealane(folder, audit)) {
                assertThat(log.output()).contains("consistent");
                assertThat(log.end()).isZero();
            }
            assertThat(own.resolve("node.pid")).content().matches("[0-9]+\\s*");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"house", "received", "sent", "submitted"})
    @Order(10)
    void changed_bytes_of_its_evidence_are_noticed(String kind) throws Exception {
        Trust trust = Trust.parse(Files.readAllBytes(folder.resolve("demo/trust.json")));
        new ChangedEvidence(trust, CATALOGUE)
                .assertBytesMatter(requireNonNull(oneOfEachKind().get(kind)));
    }

    @Test
    @Order(11)
    void the_command_tells_changed_evidence_from_an_unchanged_copy_beside_it() throws Exception {
        Path beside = Files.createDirectories(folder.resolve("changed"));
        var words = new ArrayList<>(List.of("verify", "--trust", "demo/trust.json"));
        int rejected = 0;
        for (Map.Entry<String, Path> one : oneOfEachKind().entrySet()) {
            byte[] bytes = Files.readAllBytes(one.getValue());
            Path copy = beside.resolve(one.getKey() + ".json");
            words.add(Files.write(copy, bytes).toString());
            for (int part = 1; part <= 4; part++) {
                int at = bytes.length * part / 5;
                Path spoilt = beside.resolve(one.getKey() + "-" + at + ".json");
                byte[] other = ChangedEvidence.changed(bytes, at);
                words.add(Files.write(spoilt, other).toString());
                rejected++;
            }
        }
        try (Launched verify = Launched.sealane(folder, words.toArray(String[]::new))) {
            List<String> outcomes =
                    verify.output().lines().filter(line -> line.matches("  [a-z]+: .*")).toList();
            assertThat(verify.end()).isEqualTo(1);
            assertThat(outcomes).hasSize(words.size() - 3);
            assertThat(outcomes.stream().filter(line -> line.startsWith("  rejected: ")))
                    .hasSize(rejected);
        }
    }

    /** Of the sender, of the receiver, within a house, of a submission: the shortest of each. */
    private static Map<String, Path> oneOfEachKind() throws Exception {
        var kinds = new TreeMap<String, Path>();
        for (Path file : files(folder.resolve("demo/evidence"), ".json")) {
            String[] name = file.getFileName().toString().split("\\.", -1);
            String kind = name[1];
            if (!kind.equals("submitted")) {
                JsonNode view = view(name[0]);
                PartyId from = PartyId.parse(view.path("from").textValue());
                PartyId to = PartyId.parse(view.path("party").textValue());
                kind = from.node().equals(to.node()) ? "house" : kind;
            }
            kinds.merge(kind, file, DemoIT::shorter);
        }
        assertThat(kinds.keySet()).containsExactly("house", "received", "sent", "submitted");
        return kinds;
    }

    private static Path shorter(Path one, Path other) {
        return one.toFile().length() <= other.toFile().length() ? one : other;
    }

    private static List<Berth> berths() throws IOException {
        var berths = new ArrayList<Berth>();
        for (String nation : NATIONS) {
            berths.add(Berth.read(folder.resolve("demo").resolve(nation)));
        }
        return berths;
    }

    /** The canaries that the agreements, as signed, give each recipient of the user's documents. */
    private static Map<String, Set<String>> grantedByParty() throws Exception {
        var granted = new TreeMap<String, Set<String>>();
        for (Path file : files(folder.resolve("demo/us/agreements"), ".json")) {
            for (Grant grant : Agreement.parse(Files.readAllBytes(file)).terms().grants()) {
                if (grant.from().equals("us.sealane.example") && grant.speaksOf(TYPE.vct())) {
                    grant.parties()
                            .forEach(party ->
                                    add(
                                            granted,
                                            party + "@" + grant.to(),
                                            CANARIES.granted(grant)));
                }
            }
        }
        return granted;
    }

    private static Map<String, Set<String>> inViews() throws Exception {
        var found = new TreeMap<String, Set<String>>();
        var issued = new TreeSet<String>();
        for (String nation : NATIONS) {
            for (JsonNode view : views(nation)) {
                Set<String> there = Canaries.in(view.toString());
                if (view.path("held").textValue().equals("issued")) {
                    issued.addAll(there);
                } else if (!there.isEmpty()) {
                    add(found, view.path("party").textValue(), there);
                }
            }
        }
        assertThat(issued).isEqualTo(CANARIES.all());
        return found;
    }

    private static void add(Map<String, Set<String>> all, String to, Set<String> more) {
        all.computeIfAbsent(to, _ -> new TreeSet<>()).addAll(more);
    }

    private static List<JsonNode> views(String nation) throws Exception {
        var views = new ArrayList<JsonNode>();
        for (Path file : files(folder.resolve("demo/views").resolve(nation), ".json")) {
            views.add(Json.parse(Files.readAllBytes(file)));
        }
        return views;
    }

    /** What a node received under a delivery's id. */
    private static JsonNode view(String delivery) throws Exception {
        for (String nation : NATIONS) {
            Path file = folder.resolve("demo/views").resolve(nation).resolve(delivery + ".json");
            if (Files.exists(file)) {
                return Json.parse(Files.readAllBytes(file));
            }
        }
        throw new NoSuchFileException(delivery);
    }

    private static List<ProcessHandle> nodes() throws Exception {
        var nodes = new ArrayList<ProcessHandle>();
        for (String nation : NATIONS) {
            Path file = folder.resolve("demo").resolve(nation).resolve("node.pid");
            long pid = Long.parseLong(Files.readString(file).strip());
            ProcessHandle.of(pid).ifPresent(nodes::add);
        }
        return nodes;
    }

    /** Database servers whose data folder is below the demo's. */
    private static List<String> databases() {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains(folder.toString()) && line.contains("postgres"))
                .toList();
    }

    private static List<Path> files(Path folder, String ending) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }
}
