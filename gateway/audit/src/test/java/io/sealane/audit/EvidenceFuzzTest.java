package io.sealane.audit;

import static io.sealane.audit.StagedExchange.CATALOGUE;
import static io.sealane.audit.StagedExchange.NL;
import static io.sealane.audit.StagedExchange.NL_KEYS;
import static io.sealane.audit.StagedExchange.NOW;
import static io.sealane.audit.StagedExchange.US;
import static io.sealane.audit.StagedExchange.US_KEYS;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.disclosure.Disclosed;
import io.sealane.core.disclosure.Recipe;
import io.sealane.core.identity.KeySigner;
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
import io.sealane.core.seal.Forge;
import io.sealane.fuzz.Choices;
import io.sealane.fuzz.Edits;
import io.sealane.fuzz.Expense;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The evidence verifier, for Jazzer: both nodes may sign and log whatever they like. The answer is
 * a report, whatever the file is; and what nobody signed does not hold.
 */
class EvidenceFuzzTest {
    private static final byte[] BLINDING = new byte[32];
    private static final StagedExchange EXCHANGE = new StagedExchange();
    private static final ObjectNode HONEST = parts();

    /** The parts that somebody signs, with blanks for what follows from other parts. */
    private static ObjectNode parts() {
        try {
            JsonNode file = Json.parse(EXCHANGE.evidence());
            ObjectNode presentation = Recipe.of(file.path("presentation").textValue());
            ObjectNode terms = (ObjectNode) presentation.path("binding").path("sln");
            terms.put("agr", "{agr}").put("rh", Base64Url.encode(Leaf.blindingHash(BLINDING)));
            byte[] agreement = Base64Url.decode(file.at("/agreement/payload").textValue());
            ObjectNode statement =
                    (ObjectNode) Json.parse(file.at("/receipt/statement").textValue());
            statement.put("sd_hash", "{sd_hash}").put("dset", "{dset}").put("agr", "{agr}");
            ObjectNode parts = Json.object();
            parts.set("presentation", presentation);
            parts.set("agreement", Json.parse(agreement));
            parts.set("statement", statement);
            return parts;
        } catch (Refusal e) {
            throw new AssertionError(e.detail(), e);
        }
    }

    @Test
    void what_was_taken_apart_and_not_changed_is_delivered() throws Refusal {
        Report report = report(Json.canonical(file(HONEST)));
        assertThat(report.outcome()).as("%s", report.lines()).isEqualTo("delivered");
    }

    @Timeout(20)
    @FuzzTest
    void reports_on_anything(byte[] input) throws Exception {
        Expense.limit(() -> {
            var choices = new Choices(input);
            if (choices.below(4) == 1) {
                assertThat(report(choices.bytes(input.length)).holds()).isFalse();
                return;
            }
            ObjectNode parts = HONEST.deepCopy();
            Edits.tree(parts, choices);
            ObjectNode file = file(parts);
            byte[] signed = Json.canonical(file);
            Edits.tree(file, choices);
            byte[] bytes = Edits.bytes(Json.canonical(file), choices);
            Report report = report(bytes);
            if (parts.equals(HONEST) && !Arrays.equals(bytes, signed)) {
                assertThat(report.holds()).isFalse();
            }
        });
    }

    private static Report report(byte[] file) throws Refusal {
        Report report = EvidenceAudit.verify(file, EXCHANGE.trust, CATALOGUE);
        assertThat(report.lines()).hasSizeGreaterThan(1);
        assertThat(report.verdicts()).allSatisfy(one -> assertThat(one.detail()).isNotBlank());
        assertThat(Json.parseObject(Json.canonical(report.toJson()))).isNotEmpty();
        return report;
    }

    /** One of the parts; null if it was taken out. */
    private static JsonNode part(JsonNode parts, String name) {
        JsonNode part = parts.get(name);
        return part == null ? Json.object().nullNode() : part;
    }

    private static ObjectNode file(JsonNode parts) throws Refusal {
        String payload = Base64Url.encode(Json.canonical(part(parts, "agreement")));
        String agr = Base64Url.encode(Digest.sha256(Base64Url.decode(payload)));
        String wire =
                Recipe.compact(
                        parts.path("presentation"),
                        Map.of("{agr}", agr),
                        US_KEYS.issuing,
                        US_KEYS.presentation);
        int end = wire.lastIndexOf('~') + 1;
        List<String> shown = Arrays.stream(wire.substring(0, end).split("~")).skip(1).toList();
        String statement =
                Json.canonicalText(part(parts, "statement"))
                        .replace("{sd_hash}", Digest.base64Url(wire.substring(0, end)))
                        .replace(
                                "{dset}",
                                Disclosed.dset(shown.stream().map(Digest::base64Url).toList()))
                        .replace("{agr}", agr);
        ObjectNode file = Json.object().put("type", "sealane-evidence/1").put("presentation", wire);
        ObjectNode agreement = file.putObject("agreement").put("payload", payload);
        for (KeySigner signer : List.of(US_KEYS.federation, NL_KEYS.federation)) {
            String header =
                    Forge.encoded(
                            "{\"alg\":\"ES256\",\"kid\":\""
                                    + signer.kid()
                                    + "\",\"typ\":\"sealane-agreement+jws\"}");
            byte[] signature = signer.sign((header + "." + payload).getBytes(US_ASCII));
            agreement
                    .withArray("signatures")
                    .addObject()
                    .put("protected", header)
                    .put("signature", Base64Url.encode(signature));
        }
        logged(file.putObject("sent"), US_KEYS, Kind.SENT, NL, wire.substring(end));
        logged(file.putObject("receipt"), NL_KEYS, Kind.ADMITTED, US, statement);
        ((ObjectNode) file.path("receipt")).put("statement", statement);
        return file;
    }

    private static void logged(
            ObjectNode leaf, StagedExchange.Keys keys, Kind kind, String peer, String statement) {
        var log = new MemoryTiles();
        var scope = Scope.numbered(keys.origin(), kind, EXCHANGE.channel, EXCHANGE.seq, peer);
        log.append(List.of(new byte[33], Leaf.entry(scope, BLINDING, statement.getBytes(UTF_8))));
        var note =
                log.checkpoint(keys.origin())
                        .sign(NOW.getEpochSecond(), List.of(keys.noteSigner()));
        var proof = new TlogProof(1, new Proofs(log, 2).inclusion(1), note);
        leaf.put("blinding", Base64Url.encode(BLINDING)).put("proof", proof.format());
    }
}
