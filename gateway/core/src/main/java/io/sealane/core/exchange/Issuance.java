package io.sealane.core.exchange;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.agreement.Agreements.Granted;
import io.sealane.core.disclosure.PartySeal;
import io.sealane.core.document.DocumentType;
import io.sealane.core.document.Shape;
import io.sealane.core.exchange.Submission.Content;
import io.sealane.core.exchange.Submission.Request;
import io.sealane.core.identity.Algorithm;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.Refusal;
import io.sealane.core.identity.Signer;
import io.sealane.core.seal.IssuerClaims;
import io.sealane.core.seal.SealedDocument;
import io.sealane.core.seal.Sealer;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Who signs a document: the party itself, if it has a key of its own, else its node for it. The
 * other case is refused here as it is by every reader.
 */
final class Issuance {
    /** A seal that is older was made for another time. */
    private static final Duration OLDEST = Duration.ofDays(7);

    private static final String AT = "/signed";

    private final Self self;
    private final Neighbours neighbours;
    private final Identifiers identifiers;
    private final Sealer sealer;

    Issuance(Self self, Neighbours neighbours, Identifiers identifiers) {
        this.self = self;
        this.neighbours = neighbours;
        this.identifiers = identifiers;
        this.sealer = new Sealer(identifiers.random());
    }

    /**
     * The document that is to be issued, whose signature, if it has one already, is the party's.
     *
     * @throws Refusal UNKNOWN_ISSUER, BAD_ISSUER_SIGNATURE, MISMATCH and what else is wrong with a
     *     party's seal
     */
    JsonNode body(Request request, DocumentType type, Instant now) throws Refusal {
        return switch (request.content()) {
            case Content.Unsigned unsigned -> {
                if (!neighbours.ownKeys(request.issuer().name(), now).isEmpty()) {
                    throw new Refusal(
                            Code.UNKNOWN_ISSUER, "A party that has a key signs for itself.");
                }
                yield unsigned.body();
            }
            case Content.Signed signed -> {
                try {
                    checkClaims(signed.seal().token().claims(), request.issuer(), type, now);
                    verify(signed.seal(), request.issuer(), now);
                    yield signed.seal().body(type.profile());
                } catch (Refusal refusal) {
                    throw refusal.pointer() == null ? refusal.at(AT) : refusal;
                }
            }
        };
    }

    /** The document as it is kept: sealed now, or as the party sealed it. */
    StoredDocument sealed(
            Request request, DocumentType type, JsonNode body, List<Granted> grants, Instant now)
            throws Refusal {
        return switch (request.content()) {
            case Content.Unsigned _ ->
                    seal(
                            identifiers.next(),
                            request.issuer(),
                            type,
                            type.shape(body),
                            second(grants),
                            now);
            case Content.Signed signed -> {
                IssuerClaims claims = signed.seal().token().claims();
                SealedDocument sealed = signed.seal().sealed(type.profile(), body);
                yield new StoredDocument(
                        id(claims), claims.iss(), claims.vct(), claims.iat(), sealed);
            }
        };
    }

    /** What is made of a document for one partner alone. */
    StoredDocument apart(
            PartyId issuer, DocumentType type, Shape shape, List<Granted> grants, Instant now)
            throws Refusal {
        return seal(identifiers.nextOfSecond(), issuer, type, shape, second(grants), now);
    }

    /** What makes the second signature, where a recipient's grant asks for it. */
    private @Nullable Signer second(List<Granted> grants) {
        boolean wanted =
                grants.stream()
                        .anyMatch(one -> one.grant().signatures().contains(Algorithm.ML_DSA_65));
        return wanted ? self.issuingSecond() : null;
    }

    private StoredDocument seal(
            UUID id,
            PartyId issuer,
            DocumentType type,
            Shape shape,
            @Nullable Signer second,
            Instant now)
            throws Refusal {
        Signer signer = self.issuing();
        var claims =
                new IssuerClaims(
                        issuer,
                        self.node(),
                        now,
                        "urn:uuid:" + id,
                        type.vct(),
                        type.profile().id(),
                        Sealer.sigs(signer, second),
                        self.presentation().kid());
        SealedDocument sealed = sealer.seal(claims, shape, signer, second);
        return new StoredDocument(id, issuer, type.vct(), now, sealed);
    }

    private void checkClaims(IssuerClaims claims, PartyId issuer, DocumentType type, Instant now)
            throws Refusal {
        // SPEC: DESIGN 4: with act, the signature is a node's; this node made none.
        if (!claims.iss().equals(issuer) || claims.actor() != null) {
            throw new Refusal(Code.UNKNOWN_ISSUER, "A party signs in its own name, and by itself.");
        }
        agree(claims.vct().equals(type.vct()), "vct is the request's type.");
        agree(claims.prof().equals(type.profile().id()), "prof is the profile that is held here.");
        try {
            self.presentation(claims.holder());
        } catch (Refusal notHeld) {
            throw new Refusal(Code.MISMATCH, "cnf names a presentation key of the party's node.");
        }
        checkTime(claims.iat(), now);
        // It is the document's place in the database too, which has room for what is of now.
        checkTime(Instant.ofEpochMilli(id(claims).getMostSignificantBits() >>> 16), now);
    }

    private static void agree(boolean so, String rule) throws Refusal {
        if (!so) {
            throw new Refusal(Code.MISMATCH, rule);
        }
    }

    private static void checkTime(Instant made, Instant now) throws Refusal {
        if (made.isAfter(now.plus(Binding.SKEW))) {
            throw new Refusal(Code.CLOCK_SKEW, "iat, or the time in jti, is of the future.");
        }
        if (made.isBefore(now.minus(OLDEST))) {
            throw new Refusal(
                    Code.EXPIRED, "iat, or the time in jti, is more than 7 days old: sign anew.");
        }
    }

    private static UUID id(IssuerClaims claims) {
        return UUID.fromString(claims.jti().substring("urn:uuid:".length()));
    }

    private void verify(PartySeal seal, PartyId issuer, Instant now) throws Refusal {
        seal.verify(neighbours.ownKeys(issuer.name(), now));
    }
}
