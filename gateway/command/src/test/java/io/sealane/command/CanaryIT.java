package io.sealane.command;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.client.Addressee;
import io.sealane.client.Client;
import io.sealane.client.DocumentState;
import io.sealane.client.Profile;
import io.sealane.command.fleet.Berth;
import io.sealane.command.fleet.Fleet;
import io.sealane.core.agreement.Agreement;
import io.sealane.core.agreement.Grant;
import io.sealane.core.document.CanaryValues;
import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;
import io.sealane.core.document.PlantedDocuments;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A value that is nowhere else in every field of every type, sent to every role under every
 * template: what of it is anywhere at the partner, in whatever form, was granted.
 *
 * <p>It sends under each role's own template. With {@code -Dcanaries=all} each role gets the
 * templates of all the others too, one agreement after the other: {@code .ci/run} does that.
 */
@Tag("long")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CanaryIT {
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final Catalogue CATALOGUE = Catalogue.bundled();

    /** Planted in the clear: what is looked for is found where it is. */
    private static final String CONTROL = "KONTROLLWORT";

    private static final String US = TappedNodes.US;
    private static final String NL = TappedNodes.NL;

    /** What is known to be somewhere. */
    private static final List<String> KNOWN = List.of(CONTROL, US, NL, "urn:sealane:problem");

    @TempDir private static Path folder;

    private static final List<String> ROLES = roles();

    private static Fleet fleet;
    private static TappedNodes nodes;
    private static final List<PlantedType> TYPES = new ArrayList<>();
    private static CanarySearch search;
    private static CanarySearch inFiles;
    private static CanaryTally tally;

    /** What was sent, by the document's id. */
    private static final Map<String, PlantedType.Document> SENT = new HashMap<>();

    /** What the reader of each delivery may see. */
    private static final Map<String, Set<String>> GRANTED = new HashMap<>();

    /** What the token of each delivery shows whoever has no disclosure of it. */
    private static final Map<String, Set<String>> CLEAR = new HashMap<>();

    /** The grants by agreement, role and type. */
    private static final Map<List<String>, Grant> GRANTS = new HashMap<>();

    private static List<String> roles() {
        var roles = new TreeSet<String>();
        CATALOGUE.types().forEach(type -> roles.addAll(type.profile().roles()));
        return List.copyOf(roles);
    }

    @BeforeAll
    static void start() throws Exception {
        nodes = new TappedNodes(folder, CATALOGUE, ROLES);
        fleet = nodes.fleet();
        Set<String> canaries = plant();
        tally = new CanaryTally(canaries.size());
        canaries.addAll(KNOWN);
        search = new CanarySearch(canaries);
        canaries.removeIf(CanaryValues::isShort);
        inFiles = new CanarySearch(canaries);
        nodes.awaitReady();
    }

    private static Set<String> plant() throws Exception {
        var values = new CanaryValues();
        Set<String> canaries = new TreeSet<>();
        for (DocumentType type : CATALOGUE.types()) {
            var planted = new PlantedType(type, values);
            TYPES.add(planted);
            canaries.addAll(planted.planted().canaries().keySet());
        }
        return canaries;
    }

    @AfterAll
    static void stop() {
        nodes.close();
    }

    @Test
    @Order(1)
    void every_field_of_every_type_has_a_canary_or_is_told() {
        for (PlantedType one : TYPES) {
            assertThat(one.planted().missing()).as(one.type().vct()).isEmpty();
        }
        // Codes of a few letters, lists of values, true and false: those are found by their place.
        assertThat(count(PlantedDocuments::usual)).isLessThan(count(PlantedDocuments::fields) / 3);
        assertThat(ROLES).hasSizeGreaterThanOrEqualTo(8);
    }

    private static int count(Function<PlantedDocuments, Collection<String>> what) {
        return TYPES.stream().mapToInt(type -> what.apply(type.planted()).size()).sum();
    }

    @Test
    @Order(2)
    void everything_is_sent_to_everybody() throws Exception {
        Path file = folder.resolve("us/agreements/nl.json");
        Agreement agreement = Agreement.parse(Files.readAllBytes(file));
        send(agreement, 0);
        int templates = "all".equals(System.getProperty("canaries")) ? ROLES.size() : 1;
        for (int shift = 1; shift < templates; shift++) {
            agreement = successor(agreement, shift);
            send(agreement, shift);
        }
    }

    private static void send(Agreement agreement, int shift) throws Exception {
        String hash = Base64Url.encode(agreement.hash());
        for (Grant grant : agreement.terms().grants()) {
            GRANTS.put(List.of(hash, grant.role(), grant.documents()), grant);
        }
        var addressees =
                ROLES.stream()
                        .map(role -> new Addressee(TappedNodes.reader(role) + "@" + NL, role))
                        .toList();
        var ids = new ArrayList<UUID>();
        try (Client client = Client.of(Profile.read(berth("us").profile(TappedNodes.SENDER)))) {
            for (PlantedType type : TYPES) {
                int number = 0;
                for (PlantedType.Document one : type.documents()) {
                    String key = type.type().name() + "-" + shift + "-" + number++;
                    var accepted = client.submit(type.type().vct(), addressees, one.body, key);
                    ids.add(accepted.id());
                    SENT.put(accepted.id().toString(), one);
                    for (var delivery : accepted.deliveries()) {
                        Grant grant = grant(hash, delivery.role(), type.type().vct());
                        GRANTED.put(delivery.id().toString(), one.granted(grant));
                        CLEAR.put(delivery.id().toString(), one.clear());
                    }
                    noteNothing("API: answers to the sender", accepted.toString());
                }
            }
            for (UUID id : ids) {
                settle(client, id);
            }
        }
    }

    private static void settle(Client client, UUID id) throws Exception {
        long end = System.nanoTime() + LONGEST.toNanos();
        DocumentState state = client.document(id);
        while (!state.isSettled()) {
            assertThat(System.nanoTime()).as("%s", state).isLessThan(end);
            state = client.document(id);
        }
        for (var delivery : state.deliveries()) {
            // A document of government cargo alone has nothing of what a role must be shown.
            assertThat(delivery.state() + " " + delivery.code())
                    .isIn("delivered null", "refused under-disclosed");
        }
    }

    /** Every role gets the template of another one. */
    private static Agreement successor(Agreement before, int shift) throws Exception {
        String payload = before.json().path("payload").asText();
        ObjectNode terms = Json.parseObject(Base64Url.decode(payload));
        terms.remove("id");
        terms.put("supersedes", Base64Url.encode(before.hash()));
        for (JsonNode grant : terms.path("grants")) {
            String role = grant.path("role").asText();
            String other = ROLES.get((ROLES.indexOf(role) + shift) % ROLES.size());
            var profile = CATALOGUE.type(grant.path("documents").asText() + ".0").profile();
            var allow = ((ObjectNode) grant).putArray("allow");
            TappedNodes.names(profile.template(other)).forEach(allow::add);
            ((ObjectNode) grant).putArray("require");
        }
        Path file = folder.resolve("successor-" + shift + ".json");
        Files.write(file, Json.canonical(terms));
        String id = FreshNodesIT.run("agreement propose " + file + as("us")).path("id").asText();
        awaitState(id, "nl", "proposed");
        JsonNode signed = FreshNodesIT.run("agreement countersign " + id + as("nl"));
        awaitState(id, "us", "in-force");
        return Agreement.of(signed.path("signed"));
    }

    private static String as(String node) {
        return " --profile " + folder.resolve(node).resolve("operator/profile.json");
    }

    private static void awaitState(String id, String node, String state) throws Exception {
        long end = System.nanoTime() + LONGEST.toNanos();
        JsonNode list;
        do {
            assertThat(System.nanoTime()).as("%s at %s", state, node).isLessThan(end);
            list = FreshNodesIT.run("agreement list --state " + state + as(node));
        } while (!list.path("agreements").findValuesAsText("id").contains(id));
    }

    private static Berth berth(String node) {
        return fleet.node(node).berth();
    }

    private static Grant grant(String agreement, String role, String vct) {
        String documents = vct.substring(0, vct.lastIndexOf('.'));
        return Objects.requireNonNull(GRANTS.get(List.of(agreement, role, documents)));
    }

    /** Notes a place where some canaries of a document may be. */
    private static void note(String place, String text, Set<String> granted) {
        Set<String> found = search.in(text);
        boolean control = granted.stream().anyMatch(found::contains);
        int rightly = (int) granted.stream().filter(found::contains).count();
        found.removeAll(granted);
        found.removeAll(KNOWN);
        tally.note(place, text.length(), rightly, found, control);
    }

    /** Notes a place where no canary may be, but words that are known to be there. */
    private static void noteNothing(String place, String text) {
        Set<String> found = search.in(text);
        boolean control = found.removeAll(KNOWN);
        tally.note(place, text.length(), 0, found, control);
    }

    @Test
    @Order(3)
    void what_goes_over_the_wire_was_granted_to_its_reader() throws Exception {
        int presentations = 0;
        for (String request : nodes.toReceiver().requests()) {
            for (String line : request.split("\n", -1)) {
                if (line.contains("\"presentation\":")) {
                    presentations++;
                    String presentation = Json.parse(line).path("presentation").asText();
                    JsonNode delivery = keyBinding(presentation).path("nonce");
                    note("wire: presentations", line, granted(delivery));
                } else {
                    noteNothing("wire: other lines and headers", line);
                }
            }
        }
        for (String answer : nodes.toSender().answers()) {
            noteNothing("wire: what the partner is answered", answer);
        }
        assertThat(presentations).isGreaterThanOrEqualTo(SENT.size() * ROLES.size());
    }

    private static Set<String> granted(JsonNode delivery) {
        return Objects.requireNonNull(GRANTED.get(delivery.asText()));
    }

    private static JsonNode keyBinding(String presentation) throws Exception {
        String jws = presentation.substring(presentation.lastIndexOf('~') + 1);
        return Json.parse(Base64Url.decode(jws.split("\\.", -1)[1]));
    }

    @Test
    @Order(4)
    void the_partners_database_opened_with_its_keys_holds_what_was_granted() throws Exception {
        try (NodeDatabase database = NodeDatabase.of(berth("nl"))) {
            int held = 0;
            for (NodeDatabase.Received one : database.inbox()) {
                PlantedType.Document document = Objects.requireNonNull(SENT.get(one.document()));
                Grant grant = grant(one.agreement(), one.role(), one.vct());
                Set<String> granted = document.granted(grant);
                String place = "database: inbox, opened";
                note(place, new String(one.opened(), ISO_8859_1), granted);
                assertThat(search.in(one.view().toString()))
                        .as("%s sees all of %s that it is granted", one.role(), one.vct())
                        .isEqualTo(granted);
                // What has no room for a canary is compared by its place.
                for (String field : PlantedType.fields(one.view())) {
                    assertThat(document.type().isPermitted(field, grant))
                            .as("%s of %s for %s", field, one.vct(), one.role())
                            .isTrue();
                }
                held++;
            }
            assertThat(held).isGreaterThan(SENT.size() * ROLES.size() / 2);
            for (NodeDatabase.Opened one : database.opened()) {
                String plain = new String(one.plain(), ISO_8859_1);
                if (one.isOf("refusal")) {
                    // The token stays, no disclosure does.
                    Set<String> clear = Objects.requireNonNull(CLEAR.get(one.delivery()));
                    note("database: refusals, opened", plain, clear);
                } else if (!one.isOf("inbox")) {
                    noteNothing("database: all else, opened", plain);
                }
            }
        }
    }

    @Test
    @Order(5)
    void nothing_is_readable_in_the_tables_of_either_node() throws Exception {
        for (String node : List.of("us", "nl")) {
            try (NodeDatabase database = NodeDatabase.of(berth(node))) {
                database.plant(CONTROL);
                for (String row : database.rows()) {
                    noteNothing("database of " + node + ": rows as they are", row);
                }
                database.checkpoint();
            }
        }
    }

    @Test
    @Order(6)
    void each_reader_is_answered_what_it_was_granted_and_gets_evidence_of_no_more()
            throws Exception {
        Set<List<String>> seen = new HashSet<>();
        for (String role : ROLES) {
            try (PartyCalls calls = new PartyCalls(berth("nl"), TappedNodes.reader(role));
                    PartyCalls other =
                            new PartyCalls(berth("nl"), TappedNodes.reader(after(role)))) {
                String after = "";
                while (true) {
                    String answer = calls.get("/v1/inbox?limit=100" + after);
                    JsonNode page = Json.parse(PartyCalls.body(answer));
                    for (JsonNode item : page.path("items")) {
                        Set<String> granted = granted(item.path("id"));
                        note("API: inbox", Json.text(item), granted);
                        if (seen.add(List.of(role, item.path("type").asText()))) {
                            String path = "/v1/inbox/" + item.path("id").asText() + "/evidence";
                            note("API: evidence", calls.get(path), granted);
                            noteNothing("errors: another reader's", other.get(path));
                        }
                    }
                    if (page.path("items").isEmpty()) {
                        break;
                    }
                    after = "&after=" + page.path("next").asText();
                }
            }
        }
        assertThat(seen).hasSizeGreaterThan(ROLES.size() * TYPES.size() / 2);
    }

    private static String after(String role) {
        return ROLES.get((ROLES.indexOf(role) + 1) % ROLES.size());
    }

    @Test
    @Order(7)
    void no_error_repeats_what_a_document_says() throws Exception {
        try (PartyCalls sender = new PartyCalls(berth("us"), TappedNodes.SENDER)) {
            for (PlantedType type : TYPES) {
                for (PlantedType.Document one : type.documents()) {
                    ObjectNode bad = one.body.deepCopy();
                    String first = bad.fieldNames().next();
                    bad.set("KN7notThere", bad.remove(first));
                    ObjectNode request = Json.object().put("type", type.type().vct());
                    request.set("document", bad);
                    request.putArray("recipients")
                            .addObject()
                            .put("party", TappedNodes.reader(ROLES.getFirst()) + "@" + NL)
                            .put("role", ROLES.getFirst());
                    String answer = sender.post("/v1/documents", "bad", Json.canonical(request));
                    assertThat(answer).startsWith("422");
                    noteNothing("errors: documents refused", answer);
                }
            }
        }
    }

    @Test
    @Order(8)
    void no_log_line_and_no_metric_says_what_a_document_says() throws Exception {
        for (String node : List.of("us", "nl")) {
            Berth berth = berth(node);
            noteNothing("log lines of " + node, Files.readString(berth.output(), ISO_8859_1));
            var metrics =
                    (HttpURLConnection)
                            URI.create("http://127.0.0.1:" + berth.managementPort() + "/metrics")
                                    .toURL()
                                    .openConnection();
            String text = new String(metrics.getInputStream().readAllBytes(), ISO_8859_1);
            noteNothing("metrics of " + node, text);
        }
    }

    @Test
    @Order(9)
    void nothing_is_readable_in_any_file_of_either_node() throws Exception {
        fleet.close();
        for (String node : List.of("us", "nl")) {
            Path data = folder.resolve(node).resolve("data");
            try (Stream<Path> all = Files.walk(data)) {
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    String of = data.relativize(file).toString();
                    String part = of.contains("pg_wal") ? "WAL" : "other files";
                    byte[] bytes = Files.readAllBytes(file);
                    Set<String> found = inFiles.in(bytes);
                    boolean control = found.remove(CONTROL);
                    found.removeAll(KNOWN);
                    tally.note(part + " of " + node, bytes.length, 0, found, control);
                }
            }
        }
    }

    @Test
    @Order(10)
    void the_count_is_told_and_there_are_no_hits() throws Exception {
        String told =
                "%d types, %d roles, %d documents; %d fields, %d without room for a canary%n%s%n"
                        .formatted(
                                TYPES.size(),
                                ROLES.size(),
                                SENT.size(),
                                count(PlantedDocuments::fields),
                                count(PlantedDocuments::usual),
                                tally);
        System.out.println(told);
        Files.writeString(Path.of("target", "canaries.txt"), told);
        tally.check();
    }
}
