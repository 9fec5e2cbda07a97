package io.sealane.core.agreement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.identity.Signer;

import java.time.Instant;
import java.util.List;

/**
 * Terms that one node has signed and the other may countersign: an agreement's General JSON with
 * the proposer's signature alone.
 */
public final class Offer {
    private final SignedTerms signed;
    private final String proposer;

    private Offer(SignedTerms signed, String proposer) {
        this.signed = signed;
        this.proposer = proposer;
    }

    /**
     * Reads an offer strictly. What its signature is worth, {@link #verify} says.
     *
     * @param proposer the node that it comes from
     */
    public static Offer of(JsonNode jws, String proposer) throws Refusal {
        SignedTerms signed = SignedTerms.read(jws);
        if (signed.signatures().size() != 1 || signed.terms().isHouse()) {
            throw new Refusal(
                    Code.MALFORMED_AGREEMENT,
                    "An offer is between two nodes and has the signature of one.");
        }
        if (!signed.terms().parties().contains(proposer)) {
            throw new Refusal(
                    Code.MALFORMED_AGREEMENT, "An offer comes from one of its two nodes.");
        }
        return new Offer(signed, proposer);
    }

    /** Signs terms as the proposing node. */
    public static Offer sign(ObjectNode terms, String proposer, Signer signer) throws Refusal {
        SignedTerms unsigned = SignedTerms.unsigned(terms);
        return of(
                unsigned.with(List.of(TermsSignature.sign(unsigned.payload(), signer))).json(),
                proposer);
    }

    /** Checks the proposer's signature. */
    public void verify(Agreement.KeysOfNode keys) throws Refusal {
        signed.signatures().getFirst().verify(signed.payload(), proposer, keys.of(proposer));
    }

    /** The agreement that it becomes by the other node's signature. */
    public Agreement countersign(Signer other) throws Refusal {
        TermsSignature first = signed.signatures().getFirst();
        TermsSignature second = TermsSignature.sign(signed.payload(), other);
        boolean inOrder = terms().parties().getFirst().equals(proposer);
        return Agreement.of(signed.with(inOrder ? List.of(first, second) : List.of(second, first)));
    }

    /** Whether it can still be countersigned. */
    public boolean isOpen(Instant at) {
        return at.isBefore(terms().offerUntil()) && at.isBefore(terms().validUntil());
    }

    public String proposer() {
        return proposer;
    }

    public AgreementTerms terms() {
        return signed.terms();
    }

    /** SHA-256 of the payload's bytes: the same as of the agreement that it may become. */
    public byte[] hash() {
        return signed.hash();
    }

    /** The General JSON serialisation. */
    public ObjectNode json() {
        return signed.json();
    }
}
