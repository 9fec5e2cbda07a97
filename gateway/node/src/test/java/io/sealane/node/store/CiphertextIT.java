package io.sealane.node.store;

import static io.sealane.node.store.Exchanges.ACME;
import static io.sealane.node.store.Exchanges.FROM_NL;
import static io.sealane.node.store.Exchanges.NOW;
import static io.sealane.node.store.Exchanges.TO_NL;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Objects.requireNonNull;

import io.sealane.core.document.Reference;
import io.sealane.core.exchange.Change.Noted;
import io.sealane.core.exchange.Change.Receipted;
import io.sealane.core.exchange.Change.ReceivedLine;
import io.sealane.core.exchange.Change.Refused;
import io.sealane.core.exchange.Change.Sent;
import io.sealane.core.exchange.Change.SentLine;
import io.sealane.core.exchange.Change.Submitted;
import io.sealane.core.exchange.Commitment;
import io.sealane.core.exchange.Receipt;
import io.sealane.core.exchange.StoredDocument;
import io.sealane.core.identity.Code;
import io.sealane.core.ledger.Kind;
import io.sealane.core.ledger.Scope;
import io.sealane.core.seal.SealedDocument;
import io.sealane.node.postgres.EmbeddedPostgres;
import io.sealane.node.postgres.SharedPostgres;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is confidential is not in the database: canaries are planted wherever the paths put
 * contents, and looked for in every row of every table and in the server's files, in every
 * encoding.
 */
class CiphertextIT extends StoreCase {
    /** Only in a column that is meant to be read: what is looked for is found where it is. */
    private static final String CONTROL = "CONTROL-canary-in-the-clear";

    private final List<String> canaries = new ArrayList<>();

    private String canary(String where) {
        String canary = "CANARY-" + where + "-" + log;
        canaries.add(canary);
        return canary;
    }

    @Test
    void nothing_confidential_is_in_a_row_or_a_file(EmbeddedPostgres server) throws Exception {
        exchangeEverything();
        store.keepCheckpoint(log, CONTROL, 1, "note");
        assertReadable();

        List<String> rows = rows();
        assertThat(rows).anyMatch(row -> holds(row, CONTROL));
        for (String canary : canaries) {
            assertThat(rows.stream().filter(row -> holds(row, canary))).as(canary).isEmpty();
        }
        List<Path> files = files(server);
        assertThat(files).anyMatch(file -> holds(read(file), CONTROL));
        files.parallelStream()
                .forEach(file -> {
                    String content = read(file);
                    for (String canary : canaries) {
                        assertThat(holds(content, canary)).as(canary + " in " + file).isFalse();
                    }
                });
    }

    private void exchangeEverything() throws Exception {
        Submitted submitted = submitted();
        commit(submitted);
        Sent sent = sent(submitted);
        commit(sent);
        commit(receipted(submitted));
        ReceivedLine admitted =
                make.admitted(FROM_NL, 1, canary("received-a"), canary("received-b"));
        commit(make.received(FROM_NL, admitted, refused()));
        commit(
                new Noted(
                        "agreement",
                        make.bytes(32),
                        bytes(canary("agreement")),
                        commitment(Kind.AGREEMENT, canary("agreement-statement"))));
        store.inbox().acknowledge(ACME, admitted.delivery(), "rejected", canary("reason"), NOW);
    }

    private Submitted submitted() {
        StoredDocument plain = make.document(4, canary("shipper"), canary("cargo"));
        SealedDocument sealed =
                new SealedDocument(
                        make.jws("{\"doc\":\"" + canary("issuer-jwt") + "\"}"),
                        plain.sealed().disclosures(),
                        make.disclosure("_classes", canary("classes")));
        StoredDocument document =
                new StoredDocument(
                        plain.id(), plain.issuer(), plain.vct(), plain.issuedAt(), sealed);
        Submitted made = make.submitted("key", document, TO_NL);
        return new Submitted(
                canary("idempotency-key"),
                bytes(canary("request")),
                bytes(canary("answer")),
                document,
                List.of(new Reference("equipmentReference", canary("container"))),
                made.pending(),
                commitment(Kind.SUBMITTED, canary("submitted-statement")));
    }

    private Sent sent(Submitted submitted) {
        Sent made = make.sent(TO_NL, lease(TO_NL).epoch(), 1, delivery(submitted, 0));
        SentLine line = made.lines().getFirst();
        String keyBinding = make.jws("{\"nonce\":\"" + canary("key-binding") + "\"}");
        return new Sent(
                TO_NL,
                made.epoch(),
                made.prev(),
                List.of(
                        new SentLine(
                                line.delivery(),
                                1,
                                line.disclosed(),
                                keyBinding,
                                line.inputHash(),
                                line.agreement(),
                                line.expires(),
                                new Commitment(
                                        line.leaf().scope(),
                                        line.leaf().blinding(),
                                        bytes(keyBinding)))));
    }

