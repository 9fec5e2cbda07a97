package io.sealane.core.ledger;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;

/**
 * The Merkle tree hash of RFC 6962 over SHA-256, and the checks of its two proofs. Every hash is 32
 * bytes. Sizes and indices count leaves.
 */
public final class Merkle {
    /** Bytes of a hash. */
    public static final int HASH_BYTES = 32;

    /** No proof for a tree of up to 2^63-1 leaves is longer. */
    public static final int MAX_PROOF_HASHES = 63;

    private Merkle() {}

    /** The root of the tree without leaves: SHA-256 of nothing. */
    public static byte[] emptyRoot() {
        return sha256().digest();
    }

    // SPEC: RFC 6962 2.1: the hash of a leaf is SHA-256(0x00 || d(0)).
    public static byte[] leafHash(byte[] entry) {
        MessageDigest digest = sha256();
        digest.update((byte) 0x00);
        return digest.digest(entry);
    }

    // SPEC: RFC 6962 2.1: MTH(D[n]) = SHA-256(0x01 || MTH(D[0:k]) || MTH(D[k:n])).
    public static byte[] nodeHash(byte[] left, byte[] right) {
        MessageDigest digest = sha256();
        digest.update((byte) 0x01);
        digest.update(left);
        return digest.digest(right);
    }

    /**
     * Checks that the leaf stands at the index in the tree of that size and root.
     *
     * @param proof from the leaf's sibling up to the root's child
     * @throws Refusal BAD_PROOF
     */
    public static void verifyInclusion(
            byte[] leafHash, long index, long size, List<byte[]> proof, byte[] root)
            throws Refusal {
        if (!Arrays.equals(rootFromInclusion(leafHash, index, size, proof), root)) {
            throw bad("The inclusion proof leads to another root.");
        }
    }

    /**
     * The root to which an inclusion proof leads.
     *
     * @throws Refusal BAD_PROOF if the proof has not the shape that the index and size ask for
     */
    public static byte[] rootFromInclusion(
            byte[] leafHash, long index, long size, List<byte[]> proof) throws Refusal {
        if (index < 0 || index >= size) {
            throw bad("The index of an inclusion proof lies outside the tree.");
        }
        checkLengths(proof, leafHash);
        // SPEC: RFC 9162 2.1.3.2 (the tree is RFC 6962's): steps 2 to 4.
        long node = index;
        long last = size - 1;
        byte[] hash = leafHash;
        for (byte[] sibling : proof) {
            if (last == 0) {
                throw bad("The inclusion proof is too long.");
            }
            if ((node & 1) == 1 || node == last) {
                hash = nodeHash(sibling, hash);
                int skipped = Long.numberOfTrailingZeros(node);
                if (node != 0) {
                    node >>= skipped;
                    last >>= skipped;
                }
            } else {
                hash = nodeHash(hash, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        // SPEC: RFC 9162 2.1.3.2, step 5: sn is 0, or the proof was too short.
        if (last != 0) {
            throw bad("The inclusion proof is too short.");
        }
        return hash;
    }

    /**
     * Checks that the tree of the first size and root is a prefix of the second.
     *
     * @throws Refusal BAD_PROOF
     */
    public static void verifyConsistency(
            long size1, byte[] root1, long size2, byte[] root2, List<byte[]> proof) throws Refusal {
        if (size1 < 0 || size1 > size2) {
            throw bad("A tree does not shrink: the first size is larger than the second.");
        }
        if (size1 == size2) {
            if (!proof.isEmpty()) {
                throw bad("Between equal sizes the consistency proof is empty.");
            }
            if (!Arrays.equals(root1, root2)) {
                throw bad("Two trees of one size have different roots.");
            }
            return;
        }
        checkLengths(proof, root1, root2);
        if (size1 == 0) {
            // SPEC: C2SP tlog-witness, add-checkpoint: from the old size 0 the proof is empty.
            if (!proof.isEmpty() || !Arrays.equals(root1, emptyRoot())) {
                throw bad("From the empty tree the consistency proof is empty.");
            }
            return;
        }
        climbFromOldToNew(size1, root1, size2, root2, proof);
    }

    // SPEC: RFC 9162 2.1.4.2, steps 1 to 7.
    private static void climbFromOldToNew(
            long size1, byte[] root1, long size2, byte[] root2, List<byte[]> proof) throws Refusal {
        boolean oldIsPerfect = Long.bitCount(size1) == 1;
        if (!oldIsPerfect && proof.isEmpty()) {
            throw bad("The consistency proof is too short.");
        }
        byte[] oldHash = oldIsPerfect ? root1 : proof.getFirst();
        byte[] newHash = oldHash;
        int shift = Long.numberOfTrailingZeros(size1);
        long node = (size1 - 1) >> shift;
        long last = (size2 - 1) >> shift;
        for (byte[] sibling : oldIsPerfect ? proof : proof.subList(1, proof.size())) {
            if (last == 0) {
                throw bad("The consistency proof is too long.");
            }
            if ((node & 1) == 1 || node == last) {
                oldHash = nodeHash(sibling, oldHash);
                newHash = nodeHash(sibling, newHash);
                if (node != 0) {
                    int skipped = Long.numberOfTrailingZeros(node);
                    node >>= skipped;
                    last >>= skipped;
                }
            } else {
                newHash = nodeHash(newHash, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        if (last != 0) {
            throw bad("The consistency proof is too short.");
        }
        if (!Arrays.equals(oldHash, root1)) {
            throw bad("The consistency proof does not lead to the first root.");
        }
        if (!Arrays.equals(newHash, root2)) {
            throw bad("The consistency proof does not lead to the second root.");
        }
    }

    private static void checkLengths(List<byte[]> proof, byte[]... others) throws Refusal {
        if (proof.size() > MAX_PROOF_HASHES + 1) {
            throw bad("The proof is longer than any tree is high.");
        }
        for (byte[] hash : proof) {
            if (hash.length != HASH_BYTES) {
                throw bad("A hash of the proof is not 32 bytes.");
            }
        }
        for (byte[] hash : others) {
            if (hash.length != HASH_BYTES) {
                throw bad("A hash is not 32 bytes.");
            }
        }
    }

    private static Refusal bad(String detail) {
        return new Refusal(Code.BAD_PROOF, detail);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
