package io.sealane.command.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Objects.requireNonNull;

import io.sealane.command.conformance.Result.Role;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Small vectors of every form pass; with anything in them changed, they do not. */
class ConformanceTest {
    /** Bytes of a SubjectPublicKeyInfo before those of the key (RFC 9881, 4). */
    private static final int ML_DSA_PREFIX = 22;

    @TempDir private Path folder = Path.of("");

    @BeforeEach
    void copy() throws Exception {
        var good = ConformanceTest.class.getResource("/conformance/good");
        Path from = Path.of(requireNonNull(good).toURI());
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = folder.resolve(from.relativize(file).toString());
                Files.createDirectories(requireNonNull(to.getParent()));
                Files.copy(file, to);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "sd-jwt.json, 4, 0, 0",
        "inclusion.json, 1, 0, 0",
        "inclusion-beyond.json, 1, 0, 0",
        "consistency.json, 1, 0, 0",
        "ecdsa.json, 4, 1, 0",
        "eddsa.json, 2, 0, 0",
        "jws.json, 4, 2, 0",
        "cookbook.json, 3, 0, 1",
        "key.json, 1, 0, 0",
        "keys.json, 3, 1, 0",
        "jcs/input/cargo.json, 3, 0, 0",
        "numbers.txt, 6, 0, 0",
        "keys/witness.vkey, 1, 0, 0",
        "leaf.tlog-proof, 5, 0, 1",
        "log/log.vkey, 1, 0, 0",
        "log/checkpoint, 7, 0, 1",
        "log/checkpoint.2, 3, 0, 0",
        "log/tile/0/000.p/3, 1, 0, 0",
        "log/tile/entries/000.p/3, 1, 0, 0",
        "paths/ValidPathTest1EE.crt, 1, 0, 0",
        "paths/InvalidSignatureTest2EE.crt, 1, 0, 0",
        "paths/InvalidNotCATest3EE.crt, 1, 0, 0"
    })
    void runs_what_is_understood(String file, int passed, int byAlgorithm, int notRun)
            throws IOException {
        Result result = result(run(), file);
        assertThat(result.role()).isEqualTo(Role.RUN);
        assertThat(result.failures()).isEmpty();
        assertThat(result.passed()).isEqualTo(passed);
        assertThat(result.refusedByAlgorithm()).isEqualTo(byAlgorithm);
        assertThat(result.notRun()).hasSize(notRun);
    }

    @Test
    void names_every_file_and_ends_with_the_sum() throws IOException {
        Outcome outcome = run();
        List<String> lines = outcome.lines();
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile).map(this::name))
                    .allSatisfy(name ->
                            assertThat(lines).anyMatch(line -> line.startsWith(name + ": ")));
        }
        assertThat(lines).contains("NOTES: not understood: text, without vectors in it");
        assertThat(lines.getLast()).isEqualTo("55 passed, 0 failed");
        assertThat(outcome.holds()).isTrue();
        assertThat(outcome.toJson().get("passed").intValue()).isEqualTo(55);
        assertThat(outcome.toJson().get("files")).hasSize(outcome.results().size());
    }

    @Test
    void recognises_a_file_under_any_name() throws IOException {
        Path other = Files.createDirectories(folder.resolve("deep/down"));
        Files.move(folder.resolve("jws.json"), other.resolve("without-a-suffix"));
        Files.move(folder.resolve("leaf.tlog-proof"), other.resolve("x.txt"));
        assertThat(run().lines().getLast()).isEqualTo("55 passed, 0 failed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    sd-jwt.json | "expect": "accept" | "expect": "reject"
                    sd-jwt.json | "expect": "reject" | "expect": "accept"
                    sd-jwt.json | "carrier": "MAEU" | "carrier": "MSCU"
                    sd-jwt.json | aud verifier.example | aud other.example
                    sd-jwt.json | clock 1790000010 | clock 1780000000
                    ecdsa.json | "result": "valid" | "result": "invalid"
                    ecdsa.json | "result": "invalid" | "result": "valid"
                    ecdsa.json | "result": "valid" | "result": "splendid"
                    eddsa.json | "result": "invalid" | "result": "valid"
                    eddsa.json | "numberOfTests": 2 | "numberOfTests": 3
                    jws.json | "result": "valid" | "result": "invalid"
                    jws.json | "result": "invalid" | "result": "valid"
                    cookbook.json | "payload": "Example" | "payload": "Another"
                    key.json | "x": " | "x": "A
                    keys.json | "use": "enc" | "use": "sig", "y": "A"
                    inclusion.json | "wantErr": false | "wantErr": true
                    inclusion.json | "treeSize": 3 | "treeSize": 5
                    inclusion-beyond.json | "wantErr": true | "wantErr": false
                    consistency.json | "wantErr": false | "wantErr": true
                    jcs/input/cargo.json | 1E3 | 1E4
                    jcs/input/cargo.json | 1E3 | 1E3, 9007199254740993
                    numbers.txt | 0.000001 | 0.000002
                    numbers.txt | 1e+21 | Infinity
                    keys/witness.vkey | witness.example+ | other.example+
                    log/checkpoint.2 | \\n2\\n | \\n1\\n
                    log/checkpoint | \\n3\\n | \\n2\\n
                    leaf.tlog-proof | index 1 | index 2
                    leaf.tlog-proof | index 1 | index 01
                    """)
    void fails_with_a_wrong_expectation_planted(String file, String there, String planted)
            throws IOException {
        String text = Files.readString(folder.resolve(file));
        String changed = replaceFirst(text, newlines(there), newlines(planted));
        Files.writeString(folder.resolve(file), changed);
        Outcome outcome = run();
        assertThat(outcome.holds()).isFalse();
        assertThat(result(outcome, file).failed()).as("%s", outcome.lines()).isPositive();
        assertThat(outcome.lines().getLast()).matches("[0-9]+ passed, [1-9][0-9]* failed");
    }

    @ParameterizedTest
    @CsvSource({
        "log/tile/0/000.p/3, log/tile/0/000.p/3",
        "log/tile/entries/000.p/3, log/checkpoint",
        "paths/ValidPathTest1EE.crt, paths/ValidPathTest1EE.crt"
    })
    void fails_with_a_bit_changed(String file, String failing) throws IOException {
        byte[] bytes = Files.readAllBytes(folder.resolve(file));
        bytes[bytes.length - 1] ^= 1;
        Files.write(folder.resolve(file), bytes);
        assertThat(result(run(), failing).failed()).isPositive();
    }

    @Test
    void fails_with_a_path_called_valid_that_is_not() throws IOException {
        Path paths = folder.resolve("paths");
        Files.move(
                paths.resolve("InvalidNotCATest3EE.crt"), paths.resolve("ValidNotCATest3EE.crt"));
        assertThat(result(run(), "paths/ValidNotCATest3EE.crt").failed()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"testGroups\":[{\"type\":\"EcdsaP1363Verify\",\"tests\":[{\"tcId\":1}]}]}",
                "{\"testGroups\":[{\"type\":\"EddsaVerify\",\"publicKey\":{\"curve\":"
                        + "\"edwards25519\"},\"publicKeyDer\":\"00\",\"tests\":[{\"msg\":\"\","
                        + "\"sig\":\"\",\"result\":\"invalid\"}]}]}",
                "{\"vectors\":[{\"sd_jwt\":5}]}",
                "{\"vectors\":[{\"sd_jwt\":\"\",\"expect\":\"accept\"}]}",
                "{\"wantErr\":true,\"proof\":[1],\"leafHash\":\"\",\"root\":\"\",\"leafIdx\":0}",
                "{\"input\":{\"key\":{},\"payload\":5},\"signing\":{},\"output\":{\"compact\":1}}",
                "c2sp.org/tlog-proof@v1\nindex\n",
                "log.example/1\n5\n\n\u2014 log.example/1 AAAA\n"
            })
    void a_malformed_vector_fails_its_case(String text) throws IOException {
        Files.writeString(folder.resolve("malformed"), text);
        assertThat(result(run(), "malformed").failed()).isPositive();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"vectors":[{"sd_jwt" | broken JSON: not well-formed at byte
                    {"a":1} x | broken JSON: not well-formed at byte
                    {"a":1} | JSON of no known form
                    nothing | text, without vectors in it
                    '' | empty
                    """)
    void names_what_it_does_not_understand(String text, String why) throws IOException {
        Files.writeString(folder.resolve("strange"), text);
        Result result = result(run(), "strange");
        assertThat(result.role()).isEqualTo(Role.NOT_UNDERSTOOD);
        assertThat(result.format()).startsWith(why);
    }

    @Test
    void is_not_broken_by_depth_bytes_or_links() throws IOException {
        Files.writeString(folder.resolve("deep"), "[".repeat(1_000_000));
        Files.write(folder.resolve("bytes"), new byte[] {(byte) 0xff, 0, 1});
        Files.createSymbolicLink(folder.resolve("around"), folder);
        Outcome outcome = run();
        for (String file : List.of("deep", "bytes", "around")) {
            assertThat(result(outcome, file).role()).isEqualTo(Role.NOT_UNDERSTOOD);
        }
        assertThat(outcome.failed()).isZero();
    }

    /** ML-DSA-44 signs checkpoints, ML-DSA-65 documents, ML-DSA-87 nothing. */
    @Test
    void runs_ml_dsa_as_far_as_it_is_used() throws Exception {
        Files.writeString(folder.resolve("44"), mlDsa("ML-DSA-44", "valid", "invalid"));
        Files.writeString(folder.resolve("65"), mlDsa("ML-DSA-65", "valid", "invalid"));
        Files.writeString(folder.resolve("87"), mlDsa("ML-DSA-87", "valid", "invalid"));
        Files.writeString(folder.resolve("planted"), mlDsa("ML-DSA-44", "invalid", "valid"));
        Files.writeString(folder.resolve("planted65"), mlDsa("ML-DSA-65", "invalid", "valid"));
        Outcome outcome = run();
        assertThat(result(outcome, "44").passed()).isEqualTo(2);
        assertThat(result(outcome, "44").failures()).isEmpty();
        assertThat(result(outcome, "44").notRun()).hasSize(1);
        assertThat(result(outcome, "65").passed()).isEqualTo(2);
        assertThat(result(outcome, "65").failures()).isEmpty();
        assertThat(result(outcome, "65").notRun()).hasSize(1);
        assertThat(result(outcome, "87").refusedByAlgorithm()).isEqualTo(3);
        assertThat(result(outcome, "planted65").failed()).isEqualTo(2);
        assertThat(result(outcome, "planted").failed()).isEqualTo(2);
    }

    private static String mlDsa(String algorithm, String good, String changed) throws Exception {
        // Whichever provider another test of this process has put first.
        var pair = KeyPairGenerator.getInstance(algorithm, "SUN").generateKeyPair();
        byte[] spki = pair.getPublic().getEncoded();
        byte[] raw = Arrays.copyOfRange(spki, ML_DSA_PREFIX, spki.length);
        Signature signer = Signature.getInstance(algorithm, "SUN");
        signer.initSign(pair.getPrivate());
        signer.update((byte) 1);
        byte[] signature = signer.sign();
        HexFormat hex = HexFormat.of();
        String right = hex.formatHex(signature);
        signature[0] ^= 1;
        return """
        {"algorithm":"%s","testGroups":[{"type":"MlDsaVerify","publicKey":"%s","tests":[
        {"tcId":1,"msg":"01","sig":"%s","result":"%s"},
        {"tcId":2,"msg":"01","sig":"%s","result":"%s"},
        {"tcId":3,"msg":"01","ctx":"aa","sig":"00","result":"invalid"}]}]}
        """
                .formatted(
                        algorithm,
                        hex.formatHex(raw),
                        right,
                        good,
                        hex.formatHex(signature),
                        changed);
    }

    /** Whatever a file is damaged to, the run ends with a verdict. */
    @Test
    void survives_damage() throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> found = Files.walk(folder)) {
            files.addAll(found.filter(Files::isRegularFile).sorted().toList());
        }
        Random random = new Random(3);
        for (int round = 0; round < 60; round++) {
            Path file = files.get(random.nextInt(files.size()));
            byte[] whole = Files.readAllBytes(file);
            byte[] damaged = Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            Files.write(file, damaged);
            assertThat(run().lines().getLast()).matches("[0-9]+ passed, [0-9]+ failed");
            Files.write(file, whole);
        }
        assertThat(run().holds()).isTrue();
    }

    private Outcome run() throws IOException {
        return Conformance.run(folder, progress -> {});
    }

    private String name(Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    private static Result result(Outcome outcome, String file) {
        return outcome.results().stream()
                .filter(result -> result.file().equals(file))
                .findFirst()
                .orElseThrow();
    }

    private static String newlines(String text) {
        return text.replace("\\n", "\n");
    }

    private static String replaceFirst(String text, String there, String planted) {
        int at = text.indexOf(there);
        assertThat(at).as("%s is there", there).isNotNegative();
        return text.substring(0, at) + planted + text.substring(at + there.length());
    }
}
