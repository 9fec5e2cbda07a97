package io.sealane.audit;

import static io.sealane.audit.StagedExchange.CATALOGUE;
import static io.sealane.audit.StagedExchange.NOW;
import static io.sealane.audit.StagedExchange.US;
import static io.sealane.audit.StagedExchange.US_KEYS;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;
import io.sealane.core.ledger.Kind;
import io.sealane.core.ledger.Leaf;
import io.sealane.core.ledger.MemoryTiles;
import io.sealane.core.ledger.Proofs;
import io.sealane.core.ledger.Scope;
import io.sealane.core.ledger.TlogProof;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Every byte of evidence matters: there is one form, and nothing in it is left uncovered. */
class EvidenceBytesTest {
    private static final String ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private final StagedExchange exchange = new StagedExchange();

    @Test
    void every_changed_byte_of_an_exchange_is_noticed() {
        // The smallest that a terminal can be sent: fewer signatures to try, no fewer kinds of
        // byte.
        exchange.document = body -> body.retain("carrierCode", "transports");
        exchange.allow = List.of("routing", "safety");
        exchange.shown = exchange.allow;
        assertEveryByteMatters(exchange.evidence());
    }

    @Test
    void every_changed_byte_of_a_submission_is_noticed() {
        exchange.document = body -> body.retain("carrierCode", "transports");
        byte[] file = submission(json -> json);
        Report report = verify(file);
        assertThat(report.holds()).as("%s", report.lines()).isTrue();
        assertThat(report.outcome()).isEqualTo("submitted");
        assertEveryByteMatters(file);
    }

    private void assertEveryByteMatters(byte[] file) {
        Report whole = verify(file);
        assertThat(whole.holds()).as("%s", whole.lines()).isTrue();
        Set<String> reasons = ConcurrentHashMap.newKeySet();
        IntStream.range(0, file.length)
                .parallel()
                .forEach(at -> {
                    for (byte other : substitutes(file[at], at)) {
                        byte[] changed = file.clone();
                        changed[at] = other;
                        Report report =
                                EvidenceAudit.verify(changed, exchange.trust, CATALOGUE, false);
                        assertThat(report.holds()).as("byte %d as %d", at, other).isFalse();
                        reasons.add(reason(report));
                    }
                });
        assertThat(reasons).contains("form").hasSizeGreaterThan(3);
        assertThat(verify(file).holds()).as("the unchanged copy").isTrue();
    }

    /** One that stays within the alphabet of tokens, and some that leave it. */
    private static byte[] substitutes(byte given, int at) {
        Random random = new Random(at);
        byte letter = given;
        while (letter == given) {
            letter = (byte) ALPHABET.charAt(random.nextInt(ALPHABET.length()));
        }
        byte anything = given;
        while (anything == given || ALPHABET.indexOf(anything) >= 0) {
            anything = (byte) random.nextInt(256);
        }
        return new byte[] {letter, anything, given == ' ' ? (byte) '\t' : (byte) ' '};
    }

