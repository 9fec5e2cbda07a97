package io.sealane.core.seal;

import io.sealane.core.document.FieldClass;
import io.sealane.core.json.Digest;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A document as its issuer sealed it: everything, to be kept by the issuer's node and shown in
 * parts. The texts are stored and forwarded exactly as first made.
 *
 * @param issuerJwt the issuer's token, compact
 * @param disclosures all hidden parts, each after the one it is nested in
 * @param classes the disclosure {@code _classes}, for auditors only, never among the others
 * @param second the issuer's second signature, detached, which goes wherever the token goes; null
 *     where the token lists none
 */
public record SealedDocument(
        String issuerJwt, List<Item> disclosures, String classes, @Nullable String second) {
    /** The {@link Item#parent} of a part that is nested in no other hidden part. */
    public static final int NO_PARENT = -1;

    public SealedDocument {
        disclosures = List.copyOf(disclosures);
    }

    /** One whose token has one signature. */
    public SealedDocument(String issuerJwt, List<Item> disclosures, String classes) {
        this(issuerJwt, disclosures, classes, null);
    }

    /**
     * A hidden part.
     *
     * @param encoded the disclosure, base64url (RFC 9901 4.2.1)
     * @param cls what must be granted for it to be shown
     * @param parent the index of the hidden part it is nested in, or {@link #NO_PARENT}
     */
    public record Item(String encoded, FieldClass cls, int parent) {
        /** What stands for it in {@code _sd} or {@code ...}. */
        public String digest() {
            return Digest.base64Url(encoded);
        }
    }
}
