package io.sealane.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.document.Catalogue;
import io.sealane.core.exchange.MemoryDelivery;
import io.sealane.core.exchange.ThreeNodes;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import org.junit.jupiter.api.Test;

import java.util.List;

/** What the paths of the core write as evidence is what the auditor accepts. */
class PathsEvidenceTest {
    private static final Catalogue CATALOGUE = Catalogue.bundled();

    @Test
    void the_evidence_of_a_real_exchange_verifies_and_is_delivered() throws Refusal {
        var net = new ThreeNodes();
        MemoryDelivery delivery = net.exchange();
        Report report =
                EvidenceAudit.verify(net.evidence(delivery), Trust.parse(net.trust()), CATALOGUE);
        assertThat(report.lines()).as(report.toString()).isNotEmpty();
        assertThat(report.holds()).as(String.join("\n", report.lines())).isTrue();
        assertThat(report.outcome()).isEqualTo("delivered");
    }

    @Test
    void the_evidence_of_a_real_submission_verifies() throws Refusal {
        var net = new ThreeNodes();
        MemoryDelivery delivery = net.exchange();
        Report report =
                EvidenceAudit.verify(
                        net.submissionEvidence(delivery), Trust.parse(net.trust()), CATALOGUE);
        assertThat(report.holds()).as(String.join("\n", report.lines())).isTrue();
        assertThat(report.outcome()).isEqualTo("submitted");
    }

    /** Nobody but the issuer's node can tell that it is, so there is nothing else to verify. */
    @Test
    void so_does_that_of_an_exchange_under_an_unlinkable_grant() throws Refusal {
        var net = new ThreeNodes();
        net.unlink();
        MemoryDelivery delivery = net.exchange();
        Trust trust = Trust.parse(net.trust());
        Report report = EvidenceAudit.verify(net.evidence(delivery), trust, CATALOGUE);
        assertThat(report.holds()).as(String.join("\n", report.lines())).isTrue();
        assertThat(report.outcome()).isEqualTo("delivered");
    }

    @Test
    void the_evidence_of_a_submission_has_the_tokens_of_single_partners() throws Refusal {
        var net = new ThreeNodes();
        net.unlink();
        MemoryDelivery delivery = net.exchange();
        Trust trust = Trust.parse(net.trust());
        JsonNode whole = Json.parse(net.submissionEvidence(delivery));
        assertThat(whole.path("apart")).hasSize(1);
        assertThat(failed(whole, trust)).isEmpty();

        ObjectNode without = whole.deepCopy();
        without.remove("apart");
        assertThat(failed(without, trust)).containsExactly("apart");
        ObjectNode another = whole.deepCopy();
        another.withArray("apart").addObject().put("token", another.path("token").asText());
        assertThat(failed(another, trust)).containsExactly("apart");
        ObjectNode unnamed = whole.deepCopy();
        ((ArrayNode) unnamed.at("/recipients/0")).remove(3);
        assertThat(failed(unnamed, trust)).containsExactly("apart", "statement");
        ObjectNode unsigned = whole.deepCopy();
        ObjectNode token = (ObjectNode) unsigned.at("/apart/0");
        String jwt = token.path("token").asText();
        int at = jwt.length() - 5;
        char other = jwt.charAt(at) == 'A' ? 'B' : 'A';
        token.put("token", jwt.substring(0, at) + other + jwt.substring(at + 1));
        assertThat(failed(unsigned, trust)).containsExactly("apart");
    }

    private static List<String> failed(JsonNode file, Trust trust) {
        return EvidenceAudit.verify(Json.canonical(file), trust, CATALOGUE).verdicts().stream()
                .filter(verdict -> !verdict.holds())
                .map(Verdict::check)
                .toList();
    }
}
