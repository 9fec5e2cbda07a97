package io.sealane.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealane.core.document.Catalogue;
import io.sealane.core.exchange.MemoryDelivery;
import io.sealane.core.exchange.ThreeNodes;
import io.sealane.core.identity.Refusal;

import org.junit.jupiter.api.Test;

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
}
