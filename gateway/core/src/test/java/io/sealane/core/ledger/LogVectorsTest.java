package io.sealane.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** The proofs and logs that others made: transparency-dev's, and the project's own example log. */
@Tag("shared")
class LogVectorsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Path vectors() {
        return Path.of(System.getProperty("shared.dir"), "vectors", "tlog");
    }

    static Stream<Path> inclusionFiles() throws IOException {
        return jsonBelow("inclusion");
    }

    static Stream<Path> consistencyFiles() throws IOException {
        return jsonBelow("consistency");
    }

    @ParameterizedTest
    @MethodSource("inclusionFiles")
    void judges_inclusion_as_the_vector_says(Path file) throws IOException {
        JsonNode vector = JSON.readTree(file.toFile());
        judge(
                vector,
                () ->
                        Merkle.verifyInclusion(
                                bytes(vector.get("leafHash")),
                                vector.get("leafIdx").longValue(),
                                vector.get("treeSize").longValue(),
                                hashes(vector),
                                bytes(vector.get("root"))));
    }

    @ParameterizedTest
    @MethodSource("consistencyFiles")
    void judges_consistency_as_the_vector_says(Path file) throws IOException {
        JsonNode vector = JSON.readTree(file.toFile());
        judge(
                vector,
                () ->
                        Merkle.verifyConsistency(
                                vector.get("size1").longValue(),
                                bytes(vector.get("root1")),
                                vector.get("size2").longValue(),
                                bytes(vector.get("root2")),
                                hashes(vector)));
    }

    @Test
    void verifies_the_example_logs_checkpoints_with_the_witness_co_signature() throws Exception {
        Path log = vectors().resolve("example-log");
        NoteVerifier key = vkey(log.resolve("log.vkey"));
        NoteVerifier witness = vkey(log.resolve("witness.vkey"));
        for (String name : List.of("checkpoint", "checkpoint.300")) {
            byte[] note = Files.readAllBytes(log.resolve(name));
            Checkpoint.Signed signed = Checkpoint.open(note, List.of(key, witness));
            assertThat(signed.signatures())
                    .extracting(s -> s.key().type())
                    .containsExactly(SignatureType.ED25519, SignatureType.COSIGNATURE);
            assertThat(signed.signatures().getLast().timeSeconds()).isPositive();
            assertThat(signed.note().bytes()).isEqualTo(note);
        }
    }

    @Test
    void verifies_the_example_logs_tlog_proof() throws Exception {
        Path log = vectors().resolve("example-log");
        byte[] text = Files.readAllBytes(log.resolve("leaf.tlog-proof"));
        TlogProof proof = TlogProof.parse(text);
        assertThat(proof.format()).isEqualTo(Files.readString(log.resolve("leaf.tlog-proof")));
        long bundle = proof.index() / Tile.WIDTH;
        boolean last = bundle == 1000 / Tile.WIDTH;
        Tile tile = new Tile(Tile.ENTRIES, bundle, last ? 1000 % Tile.WIDTH : Tile.WIDTH);
        List<byte[]> entries =
                EntryBundle.decode(Files.readAllBytes(log.resolve(tile.path())), tile.width());
        byte[] entry = entries.get((int) (proof.index() % Tile.WIDTH));
        List<NoteVerifier> keys = List.of(vkey(log.resolve("log.vkey")));
        assertThat(proof.verify(Merkle.leafHash(entry), keys).checkpoint().size()).isEqualTo(1000);
        assertThatThrownBy(() -> proof.verify(Merkle.leafHash(text), keys))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void grows_the_real_logs_tree_from_their_entries() throws Exception {
        for (String name : List.of("example-log", "tessera/testdata/log")) {
            Path log = vectors().resolve(name);
            Checkpoint head =
                    Checkpoint.parse(
                            Note.parse(Files.readAllBytes(log.resolve("checkpoint"))).text());
            MemoryTiles tiles = new MemoryTiles();
            for (Tile bundle : Tiles.of(head.size()).filter(t -> t.level() < 0).toList()) {
                byte[] bytes = Files.readAllBytes(log.resolve(bundle.path()));
                tiles.append(EntryBundle.decode(bytes, bundle.width()));
            }
            assertThat(tiles.checkpoint(head.origin())).isEqualTo(head);
            for (Tile tile : Tiles.of(head.size()).filter(t -> t.level() >= 0).toList()) {
                assertThat(tiles.hashes(tile.level(), tile.index(), tile.width()))
                        .isEqualTo(Files.readAllBytes(log.resolve(tile.path())));
            }
        }
    }

    @Test
    void verifies_every_checkpoint_of_the_real_log_and_their_consistency() throws Exception {
        Path log = vectors().resolve("tessera/testdata/log");
        NoteVerifier key = vkey(vectors().resolve("tessera/log.vkey"));
        List<Checkpoint> heads = new ArrayList<>();
        for (int size = 0; size <= 15; size++) {
            byte[] note = Files.readAllBytes(log.resolve("checkpoint." + size));
            heads.add(Checkpoint.open(note, List.of(key)).checkpoint());
        }
        TileSource tiles =
                (level, tile, width) -> {
                    try {
                        return Files.readAllBytes(log.resolve(new Tile(level, tile, width).path()));
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                };
        for (Checkpoint head : heads) {
            Proofs proofs = new Proofs(tiles, head.size());
            assertThat(proofs.root()).isEqualTo(head.root());
            for (Checkpoint older : heads.subList(0, (int) head.size() + 1)) {
                Merkle.verifyConsistency(
                        older.size(),
                        older.root(),
                        head.size(),
                        head.root(),
                        proofs.consistency(older.size()));
            }
        }
    }

    private interface Check {
        void run() throws Refusal;
    }

    private static void judge(JsonNode vector, Check check) {
        Code code = null;
        try {
            check.run();
        } catch (Refusal refusal) {
            code = refusal.code();
        }
        assertThat(code)
                .as("%s", vector.get("desc").textValue())
                .isEqualTo(vector.get("wantErr").booleanValue() ? Code.BAD_PROOF : null);
    }

    private static Stream<Path> jsonBelow(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(vectors().resolve("merkle").resolve(folder))) {
            List<Path> found = files.filter(f -> f.toString().endsWith(".json")).sorted().toList();
            assertThat(found).hasSize(49);
            return found.stream();
        }
    }

    private static NoteVerifier vkey(Path file) throws IOException, Refusal {
        return NoteVerifier.parse(Files.readString(file).strip());
    }

    private static byte[] bytes(JsonNode base64) {
        return base64.isNull() ? new byte[0] : Base64.getDecoder().decode(base64.textValue());
    }

    private static List<byte[]> hashes(JsonNode vector) {
        JsonNode proof = vector.get("proof");
        byte[][] hashes = new byte[proof.size()][];
        Arrays.setAll(hashes, i -> bytes(proof.get(i)));
        return List.of(hashes);
    }
}
