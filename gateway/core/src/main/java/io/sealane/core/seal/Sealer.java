package io.sealane.core.seal;

import io.sealane.core.document.Shape;
import io.sealane.core.identity.Refusal;
import io.sealane.core.identity.Signer;
import io.sealane.core.json.Json;

import java.util.List;
import java.util.random.RandomGenerator;

/** Signs documents, each part that the profile hides apart: RFC 9901 with DESIGN 5.1. */
public final class Sealer {
    private final RandomGenerator random;

    /**
     * A sealer that draws its salts, decoys and the places of decoys from {@code random}.
     *
     * @param random a {@link java.security.SecureRandom} in earnest: who can guess a salt can guess
     *     what it hides
     */
    public Sealer(RandomGenerator random) {
        this.random = random;
    }

    /**
     * Seals one document, with fresh salts.
     *
     * @param claims whose {@code sigs} is the one algorithm of {@code signer}
     * @param document what to hide of it, an object
     * @throws Refusal SCHEMA_VIOLATION if the document uses a name that RFC 9901 reserves
     */
    public SealedDocument seal(IssuerClaims claims, Shape document, Signer signer) throws Refusal {
        if (!claims.sigs().equals(List.of(signer.algorithm().joseName()))) {
            throw new IllegalArgumentException("sigs does not list the signer's algorithm alone");
        }
        var hiding = new Hiding(random);
        var doc = hiding.signed(document);
        if (!doc.isObject()) {
            throw new IllegalArgumentException("a document is an object");
        }
        String classes = hiding.classesDisclosure();
        var digests = Json.array().add(hiding.digestOf(classes));
        byte[] payload = Json.utf8(claims.payload(doc, digests));
        Jws token = Jws.draft(IssuerToken.TYP, payload, signer).sign(signer);
        return new SealedDocument(token.compact(), hiding.items(), classes);
    }
}
