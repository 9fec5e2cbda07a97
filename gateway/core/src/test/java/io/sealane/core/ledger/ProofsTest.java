package io.sealane.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

class ProofsTest {
    /** Around the edges of tiles and of powers of two, and across three levels. */
    private static final int[] SIZES = {
        1, 2, 3, 7, 8, 255, 256, 257, 511, 512, 513, 600, 65_535, 65_536, 65_537, 70_000
    };

    private static final MemoryTiles LOG = log(70_000);

    @Test
    void the_edge_has_the_naive_root_at_every_size_whatever_the_groups() {
        Random random = new Random(6962);
        List<byte[]> leafHashes = leafHashes(600);
        for (int size = 0; size <= 600; size++) {
            RightEdge edge = RightEdge.empty();
            while (edge.size() < size) {
                int from = (int) edge.size();
                int to = Math.min(size, from + random.nextInt(90));
                edge = RightEdge.of(edge.size(), edge.bytes());
                edge = edge.append(leafHashes.subList(from, to));
            }
            assertThat(edge.root()).isEqualTo(NaiveTree.root(leafHashes.subList(0, size)));
        }
    }

    @Test
    void proofs_are_those_of_rfc_6962_word_by_word() {
        List<byte[]> leafHashes = leafHashes(300);
        for (int size : new int[] {1, 2, 3, 5, 16, 31, 200, 256, 257, 300}) {
            Proofs proofs = new Proofs(LOG, size);
            List<byte[]> tree = leafHashes.subList(0, size);
            for (int i = 0; i < size; i++) {
                assertSame(proofs.inclusion(i), NaiveTree.path(i, tree));
                assertSame(proofs.consistency(i + 1), NaiveTree.proof(i + 1, tree));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void every_proof_verifies_and_every_changed_one_does_not(long seed) throws Refusal {
        Random random = new Random(seed);
        for (int size : SIZES) {
            for (int size2 : new int[] {size, size + random.nextInt(70_001 - size)}) {
                checkInclusion(random, size2, random.nextInt(size2));
                checkConsistency(random, size, size2);
            }
        }
    }

    private static void checkInclusion(Random random, long size, long index) throws Refusal {
        Proofs proofs = new Proofs(LOG, size);
        List<byte[]> proof = proofs.inclusion(index);
        byte[] leaf = Merkle.leafHash(entry(index));
        byte[] root = proofs.root();
        Merkle.verifyInclusion(leaf, index, size, proof, root);

        for (int i = 0; i < proof.size(); i++) {
            List<byte[]> flipped = flip(proof, i, random);
            assertRefused(() -> Merkle.verifyInclusion(leaf, index, size, flipped, root));
            List<byte[]> shorter = without(proof, i);
            assertRefused(() -> Merkle.verifyInclusion(leaf, index, size, shorter, root));
        }
        List<byte[]> longer = with(proof, root);
        assertRefused(() -> Merkle.verifyInclusion(leaf, index, size, longer, root));
        byte[] otherLeaf = flip(leaf, random);
        assertRefused(() -> Merkle.verifyInclusion(otherLeaf, index, size, proof, root));
        byte[] otherRoot = flip(root, random);
        assertRefused(() -> Merkle.verifyInclusion(leaf, index, size, proof, otherRoot));
        long other = (index + 1 + random.nextInt(5)) % (size + 5);
        if (other != index) {
            assertRefused(() -> Merkle.verifyInclusion(leaf, other, size, proof, root));
        }
        assertRefused(() -> Merkle.verifyInclusion(leaf, -1, size, proof, root));
        assertRefused(() -> Merkle.verifyInclusion(leaf, index, index, proof, root));
    }

    private static void checkConsistency(Random random, long size1, long size2) throws Refusal {
        byte[] root1 = new Proofs(LOG, size1).root();
        Proofs proofs = new Proofs(LOG, size2);
        byte[] root2 = proofs.root();
        List<byte[]> proof = proofs.consistency(size1);
        Merkle.verifyConsistency(size1, root1, size2, root2, proof);

        for (int i = 0; i < proof.size(); i++) {
            List<byte[]> flipped = flip(proof, i, random);
            assertRefused(() -> Merkle.verifyConsistency(size1, root1, size2, root2, flipped));
            List<byte[]> shorter = without(proof, i);
            assertRefused(() -> Merkle.verifyConsistency(size1, root1, size2, root2, shorter));
        }
        List<byte[]> longer = with(proof, root1);
        assertRefused(() -> Merkle.verifyConsistency(size1, root1, size2, root2, longer));
        byte[] other1 = flip(root1, random);
        assertRefused(() -> Merkle.verifyConsistency(size1, other1, size2, root2, proof));
        byte[] other2 = flip(root2, random);
        assertRefused(() -> Merkle.verifyConsistency(size1, root1, size2, other2, proof));
        if (size1 < size2) {
            assertRefused(() -> Merkle.verifyConsistency(size2, root2, size1, root1, proof));
            assertRefused(() -> Merkle.verifyConsistency(0, root1, size2, root2, List.of()));
        }
    }

    @Test
    void the_empty_tree_is_a_prefix_of_every_tree_by_the_empty_proof_alone() throws Refusal {
        byte[] root = new Proofs(LOG, 5).root();
        byte[] empty = new Proofs(LOG, 0).root();
        assertThat(empty).isEqualTo(Merkle.emptyRoot());
        Merkle.verifyConsistency(0, empty, 5, root, new Proofs(LOG, 5).consistency(0));
        Merkle.verifyConsistency(0, empty, 0, empty, List.of());
        assertRefused(() -> Merkle.verifyConsistency(0, empty, 5, root, List.of(root)));
        assertRefused(() -> Merkle.verifyConsistency(0, root, 5, root, List.of()));
    }

    @Test
    void a_group_is_proven_from_its_growth_before_it_is_stored() throws Refusal {
        Random random = new Random(7);
        MemoryTiles log = new MemoryTiles();
        while (log.size() < 3_000) {
            List<byte[]> group = entries(log.size(), random.nextInt(700));
            MemoryTiles stored = log(log.size());
            Growth growth = log.append(group);
            TileSource over = growth.over(stored);
            Proofs proofs = new Proofs(over, growth.after().size());
            assertThat(proofs.root()).isEqualTo(growth.after().root());
            for (int i = 0; i < group.size(); i++) {
                long index = growth.before().size() + i;
                Merkle.verifyInclusion(
                        growth.leafHashes().get(i),
                        index,
                        log.size(),
                        proofs.inclusion(index),
                        growth.after().root());
            }
            Merkle.verifyConsistency(
                    stored.size(),
                    growth.before().root(),
                    log.size(),
                    growth.after().root(),
                    proofs.consistency(stored.size()));
        }
    }

    @Test
    void proofs_of_one_group_read_each_tile_once() {
        List<Tile> reads = new ArrayList<>();
        Proofs proofs =
                new Proofs(
                        (level, tile, width) -> {
                            reads.add(new Tile(level, tile, width));
                            return LOG.hashes(level, tile, width);
                        },
                        70_000);
        for (int i = 69_488; i < 70_000; i++) {
            proofs.inclusion(i);
        }
        assertThat(reads)
                .doesNotHaveDuplicates()
                .contains(new Tile(0, 273, 112), new Tile(1, 1, 17), new Tile(2, 0, 1))
                .hasSize(5);
    }

    @Test
    void refuses_to_prove_what_is_not_in_the_tree() {
        Proofs proofs = new Proofs(LOG, 10);
        assertThatThrownBy(() -> proofs.inclusion(10)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> proofs.inclusion(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> proofs.consistency(11))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Proofs((level, tile, width) -> new byte[31], 1))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refuses_a_head_row_whose_edge_does_not_fit_its_size() {
        byte[] edge = LOG.edge().bytes();
        assertThatCode(() -> RightEdge.of(LOG.size(), edge)).doesNotThrowAnyException();
        assertThatThrownBy(() -> RightEdge.of(LOG.size() + 1, edge))
                .isInstanceOf(IllegalStateException.class);
    }

    private interface Check {
        void run() throws Refusal;
    }

    private static void assertRefused(Check check) {
        assertThatThrownBy(check::run)
                .isInstanceOfSatisfying(
                        Refusal.class, r -> assertThat(r.code()).isEqualTo(Code.BAD_PROOF));
    }

    private static void assertSame(List<byte[]> proof, List<byte[]> expected) {
        assertThat(proof.toArray(byte[][]::new)).isDeepEqualTo(expected.toArray(byte[][]::new));
    }

    private static byte[] entry(long index) {
        return ("leaf " + index).getBytes(UTF_8);
    }

    private static List<byte[]> entries(long from, int count) {
        return IntStream.range(0, count).mapToObj(i -> entry(from + i)).toList();
    }

    private static List<byte[]> leafHashes(int count) {
        return entries(0, count).stream().map(Merkle::leafHash).toList();
    }

    private static MemoryTiles log(long size) {
        MemoryTiles log = new MemoryTiles();
        log.append(entries(0, (int) size));
        return log;
    }

    private static byte[] flip(byte[] bytes, Random random) {
        byte[] flipped = bytes.clone();
        flipped[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        return flipped;
    }

    private static List<byte[]> flip(List<byte[]> proof, int at, Random random) {
        List<byte[]> flipped = new ArrayList<>(proof);
        flipped.set(at, flip(proof.get(at), random));
        return flipped;
    }

    private static List<byte[]> without(List<byte[]> proof, int at) {
        List<byte[]> shorter = new ArrayList<>(proof);
        shorter.remove(at);
        return shorter;
    }

    private static List<byte[]> with(List<byte[]> proof, byte[] hash) {
        List<byte[]> longer = new ArrayList<>(proof);
        longer.add(hash);
        return longer;
    }
}
