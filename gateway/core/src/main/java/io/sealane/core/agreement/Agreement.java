package io.sealane.core.agreement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.Refusal;
import io.sealane.core.identity.Signer;
import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What two nodes allow each other: a payload in JSON and the signatures of both, in the General
 * JSON serialisation of JWS (RFC 7515 7.2.1). Signatures stand in the order of {@code parties}. A
 * house agreement, of a node with itself, has one.
 */
public final class Agreement {
    /** The {@code typ} of every signature's protected header. */
    public static final String TYP = TermsSignature.TYP;

    private final SignedTerms signed;
    private final byte[] hash;

    private Agreement(SignedTerms signed) {
        this.signed = signed;
        this.hash = signed.hash();
    }

    /** Reads an agreement strictly; {@link #verify} says whether its signatures hold. */
    public static Agreement parse(byte[] json) throws Refusal {
        return of(Json.parse(json));
    }

    /** As {@link #parse}, from JSON that was read already. */
    public static Agreement of(JsonNode jws) throws Refusal {
        return of(SignedTerms.read(jws));
    }

    static Agreement of(SignedTerms signed) throws Refusal {
        if (signed.signatures().size() != (signed.terms().isHouse() ? 1 : 2)) {
            throw new Refusal(
                    Code.BAD_SIGNATURE,
                    "An agreement between two nodes has the signatures of both.");
        }
        return new Agreement(signed);
    }

    /**
     * Checks the signatures of both nodes.
     *
     * @param keys the federation keys of a node, by its name
     */
    public void verify(KeysOfNode keys) throws Refusal {
        for (int i = 0; i < signed.signatures().size(); i++) {
            String node = terms().parties().get(i);
            signed.signatures().get(i).verify(signed.payload(), node, keys.of(node));
        }
    }

    /** The keys with which a node signs agreements. */
    @FunctionalInterface
    public interface KeysOfNode {
        List<Key> of(String node) throws Refusal;
    }

    /**
     * Signs terms as both nodes would, in one place: for development and tests, where one hand
     * holds both keys, and for a node's agreement with itself. The signers come in the order of
     * {@code parties}.
     */
    public static Agreement sign(ObjectNode terms, List<Signer> signers) throws Refusal {
        SignedTerms unsigned = SignedTerms.unsigned(terms);
        var signatures = new ArrayList<TermsSignature>();
        for (Signer signer : signers) {
            signatures.add(TermsSignature.sign(unsigned.payload(), signer));
        }
        return of(unsigned.with(signatures));
    }

    public AgreementTerms terms() {
        return signed.terms();
    }

    /** SHA-256 of the payload's bytes: the {@code agr} of a presentation. */
    public byte[] hash() {
        return hash.clone();
    }

    /** Thumbprints of the keys that its signatures name, in the order of {@code parties}. */
    public List<String> kids() {
        return signed.signatures().stream().map(TermsSignature::kid).toList();
    }

    /** The General JSON serialisation, as it is filed, sent and put into evidence. */
    public ObjectNode json() {
        return signed.json();
    }

    /** Whether an exchange bound at that instant falls within the agreement's validity. */
    public boolean covers(Instant at) {
        return !at.isBefore(terms().validFrom()) && at.isBefore(terms().validUntil());
    }

    /** Whether the agreement's time is over, whatever was bound within it. */
    public boolean isOver(Instant at) {
        return !at.isBefore(terms().validUntil());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Agreement that && Arrays.equals(hash, that.hash);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hash);
    }
}