    private Receipted receipted(Submitted submitted) {
        Receipted made = make.receipted(TO_NL, 1, delivery(submitted, 0), null);
        Receipt receipt = made.receipt();
        return new Receipted(
                TO_NL,
                made.delivery(),
                new Receipt(
                        bytes(canary("receipt")),
                        receipt.blinding(),
                        receipt.index(),
                        receipt.proof(),
                        receipt.checkpoint()),
                null,
                new Commitment(
                        made.leaf().scope(), make.bytes(32), bytes(canary("receipted-statement"))));
    }

    private ReceivedLine refused() {
        ReceivedLine made = make.refused(FROM_NL, 2);
        return new ReceivedLine(
                made.delivery(),
                2,
                made.inputHash(),
                null,
                new Refused(Code.OVER_DISCLOSED, bytes(canary("refused")), NOW),
                new Commitment(
                        made.leaf().scope(), make.bytes(32), bytes(canary("refused-statement"))));
    }

    private Commitment commitment(Kind kind, String statement) {
        return make.commitment(Scope.own(Exchanges.origin(log), kind), statement);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The other half of the control: with the keys, what was planted is there. */
    private void assertReadable() throws Exception {
        PostgresStore reader = reopened();
        var document = reader.documents().search(query(), 10).getFirst().document();
        assertThat(decoded(document.sealed().issuerJwt())).contains(canaries.get(2));
        var item = reader.inbox().page(ACME, null, 10).items().getFirst();
        assertThat(decoded(requireNonNull(item.presentation()))).contains("CANARY-received-a");
        assertThat(
                        reader.openings().range(0, 10).stream()
                                .map(one -> new String(one.statement(), StandardCharsets.UTF_8))
                                .filter(statement -> statement.startsWith("CANARY")))
                .hasSize(4);
    }

    private static DocumentReads.Query query() {
        return new DocumentReads.Query(ACME, null, null, null, null);
    }

    private static String decoded(String token) {
        StringBuilder text = new StringBuilder();
        for (String part : token.split("[.~]", -1)) {
            text.append(
                    new String(Base64.getUrlDecoder().decode(part), StandardCharsets.ISO_8859_1));
        }
        return text.toString();
    }

    /** Every row of every table, as text: bytes in hexadecimal. */
    private static List<String> rows() {
        List<String> rows = new ArrayList<>();
        for (Row table :
                open.database.statement(session ->
                        session.rows(
                                "select relname::text from pg_class where relkind = 'r'"
                                        + " and relnamespace = 'public'::regnamespace"))) {
            String name = table.text(0);
            open.database
                    .statement(session -> session.rows("select t::text from " + name + " t"))
                    .forEach(row -> rows.add(row.text(0)));
        }
        return rows;
    }

    /** This database's tables and indexes, and the write-ahead log of all, as they are on disk. */
    private static List<Path> files(EmbeddedPostgres server) throws IOException {
        SharedPostgres.checkpoint(server);
        Path data = SharedPostgres.FOLDER.resolve("data");
        String oid =
                open.database
                        .statement(session ->
                                session.rows(
                                        "select oid::text from pg_database"
                                                + " where datname = current_database()"))
                        .getFirst()
                        .text(0);
        Path own = data.resolve("base").resolve(oid);
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.startsWith(own) || isLog(data, file))
                    .toList();
        }
    }

    private static boolean isLog(Path data, Path file) {
        return file.startsWith(data.resolve("pg_wal")) || file.startsWith(data.resolve("log"));
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            // Removed by the server since it was listed.
            return "";
        }
    }

    private static boolean holds(String content, String canary) {
        return forms(canary).stream().anyMatch(content::contains);
    }

    /** As it is, in hexadecimal, and in base64 wherever it may begin. */
    private static List<String> forms(String canary) {
        List<String> forms = new ArrayList<>();
        forms.add(canary);
        for (int before = 0; before < 3; before++) {
            byte[] shifted = bytes(" ".repeat(before) + canary + "  ");
            String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(shifted);
            forms.add(encoded.substring(4, encoded.length() - 6));
        }
        forms.addAll(forms.stream().map(form -> HexFormat.of().formatHex(bytes(form))).toList());
        return forms;
    }
}
