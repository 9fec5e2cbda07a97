package io.sealane.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Checkpoints, and the proofs that carry one. */
class CheckpointTest {
    private static final String ROOT = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    private static final String ORIGIN = "us.sealane.example/log/1";

    private final MemoryTiles log = new MemoryTiles();
    private List<NoteVerifier> keys = List.of();
    private String proofText = "";

    @BeforeEach
    void makes_a_log_and_a_proof() throws Exception {
        log.append(IntStream.range(0, 300).mapToObj(CheckpointTest::entry).toList());
        NoteSigner signer =
                NoteSigner.of(
                        ORIGIN,
                        SignatureType.ED25519,
                        KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
        keys = List.of(signer.verifier());
        Note note = log.checkpoint(ORIGIN).sign(0, List.of(signer));
        proofText = new TlogProof(257, new Proofs(log, 300).inclusion(257), note).format();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 256, Long.MAX_VALUE})
    void a_checkpoint_is_read_back_from_its_text(long size) throws Refusal {
        Checkpoint checkpoint = new Checkpoint(ORIGIN, size, Merkle.emptyRoot());
        assertThat(Checkpoint.parse(checkpoint.text())).isEqualTo(checkpoint);
        assertThat(checkpoint.text()).isEqualTo(ORIGIN + "\n" + size + "\n" + ROOT + "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n\n",
                "\n1\n" + ROOT + "\n",
                "o\n\n" + ROOT + "\n",
                "o\n1\n\n",
                "o\n1\n" + ROOT,
                "o\n1\n" + ROOT + "\n\n",
                "o\n1\n" + ROOT + "\nextension\n",
                "o\n01\n" + ROOT + "\n",
                "o\n+1\n" + ROOT + "\n",
                "o\n-1\n" + ROOT + "\n",
                "o\n 1\n" + ROOT + "\n",
                "o\n1 \n" + ROOT + "\n",
                "o\n1x\n" + ROOT + "\n",
                "o\n00\n" + ROOT + "\n",
                "o\n\u0661\n" + ROOT + "\n",
                "o\n9223372036854775808\n" + ROOT + "\n",
                "o\n10000000000000000000\n" + ROOT + "\n",
                "o\n1\n" + ROOT + "=\n",
                "o\n1\n47DE\n",
                "o\n1\n " + ROOT + "\n",
                "o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n",
                "o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU\n",
                "o\n0\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
            })
    void refuses_what_is_not_exactly_origin_size_and_root(String text) {
        assertThatThrownBy(() -> Checkpoint.parse(text))
                .isInstanceOfSatisfying(
                        Refusal.class, r -> assertThat(r.code()).isEqualTo(Code.BAD_CHECKPOINT));
    }

    @Test
    void a_proof_proves_its_leaf_and_no_other() throws Refusal {
        TlogProof proof = TlogProof.parse(proofText.getBytes(UTF_8));
        assertThat(proof.verify(Merkle.leafHash(entry(257)), keys).checkpoint())
                .isEqualTo(log.checkpoint(ORIGIN));
        assertThat(proof.format()).isEqualTo(proofText);
        assertThatThrownBy(() -> proof.verify(Merkle.leafHash(entry(256)), keys))
                .isInstanceOfSatisfying(
                        Refusal.class, r -> assertThat(r.code()).isEqualTo(Code.BAD_PROOF));
    }

    @Test
    void a_proof_with_extra_data_is_refused() {
        assertProofRefused(proofText.replace("index", "extra AAAA\nindex"));
    }

    @Test
    void a_proof_not_in_its_one_form_is_refused() {
        assertProofRefused("");
        assertProofRefused("\n" + proofText);
        assertProofRefused(proofText.replace("@v1", "@v2"));
        assertProofRefused(proofText.replace("index 257", "index 0257"));
        assertProofRefused(proofText.replace("index 257", "index  257"));
        assertProofRefused(proofText.replace("index 257\n", ""));
        assertProofRefused(proofText.replace("index 257\n", "index 257\n\n"));
        assertProofRefused(proofText.replace("index 257\n", "index 257\nAAAA \n"));
        assertProofRefused(proofText.replace("index 257\n", "index 257\n" + "AAAA\n".repeat(64)));
        assertProofRefused(proofText.replace("\n", "\r\n"));
        assertProofRefused(proofText + "\n");
        assertProofRefused(proofText.substring(0, proofText.length() - 1));
    }

    @Test
    void every_changed_byte_of_a_proof_is_noticed() {
        byte[] proof = proofText.getBytes(UTF_8);
        byte[] leaf = Merkle.leafHash(entry(257));
        Random random = new Random(5);
        for (int at = 0; at < proof.length; at++) {
            byte[] changed = proof.clone();
            changed[at] ^= (byte) (1 + random.nextInt(255));
            assertThat(Arrays.equals(changed, proof)).isFalse();
            assertThatThrownBy(() -> TlogProof.parse(changed).verify(leaf, keys))
                    .as("byte %d", at)
                    .isInstanceOf(Refusal.class);
        }
    }

    @Test
    void a_bundle_is_read_back_and_refused_if_it_is_cut_or_goes_on() throws Refusal {
        List<byte[]> entries = List.of(entry(1), new byte[0], new byte[65_535]);
        byte[] bundle = EntryBundle.encode(entries);
        assertThat(EntryBundle.decode(bundle, 3).toArray(byte[][]::new))
                .isDeepEqualTo(entries.toArray(byte[][]::new));
        for (byte[] bad :
                List.of(
                        new byte[0],
                        Arrays.copyOf(bundle, bundle.length - 1),
                        Arrays.copyOf(bundle, bundle.length + 1),
                        Arrays.copyOf(bundle, 1))) {
            assertThatThrownBy(() -> EntryBundle.decode(bad, 3)).isInstanceOf(Refusal.class);
        }
        assertThatThrownBy(() -> EntryBundle.decode(bundle, 2)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> EntryBundle.decode(bundle, 4)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> EntryBundle.encode(List.of(new byte[65_536])))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertProofRefused(String text) {
        assertThatThrownBy(() -> TlogProof.parse(text.getBytes(UTF_8))).isInstanceOf(Refusal.class);
    }

    private static byte[] entry(int i) {
        return ("entry " + i).getBytes(UTF_8);
    }
}
