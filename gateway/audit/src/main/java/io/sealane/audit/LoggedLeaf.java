package io.sealane.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Members;
import io.sealane.core.ledger.Checkpoint;
import io.sealane.core.ledger.Leaf;
import io.sealane.core.ledger.Note;
import io.sealane.core.ledger.NoteVerifier;
import io.sealane.core.ledger.Opening;
import io.sealane.core.ledger.Scope;
import io.sealane.core.ledger.SignatureType;
import io.sealane.core.ledger.TlogProof;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A leaf as evidence shows it: its blinding, and the proof that it stands in a tree its log signed.
 *
 * @param blinding 32 bytes
 * @param proof its checkpoint not yet verified
 * @param origin the log that the checkpoint claims to be of
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LoggedLeaf(byte[] blinding, TlogProof proof, String origin) {

    /** Reads {@code blinding} and {@code proof}; what else the object holds is its reader's. */
    static LoggedLeaf parse(JsonNode json, String what) throws Refusal {
        Members members = Members.of(json, Code.NOT_CANONICAL, what);
        byte[] blinding = Base64Url.decode(members.text("blinding"), Leaf.BLINDING_BYTES);
        TlogProof proof = TlogProof.parse(members.text("proof").getBytes(UTF_8));
        Checkpoint claimed = Checkpoint.parse(proof.checkpoint().text());
        return new LoggedLeaf(blinding, proof, claimed.origin());
    }

    /**
     * Verifies that this leaf commits to the scope and statement, that it stands in the tree, and
     * that the tree was signed by that log of that node.
     *
     * @return where it stands, for a reader
     * @throws Refusal MISMATCH if it is another node's log; UNKNOWN_KEY, BAD_SIGNATURE, BAD_PROOF
     */
    String verify(Scope scope, byte[] statement, String owner, Trust trust) throws Refusal {
        Checklist.require(
                scope.log().equals(origin), Code.MISMATCH, "The leaf's scope names another log.");
        Checklist.require(
                trust.ownerOfLog(origin).filter(node -> node.node().equals(owner)).isPresent(),
                Code.MISMATCH,
                "The trust file has no such log of " + owner + ".");
        Opening opening = new Opening(proof.index(), blinding, scope, statement);
        Checkpoint.Signed signed = proof.verify(opening.leafHash(), trust.log(origin));
        verifyLines(signed);
        return "%s: leaf %d of %d, kind %s"
                .formatted(origin, proof.index(), signed.checkpoint().size(), scope.kind());
    }

    /**
     * Every signature line is of a known key and stands there once: nothing in evidence is left
     * unverified. The Ed25519 line of the log is always there (DESIGN 4).
     */
    private static void verifyLines(Checkpoint.Signed signed) throws Refusal {
        List<Note.Verified> signatures = signed.signatures();
        Set<Object> keys = new HashSet<>();
        signatures.forEach(signature -> keys.add(signature.key()));
        Checklist.require(
                signatures.size() == signed.note().lines().size()
                        && keys.size() == signatures.size(),
                Code.UNKNOWN_KEY,
                "The checkpoint has a signature line of no known key, or one twice.");
        Checklist.require(
                signatures.stream()
                        .anyMatch(signature ->
                                signature.key().type() == SignatureType.ED25519
                                        && signature
                                                .key()
                                                .name()
                                                .equals(signed.checkpoint().origin())),
                Code.UNKNOWN_KEY,
                "The checkpoint has no Ed25519 signature of its log.");
    }

    /**
     * The Ed25519 keys of its log that signed the tree, by their thumbprints.
     *
     * @throws Refusal as {@link #verify} does
     */
    List<String> signers(Trust trust) throws Refusal {
        return Checkpoint.open(proof.checkpoint(), trust.log(origin)).signatures().stream()
                .map(Note.Verified::key)
                .filter(key -> key.type() == SignatureType.ED25519 && key.name().equals(origin))
                .map(NoteVerifier::thumbprint)
                .toList();
    }

    /** The blinding's promise in a key binding: its hash. */
    String blindingHash() {
        return Base64Url.encode(Leaf.blindingHash(blinding));
    }
}
