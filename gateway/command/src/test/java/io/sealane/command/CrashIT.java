package io.sealane.command;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.audit.EvidenceAudit;
import io.sealane.audit.Report;
import io.sealane.client.Accepted;
import io.sealane.client.Addressee;
import io.sealane.client.Client;
import io.sealane.client.DocumentState;
import io.sealane.client.Inbox;
import io.sealane.client.Profile;
import io.sealane.command.demo.Stage;
import io.sealane.command.fleet.Fleet;
import io.sealane.command.fleet.NodeProcess;
import io.sealane.command.fleet.Program;
import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * SIGKILL to the receiving node, to its database, and to both, while documents that were
 * acknowledged have no receipt yet: afterwards each is in the inbox once, with a receipt that
 * verifies. What was acknowledged is recorded here, outside of every node.
 */
@Tag("long")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CrashIT {
    /** More than are receipted within the latest instant: a request holds a hundred. */
    private static final int DOCUMENTS = 160;

    private static final int UNRECEIPTED = 50;
    private static final int LATEST_INSTANT = 40;
    private static final int SENDERS = 16;
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final Catalogue CATALOGUE = Catalogue.bundled();
    private static final DocumentType TYPE = CATALOGUE.types().getFirst();

    @TempDir private static Path folder;

    private static Stage stage;
    private static Fleet fleet;
    private static NodeProcess nl;
    private static Client carrier;
    private static Client terminal;
    private static Path recorder;
    private static @Nullable String cursor;

    enum Victim {
        NODE,
        DATABASE,
        BOTH
    }

    record Kill(Victim victim, long seed) {}

    /** Two of each victim; {@code -Dkills=5} for more. */
    static Stream<Kill> kills() {
        return Stream.of(Victim.values())
                .flatMap(victim ->
                        LongStream.rangeClosed(1, Long.getLong("kills", 2))
                                .mapToObj(seed -> new Kill(victim, seed)));
    }

    @BeforeAll
    static void start() throws Exception {
        stage = Stage.open(folder.resolve("out"), CATALOGUE, Instant.now());
        fleet = Fleet.of(stage.berths(), Program.ofThisCheckout());
        fleet.start(LONGEST);
        nl = fleet.node("nl");
        carrier = client("us.sealane.example", "acme-line");
        terminal = client("nl.sealane.example", "rotterdam-terminal");
        recorder = Files.createFile(folder.resolve("acknowledged"));
    }

    @AfterAll
    static void stop() {
        carrier.close();
        terminal.close();
        fleet.close();
    }

    private static Client client(String node, String party) throws Exception {
        return Client.of(Profile.read(stage.berthOf(node).profile(party)), LONGEST);
    }

    @ParameterizedTest
    @MethodSource("kills")
    @Order(1)
    void what_was_acknowledged_arrives_once_whatever_is_killed(Kill kill) throws Exception {
        // While the receiver stands still everything piles up; then it runs into all of it.
        signal(nl, "STOP");
        List<UUID> acknowledged = submitted(kill);
        signal(nl, "CONT");
        untilTheInstantOf(kill, acknowledged);

        switch (kill.victim()) {
            case NODE -> nl.kill();
            case DATABASE -> {
                nl.killDatabase();
                signal(nl, "STOP"); // No receipt is written while they are counted.
            }
            case BOTH -> {
                nl.kill();
                nl.killDatabase();
            }
        }
        assertThat(acknowledged.size() - receipted(acknowledged))
                .as("acknowledged and not yet receipted")
                .isGreaterThanOrEqualTo(UNRECEIPTED);
        if (kill.victim() == Victim.DATABASE) {
            signal(nl, "CONT");
        } else {
            nl.start();
        }
        nl.awaitReady(LONGEST);

        List<UUID> deliveries = delivered(acknowledged);
        assertThat(arrived()).containsExactlyInAnyOrderElementsOf(deliveries);
    }

    @Test
    @Order(2)
    void in_the_end_all_that_was_ever_acknowledged_is_there_once_with_a_receipt_that_verifies()
            throws Exception {
        List<UUID> recorded = Files.readAllLines(recorder).stream().map(UUID::fromString).toList();
        assertThat(recorded).doesNotHaveDuplicates().hasSize(DOCUMENTS * (int) kills().count());
        cursor = null;
        assertThat(arrived()).containsExactlyInAnyOrderElementsOf(delivered(recorded));
        List<Report> reports =
                all(
                        recorded,
                        document -> {
                            byte[] evidence = carrier.evidence(document, null);
                            return EvidenceAudit.verify(evidence, stage.trust(), CATALOGUE);
                        });
        for (Report report : reports) {
            assertThat(report.holds()).as("%s", report.lines()).isTrue();
            assertThat(report.outcome()).isEqualTo("delivered");
        }
    }

    private static List<UUID> submitted(Kill kill) throws Exception {
        JsonNode document = requireNonNull(TYPE.examples().get("general-cargo"));
        var to = List.of(new Addressee("rotterdam-terminal@nl.sealane.example", "terminal"));
        return all(
                IntStream.range(0, DOCUMENTS).boxed().toList(),
                number ->
                        record(
                                carrier.submit(
                                        TYPE.vct(),
                                        to,
                                        document,
                                        kill.victim() + "-" + kill.seed() + "-" + number)));
    }

    /** What a party was told is taken is on disk before anything else is done with it. */
    private static synchronized UUID record(Accepted accepted) throws IOException {
        Files.writeString(
                recorder,
                accepted.id() + "\n",
                StandardOpenOption.APPEND,
                StandardOpenOption.DSYNC);
        return accepted.id();
    }

    /** While it receives: before its first commit, between two, before it answers. */
    private static void untilTheInstantOf(Kill kill, List<UUID> documents) {
        var random = new Random(kill.victim().name().hashCode() + kill.seed());
        // So many questions to the sender later, which it answers while it sends.
        documents.subList(0, random.nextInt(LATEST_INSTANT)).forEach(carrier::document);
    }

    private static long receipted(List<UUID> documents) throws Exception {
        return all(documents, document -> carrier.document(document).isSettled()).stream()
                .filter(settled -> settled)
                .count();
    }

    /** The delivery of each document, once all are delivered. */
    private static List<UUID> delivered(List<UUID> documents) throws Exception {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        var deliveries = new ArrayList<UUID>();
        for (UUID document : documents) {
            DocumentState state = carrier.document(document);
            while (!state.isSettled()) {
                assertThat(System.nanoTime() - deadline).as("%s settles", document).isNegative();
                Settling.pause();
                state = carrier.document(document);
            }
            Accepted.Delivery delivery = state.deliveries().getFirst();
            assertThat(delivery.state()).isEqualTo("delivered");
            deliveries.add(delivery.id());
        }
        return deliveries;
    }

    /** What is in the inbox behind the cursor, however often. */
    private static List<UUID> arrived() {
        var arrived = new ArrayList<UUID>();
        while (true) {
            Inbox page = terminal.inbox(cursor, Duration.ZERO, 200);
            if (page.items().isEmpty()) {
                return arrived;
            }
            page.items().forEach(item -> arrived.add(item.id()));
            cursor = page.next();
        }
    }

    private interface Work<T, R> {
        R of(T one) throws Exception;
    }

    /** Some at a time, and all of them. */
    private static <T, R> List<R> all(List<T> subjects, Work<T, R> work) throws Exception {
        try (var workers = Executors.newFixedThreadPool(SENDERS)) {
            List<Callable<R>> calls =
                    subjects.stream().<Callable<R>>map(one -> () -> work.of(one)).toList();
            var results = new ArrayList<R>();
            for (Future<R> future : workers.invokeAll(calls)) {
                results.add(future.get());
            }
            return results;
        }
    }

    private static void signal(NodeProcess node, String name) throws Exception {
        var kill = new ProcessBuilder("kill", "-" + name, Long.toString(node.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }
}
