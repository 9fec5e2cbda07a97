package io.sealane.node.store;

import static io.sealane.node.store.Exchanges.ACME;
import static io.sealane.node.store.Exchanges.TO_NL;
import static io.sealane.node.store.Exchanges.TO_SG;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealane.core.document.Reference;
import io.sealane.core.exchange.Change.PendingPresentation;
import io.sealane.core.exchange.Change.Sent;
import io.sealane.core.exchange.Change.SentLine;
import io.sealane.core.exchange.Change.Submitted;
import io.sealane.core.exchange.Store.Lease;
import io.sealane.core.exchange.Store.Queued;
import io.sealane.core.exchange.StoredDocument;
import io.sealane.node.store.DocumentReads.Query;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** What is made of a document for one partner alone, stored with it and found by it. */
class ApartIT extends StoreCase {
    private static final String PSEUDONYM = "A1B2C3D4E5F6G7H";

    private Submitted submitted;
    private StoredDocument apart;

    @BeforeEach
    void submit() {
        StoredDocument document = make.document(5);
        apart = make.document(6);
        Submitted linkable = make.submitted("key", document, TO_NL, TO_SG);
        PendingPresentation first = linkable.pending().getFirst();
        submitted =
                new Submitted(
                        linkable.idempotencyKey(),
                        linkable.requestHash(),
                        linkable.answer(),
                        document,
                        List.of(
                                new Reference("equipmentReference", "MSKU9070323"),
                                new Reference("equipmentReference", PSEUDONYM),
                                new Reference("jti", apart.id().toString())),
                        List.of(
                                new PendingPresentation(
                                        first.delivery(),
                                        first.recipient(),
                                        first.channel(),
                                        apart),
                                linkable.pending().getLast()),
                        linkable.leaf());
        commit(submitted);
    }

    @Test
    void each_recipient_is_to_be_sent_what_was_made_for_it() {
        both().forEach(one -> {
            Queued atNl = one.queued(TO_NL, 10).getFirst();
            assertThat(atNl.document()).isEqualTo(apart);
            assertThat(atNl.original()).isEqualTo(submitted.document());
            assertThat(atNl.isUnlinkable()).isTrue();
            Queued atSg = one.queued(TO_SG, 10).getFirst();
            assertThat(atSg.document()).isEqualTo(submitted.document());
            assertThat(atSg.isUnlinkable()).isFalse();
        });
    }

    @Test
    void the_very_bytes_of_it_are_sent_and_shown_as_evidence() {
        Lease lease = lease(TO_NL);
        Sent sent = make.sent(TO_NL, lease.epoch(), 1, delivery(submitted, 0));
        commit(sent);
        SentLine line = sent.lines().getFirst();
        String wire = apart.wire(line.disclosed(), line.keyBinding());
        both().forEach(one -> {
            assertThat(one.outgoing(TO_NL, 1, 10).getFirst().presentation()).isEqualTo(wire);
            var evidence = one.evidence().sent(ACME, delivery(submitted, 0));
            assertThat(Objects.requireNonNull(evidence).presentation()).isEqualTo(wire);
            var receipt = one.evidence().submitted(ACME, submitted.document().id());
            assertThat(Objects.requireNonNull(receipt).pending()).isEqualTo(submitted.pending());
            assertThat(receipt.sealed()).isEqualTo(submitted.document().sealed());
        });
    }

    @Test
    void the_document_is_found_by_what_a_partner_knows_it_by() {
        UUID id = submitted.document().id();
        both().forEach(one -> {
            for (String known : List.of("MSKU9070323", PSEUDONYM, apart.id().toString())) {
                var query = new Query(ACME, null, known, null, null);
                var found = one.documents().search(query, 10);
                assertThat(found).hasSize(1);
                assertThat(found.getFirst().document().id()).isEqualTo(id);
                var deliveries = found.getFirst().deliveries();
                assertThat(found.getFirst().sent(deliveries.getFirst())).isEqualTo(apart);
                assertThat(found.getFirst().sent(deliveries.getLast()))
                        .isEqualTo(submitted.document());
            }
            assertThat(one.documents().byId(ACME, apart.id())).isNull();
        });
    }
}
