package io.sealane.core.exchange;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.disclosure.Disclosed;
import io.sealane.core.document.DocumentType;
import io.sealane.core.document.History;
import io.sealane.core.document.Reference;
import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.Refusal;
import io.sealane.core.seal.SealedDocument;

import java.util.List;
import java.util.stream.IntStream;

/** What a party told before, as it handed it in: the next event is looked at beside it. */
record Told(Store store, int log, PartyId issuer, DocumentType type) implements History {
    /** A box goes through few gates between two of its journeys. */
    private static final int MOST = 50;

    @Override
    public List<JsonNode> about(Reference subject) {
        return store.issued(log, issuer, type.major(), subject.value(), MOST).stream()
                .map(document -> whole(document.sealed()))
                .toList();
    }

    private JsonNode whole(SealedDocument sealed) {
        List<Integer> all = IntStream.range(0, sealed.disclosures().size()).boxed().toList();
        try {
            return type.profile().original(Disclosed.of(sealed, all).doc());
        } catch (Refusal e) {
            throw new IllegalStateException("A stored document cannot be read.", e);
        }
    }
}
