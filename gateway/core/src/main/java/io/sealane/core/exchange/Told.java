package io.sealane.core.exchange;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.document.DocumentType;
import io.sealane.core.document.History;
import io.sealane.core.document.Reference;
import io.sealane.core.identity.PartyId;

import java.util.List;

/** What a party told before, as it handed it in: the next event is looked at beside it. */
record Told(Store store, int log, PartyId issuer, DocumentType type) implements History {
    /** A box goes through few gates between two of its journeys. */
    private static final int MOST = 50;

    @Override
    public List<JsonNode> about(Reference subject) {
        return store.issued(log, issuer, type.major(), subject.value(), MOST).stream()
                .map(document -> Views.whole(type, document.sealed()))
                .filter(body -> isAbout(subject, body))
                .toList();
    }

    /** A pseudonym of another subject, by which a document is found too, can be the same. */
    private boolean isAbout(Reference subject, JsonNode body) {
        return type.references(body).stream()
                .anyMatch(reference -> reference.value().equals(subject.value()));
    }
}
