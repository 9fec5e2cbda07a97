package io.sealane.core.exchange;

import io.sealane.core.disclosure.Presentation;
import io.sealane.core.identity.PartyId;
import io.sealane.core.seal.SealedDocument;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A document as its home node keeps it: the seal, whole, exactly as first made.
 *
 * @param id the {@code jti}, UUIDv7
 * @param vct type and version, e.g. {@code transport-document/1.0}
 */
public record StoredDocument(
        UUID id, PartyId issuer, String vct, Instant issuedAt, SealedDocument sealed) {

    /**
     * The presentation that was bound to one reader: stored strings, concatenated, so that it is
     * the same bytes each time.
     *
     * @param disclosed positions in the sealed document's list
     */
    public String wire(List<Integer> disclosed, String keyBinding) {
        return Presentation.compact(
                sealed.issuerJwt(),
                disclosed.stream()
                        .map(position -> sealed.disclosures().get(position).encoded())
                        .toList(),
                keyBinding);
    }
}