    private static String reason(Report report) {
        return report.verdicts().stream()
                .filter(verdict -> !verdict.holds())
                .peek(verdict -> assertThat(verdict.detail()).isNotBlank())
                .map(Verdict::check)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_file_in_any_but_its_canonical_form_is_refused() {
        String text = new String(exchange.evidence(), UTF_8);
        assertUnreadable(text + "\n");
        assertUnreadable(" " + text);
        assertUnreadable(text.replaceFirst(",", ", "));
        assertUnreadable(text.replace("sealane-evidence/1", "sealane-evidence\\/1"));
        assertUnreadable(text.replaceFirst("\"agreement\"", "\"type\":1,\"agreement\""));
        assertUnreadable("");
        assertUnreadable("[]");
        assertUnreadable("[".repeat(100_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"presentation", "agreement", "sent", "receipt", "type"})
    void a_member_too_few_or_of_another_kind_is_refused(String member) {
        exchange.file =
                json -> {
                    json.remove(member);
                    return json;
                };
        assertUnreadable(new String(exchange.evidence(), UTF_8));
        exchange.file = json -> json.put(member, 1);
        assertUnreadable(new String(exchange.evidence(), UTF_8));
        exchange.file = json -> json.put(member, "x");
        assertUnreadable(new String(exchange.evidence(), UTF_8));
    }

    @Test
    void a_member_too_many_is_refused_wherever_it_stands() {
        for (String pointer :
                List.of("", "/agreement", "/agreement/signatures/0", "/sent", "/receipt")) {
            exchange.file =
                    json -> {
                        ((ObjectNode) (pointer.isEmpty() ? json : json.at(pointer))).put("x", 1);
                        return json;
                    };
            assertUnreadable(new String(exchange.evidence(), UTF_8));
        }
    }

    @Test
    void a_proof_with_extra_data_is_refused() {
        exchange.file =
                json -> {
                    ObjectNode sent = (ObjectNode) json.get("sent");
                    String proof = sent.get("proof").asText();
                    return json.set(
                            "sent", sent.put("proof", proof.replace("index", "extra AAAA\nindex")));
                };
        assertUnreadable(new String(exchange.evidence(), UTF_8));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void damaged_files_are_refused_and_never_a_fault_of_the_program(long seed) {
        Random random = new Random(seed);
        byte[] file = exchange.evidence();
        for (int i = 0; i < 150; i++) {
            byte[] damaged = file.clone();
            int from = random.nextInt(file.length);
            int to = Math.min(file.length, from + random.nextInt(200));
            switch (random.nextInt(3)) {
                case 0 -> damaged = Arrays.copyOf(file, from);
                case 1 -> Arrays.fill(damaged, from, to, (byte) '0');
                default ->
                        System.arraycopy(
                                file, random.nextInt(file.length - 200), damaged, from, to - from);
            }
            if (!Arrays.equals(damaged, file)) {
                Report report = EvidenceAudit.verify(damaged, exchange.trust, CATALOGUE, false);
                assertThat(report.holds()).isFalse();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void hostile_values_in_well_made_parts_are_refused_and_never_a_fault_of_the_program(long seed)
            throws Refusal {
        Random random = new Random(seed);
        ObjectNode honest = (ObjectNode) Json.parse(exchange.evidence());
        for (int i = 0; i < 500; i++) {
            ObjectNode hostile = honest.deepCopy();
            switch (random.nextInt(4)) {
                case 0 -> {
                    ObjectNode agreement = (ObjectNode) hostile.get("agreement");
                    agreement.put("payload", spoilt(agreement.get("payload").asText(), random));
                }
                case 1 -> {
                    ObjectNode receipt = (ObjectNode) hostile.get("receipt");
                    JsonNode said = Json.parse(receipt.get("statement").asText());
                    spoil(said, random);
                    receipt.put("statement", Json.canonicalText(said));
                }
                case 2 -> spoilToken(hostile, true, random);
                default -> spoilToken(hostile, false, random);
            }
            if (!hostile.equals(honest)) {
                byte[] file = Json.canonical(hostile);
                assertThat(EvidenceAudit.verify(file, exchange.trust, CATALOGUE, false).holds())
                        .isFalse();
            }
        }
    }

    /** Spoils the payload of the issuer's token or of the key binding. */
    private static void spoilToken(ObjectNode file, boolean issuers, Random random) throws Refusal {
        String[] parts = file.get("presentation").asText().split("~");
        int at = issuers ? 0 : parts.length - 1;
        String[] token = parts[at].split("\\.");
        token[1] = spoilt(token[1], random);
        parts[at] = String.join(".", token);
        file.put("presentation", String.join("~", parts));
    }

    private static String spoilt(String payload, Random random) throws Refusal {
        JsonNode json = Json.parse(Base64Url.decode(payload));
        spoil(json, random);
        return Base64Url.encode(Json.canonical(json));
    }

    /** Puts a hostile value in the place of one, at a random depth. */
    private static void spoil(JsonNode json, Random random) {
        JsonNode parent = json;
        while (true) {
            int at = random.nextInt(parent.size());
            List<String> names = new ArrayList<>();
            parent.fieldNames().forEachRemaining(names::add);
            JsonNode child = parent.isArray() ? parent.get(at) : parent.get(names.get(at));
            if (child.isContainerNode() && !child.isEmpty() && random.nextInt(4) > 0) {
                parent = child;
                continue;
            }
            JsonNode value = hostile(random);
            if (parent instanceof ArrayNode array) {
                array.set(at, value);
            } else {
                ((ObjectNode) parent).set(names.get(at), value);
            }
            return;
        }
    }

    private static JsonNode hostile(Random random) {
        ArrayNode values = Json.array();
        values.addNull().add(-1).add(1L << 53).add(-(1L << 53)).add(1.5).add(1e300).add(true);
        values.add("").add("\u0000").add("+-0:T\u00e9\ud83d\ude00").add("a".repeat(5_000));
        values.add("1970-01-01T00:00:00Z").add("+999999999-12-31T23:59:59Z").add("x@y.z");
        values.add("0.0/99999>0.0").add(Json.array()).add(Json.object());
        values.add(Json.array().addNull()).add(Json.object().put("...", "x"));
        return values.get(random.nextInt(values.size()));
    }

    @Test
    void a_submission_for_other_recipients_or_of_another_document_is_refused() {
        assertSubmissionFails(
                json -> {
                    ((ObjectNode) json).putArray("recipients");
                    return json;
                },
                "statement");
        Report report = verify(submission(json -> json));
        assertThat(report.verdicts())
                .extracting(Verdict::check)
                .containsExactly("form", "issuer", "statement", "submitted-log");
        exchange.actor = null;
        assertSubmissionFails(json -> json, "issuer");
    }

    private void assertSubmissionFails(UnaryOperator<JsonNode> change, String check) {
        Report report = verify(submission(json -> (ObjectNode) change.apply(json)));
        assertThat(report.verdicts())
                .as("%s", report.lines())
                .filteredOn(verdict -> !verdict.holds())
                .extracting(Verdict::check)
                .containsExactly(check);
    }

    private byte[] submission(UnaryOperator<ObjectNode> change) {
        try {
            String token = exchange.sealed().issuerJwt();
            ObjectNode json = Json.object().put("type", "sealane-submission/1");
            json.put("token", token);
            json.putArray("recipients")
                    .addArray()
                    .add("rotterdam-terminal@nl.sealane.example")
                    .add("terminal")
                    .add("019a0000-0000-7000-8000-00000000000d");
            ObjectNode said = Json.object().put("kind", "submitted").put("log", US_KEYS.origin());
            said.put("document", "urn:uuid:019a0000-0000-7000-8000-000000000001");
            said.put("party", "acme-line@" + US).put("token", Digest.base64Url(token));
            said.put("recipients", Digest.base64Url(Json.canonical(json.get("recipients"))));
            byte[] statement = Json.canonical(said.put("at", NOW.getEpochSecond()));
            byte[] blinding = new byte[32];
            MemoryTiles log = new MemoryTiles();
            log.append(
                    List.of(
                            new byte[33],
                            Leaf.entry(
                                    Scope.own(US_KEYS.origin(), Kind.SUBMITTED),
                                    blinding,
                                    statement)));
            TlogProof proof =
                    new TlogProof(
                            1,
                            new Proofs(log, 2).inclusion(1),
                            log.checkpoint(US_KEYS.origin())
                                    .sign(0, List.of(US_KEYS.noteSigner())));
            json.putObject("submitted")
                    .put("blinding", Base64Url.encode(blinding))
                    .put("proof", proof.format())
                    .put("statement", new String(statement, UTF_8));
            return Json.canonical(change.apply(json));
        } catch (Refusal e) {
            throw new AssertionError(e.code() + ": " + e.detail(), e);
        }
    }

    private Report verify(byte[] file) {
        return EvidenceAudit.verify(file, exchange.trust, CATALOGUE);
    }

    private void assertUnreadable(String text) {
        Report report = verify(text.getBytes(UTF_8));
        assertThat(report.holds()).isFalse();
        assertThat(report.verdicts().getFirst().holds()).as("%s", report.lines()).isFalse();
        assertThat(report.verdicts().getFirst().detail()).contains(": ");
    }
}
