package io.sealane.core.seal;

import io.sealane.core.document.Shape;
import io.sealane.core.identity.Refusal;
import io.sealane.core.identity.Signer;
import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;

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

    /** {@link #seal(IssuerClaims, Shape, Signer, Signer)} with one signature. */
    public SealedDocument seal(IssuerClaims claims, Shape document, Signer signer) throws Refusal {
        return seal(claims, document, signer, null);
    }

    /**
     * Seals one document, with fresh salts.
     *
     * @param claims whose {@code sigs} lists the algorithms of the signers
     * @param document what to hide of it, an object
     * @param second makes the detached signature beside the token; null if there is to be none
     * @throws Refusal SCHEMA_VIOLATION if the document uses a name that RFC 9901 reserves
     */
    public SealedDocument seal(
            IssuerClaims claims, Shape document, Signer signer, @Nullable Signer second)
            throws Refusal {
        if (!claims.sigs().equals(sigs(signer, second))) {
            throw new IllegalArgumentException("sigs does not list the signers' algorithms alone");
        }
        var hiding = new Hiding(random);
        var doc = hiding.signed(document);
        if (!doc.isObject()) {
            throw new IllegalArgumentException("a document is an object");
        }
        String classes = hiding.classesDisclosure();
        var digests = Json.array().add(hiding.digestOf(classes));
        byte[] payload = Json.utf8(claims.payload(doc, digests));
        String token = Jws.draft(IssuerToken.TYP, payload, signer).sign(signer).compact();
        return new SealedDocument(
                token,
                hiding.items(),
                classes,
                second == null ? null : SecondSignature.over(token, second));
    }

    /** What {@code sigs} lists of a token with these signatures. */
    public static List<String> sigs(Signer signer, @Nullable Signer second) {
        String first = signer.algorithm().joseName();
        return second == null ? List.of(first) : List.of(first, second.algorithm().joseName());
    }
}
