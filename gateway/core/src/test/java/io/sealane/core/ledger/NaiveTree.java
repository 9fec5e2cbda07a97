package io.sealane.core.ledger;

import java.util.ArrayList;
import java.util.List;

/** RFC 6962 section 2.1 word by word, slow and obvious: what the real code is compared with. */
final class NaiveTree {
    private NaiveTree() {}

    static byte[] root(List<byte[]> leafHashes) {
        int n = leafHashes.size();
        if (n == 0) {
            return Merkle.emptyRoot();
        }
        if (n == 1) {
            return leafHashes.getFirst();
        }
        int k = Integer.highestOneBit(n - 1);
        return Merkle.nodeHash(root(leafHashes.subList(0, k)), root(leafHashes.subList(k, n)));
    }

    static List<byte[]> path(int m, List<byte[]> leafHashes) {
        int n = leafHashes.size();
        if (n == 1) {
            return List.of();
        }
        int k = Integer.highestOneBit(n - 1);
        List<byte[]> left = leafHashes.subList(0, k);
        List<byte[]> right = leafHashes.subList(k, n);
        return m < k ? append(path(m, left), root(right)) : append(path(m - k, right), root(left));
    }

    static List<byte[]> proof(int m, List<byte[]> leafHashes) {
        return subproof(m, leafHashes, true);
    }

    private static List<byte[]> subproof(int m, List<byte[]> leafHashes, boolean whole) {
        int n = leafHashes.size();
        if (m == n) {
            return whole ? List.of() : List.of(root(leafHashes));
        }
        int k = Integer.highestOneBit(n - 1);
        List<byte[]> left = leafHashes.subList(0, k);
        List<byte[]> right = leafHashes.subList(k, n);
        return m <= k
                ? append(subproof(m, left, whole), root(right))
                : append(subproof(m - k, right, false), root(left));
    }

    private static List<byte[]> append(List<byte[]> path, byte[] hash) {
        List<byte[]> longer = new ArrayList<>(path);
        longer.add(hash);
        return longer;
    }
}
