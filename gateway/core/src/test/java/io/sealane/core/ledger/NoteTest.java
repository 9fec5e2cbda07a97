package io.sealane.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;

class NoteTest {
    private static final String ORIGIN = "us.sealane.example/log/1";
    private static final Checkpoint HEAD =
            new Checkpoint(ORIGIN, 7, Merkle.leafHash("head".getBytes(UTF_8)));
    private static final NoteSigner LOG = signer(ORIGIN, SignatureType.ED25519);
    private static final NoteSigner WITNESS = signer("nl.example/w", SignatureType.COSIGNATURE);
    private static final NoteSigner QUANTUM = signer(ORIGIN, SignatureType.ML_DSA_44);

    @Test
    void a_checkpoint_signed_by_its_log_and_a_witness_opens() throws Refusal {
        Note note = HEAD.sign(1_700_000_000, List.of(LOG, QUANTUM)).with(WITNESS, 1_700_000_001);
        Checkpoint.Signed signed = Checkpoint.open(note.bytes(), keys(LOG, WITNESS, QUANTUM));
        assertThat(signed.checkpoint()).isEqualTo(HEAD);
        assertThat(signed.signatures())
                .containsExactly(
                        new Note.Verified(LOG.verifier(), 0),
                        new Note.Verified(QUANTUM.verifier(), 1_700_000_000),
                        new Note.Verified(WITNESS.verifier(), 1_700_000_001));
        assertThat(signed.note()).isEqualTo(note);
    }

    @ParameterizedTest
    @EnumSource(SignatureType.class)
    void a_verifier_key_is_read_back_from_its_text(SignatureType type) throws Refusal {
        NoteVerifier key = signer("a.example/log+".replace("+", ""), type).verifier();
        NoteVerifier read = NoteVerifier.parse(key.vkey());
        assertThat(read).isEqualTo(key);
        assertThat(read.vkey()).isEqualTo(key.vkey());
        assertThat(read.raw()).hasSize(type.keyBytes());
    }

    @ParameterizedTest
    @EnumSource(SignatureType.class)
    void a_signature_of_a_known_key_that_does_not_verify_rejects_the_note(SignatureType type) {
        NoteSigner signer = signer(ORIGIN, type);
        Note note = HEAD.sign(5, List.of(LOG, signer));
        Note.Line line = note.lines().getLast();
        for (int at : new int[] {0, 7, 8, line.signature().length - 1}) {
            byte[] changed = line.signature().clone();
            changed[at] ^= 1;
            Note.Line other = new Note.Line(line.name(), line.id(), changed);
            assertCode(
                    Code.BAD_SIGNATURE,
                    () ->
                            new Note(note.text(), List.of(note.lines().getFirst(), other))
                                    .verify(keys(LOG, signer)));
        }
        Note.Line cut = new Note.Line(line.name(), line.id(), new byte[63]);
        assertCode(
                Code.BAD_SIGNATURE, () -> new Note(note.text(), List.of(cut)).verify(keys(signer)));
        Checkpoint next = new Checkpoint(ORIGIN, 8, HEAD.root());
        assertCode(
                Code.BAD_SIGNATURE,
                () -> new Note(next.text(), note.lines()).verify(keys(LOG, signer)));
    }

    @Test
    void a_post_quantum_signature_binds_the_name_of_its_key() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("ML-DSA-44", "SUN").generateKeyPair();
        NoteSigner one = NoteSigner.of("one.example", SignatureType.ML_DSA_44, pair);
        NoteSigner two = NoteSigner.of("two.example", SignatureType.ML_DSA_44, pair);
        Note.Line line = HEAD.sign(9, List.of(one)).lines().getFirst();
        Note.Line renamed = new Note.Line("two.example", two.verifier().id(), line.signature());
        assertCode(
                Code.BAD_SIGNATURE,
                () -> new Note(HEAD.text(), List.of(renamed)).verify(keys(two)));
        assertThat(new Note(HEAD.text(), List.of(line)).verify(keys(one, two))).hasSize(1);
    }

    @Test
    void the_post_quantum_message_is_laid_out_as_the_specification_says() throws Refusal {
        byte[] message = SignedMessage.timed(SignatureType.ML_DSA_44, "w", HEAD.text(), 258);
        ByteBuffer expected = ByteBuffer.allocate(message.length);
        expected.put("subtree/v1\n".getBytes(UTF_8)).put((byte) 0);
        expected.put((byte) 1).put((byte) 'w').putLong(258);
        expected.put((byte) ORIGIN.length()).put(ORIGIN.getBytes(UTF_8));
        expected.putLong(0).putLong(7).put(HEAD.root());
        assertThat(expected.remaining()).isZero();
        assertThat(message).isEqualTo(expected.array());
    }

    @Test
    void signatures_of_unknown_keys_are_ignored_but_one_must_be_known() throws Refusal {
        NoteSigner sameName = signer(ORIGIN, SignatureType.ED25519);
        Note note = HEAD.sign(0, List.of(sameName, LOG));
        assertThat(note.verify(keys(LOG))).hasSize(1);
        assertCode(Code.UNKNOWN_KEY, () -> note.verify(keys(WITNESS)));
        assertCode(Code.UNKNOWN_KEY, () -> note.verify(List.of()));
    }

    @Test
    void a_witness_alone_does_not_make_a_checkpoint() {
        Note note = HEAD.sign(0, List.of(WITNESS));
        assertCode(Code.UNKNOWN_KEY, () -> Checkpoint.open(note, keys(LOG, WITNESS)));
    }

    @Test
    void takes_a_hundred_signatures_and_no_more() throws Refusal {
        Note note = HEAD.sign(0, List.of(LOG));
        List<Note.Line> strangers = new ArrayList<>();
        for (int i = 0; i < 99; i++) {
            strangers.add(new Note.Line("stranger.example/" + i, i, new byte[2428]));
        }
        Note full = note.with(strangers);
        assertThat(Note.parse(full.bytes()).verify(keys(LOG))).hasSize(1);
        assertCode(Code.TOO_LARGE, () -> Note.parse(full.with(strangers).bytes()));
        assertCode(Code.TOO_LARGE, () -> Note.parse(new byte[Note.MAX_BYTES + 1]));
    }

    @Test
    void the_text_may_hold_empty_lines() throws Refusal {
        Note note = Note.sign("one\n\ntwo\n\n", 0, List.of(LOG));
        assertThat(Note.parse(note.bytes())).isEqualTo(note);
        assertThat(note.verify(keys(LOG))).hasSize(1);
    }

    @Test
    void a_witnesss_answer_is_signature_lines_alone() throws Refusal {
        Note.Line line = HEAD.sign(3, List.of(WITNESS)).lines().getFirst();
        assertThat(Note.parseLines(line.text().getBytes(UTF_8))).containsExactly(line);
        for (String bad :
                List.of("", "x\n\n" + line.text(), "\n" + line.text(), line.text() + "\n")) {
            assertCode(Code.MALFORMED_NOTE, () -> Note.parseLines(bad.getBytes(UTF_8)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "\n\n",
                "text\n",
                "text\n\n",
                "text\n\n\n",
                "text\n\n\u2014 name AAAAAAAA",
                "text\n\n\u2014 name\n",
                "text\n\n- name AAAAAAAA\n",
                "text\n\n\u2014  AAAAAAAA\n",
                "text\n\n\u2014 na+me AAAAAAAA\n",
                "text\n\n\u2014 na\u00a0me AAAAAAAA\n",
                "text\n\n\u2014 name AAAA\n",
                "text\n\n\u2014 name AAAAAA==\n",
                "te\rxt\n\n\u2014 name AAAAAAAA\n",
                "te\u0000xt\n\n\u2014 name AAAAAAAA\n",
                "text\n\u2014 name AAAAAAAA\n",
                "text\n\n\u2014 name AAAAAAAA\nmore\n",
                "text\n\n\u2014 na\u2003me AAAAAAAA\n"
            })
    void refuses_what_is_not_a_note(String text) {
        assertCode(Code.MALFORMED_NOTE, () -> Note.parse(text.getBytes(UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AAAAAAB",
                "AAAAAAA",
                "AAAAAAB=",
                "AAAAAAA ",
                " AAAAAAAA",
                "AAAAA-A_",
                "AAAAAAA=A",
                "AAAAAAAA AAAA"
            })
    void refuses_a_signature_that_is_not_canonical_base64(String base64) {
        byte[] note = ("text\n\n\u2014 name " + base64 + "\n").getBytes(UTF_8);
        assertCode(Code.NOT_CANONICAL, () -> Note.parse(note));
    }

    @Test
    void refuses_what_is_not_utf_8() {
        byte[] note = HEAD.sign(0, List.of(LOG)).bytes();
        note[2] = (byte) 0xC0;
        assertCode(Code.MALFORMED_NOTE, () -> Note.parse(note));
    }

    @Test
    void refuses_a_verifier_key_that_is_not_what_it_says() {
        String vkey = LOG.verifier().vkey();
        String[] parts = vkey.split("\\+", 3);
        byte[] typed = Base64.getDecoder().decode(parts[2]);
        assertCode(Code.MALFORMED_NOTE, () -> NoteVerifier.parse(""));
        assertCode(Code.MALFORMED_NOTE, () -> NoteVerifier.parse(parts[0] + "+" + parts[1]));
        assertCode(Code.MALFORMED_NOTE, () -> NoteVerifier.parse("x" + vkey));
        assertCode(Code.MALFORMED_NOTE, () -> NoteVerifier.parse(" " + vkey));
        assertCode(
                Code.MALFORMED_NOTE,
                () -> NoteVerifier.parse(parts[0] + "+0" + parts[1] + "+" + parts[2]));
        assertCode(Code.NOT_CANONICAL, () -> NoteVerifier.parse(vkey + "\n"));
        typed[0] = 0x02;
        String ecdsa = parts[0] + "+" + parts[1] + "+" + Base64.getEncoder().encodeToString(typed);
        assertCode(Code.UNKNOWN_KEY, () -> NoteVerifier.parse(ecdsa));
        String bare = parts[0] + "+" + parts[1] + "+";
        assertCode(Code.MALFORMED_NOTE, () -> NoteVerifier.parse(bare));
        assertCode(Code.MALFORMED_NOTE, () -> NoteVerifier.parse(bare + "AQ=="));
    }

    @Test
    void refuses_a_verifier_key_under_which_anything_verifies() throws Refusal {
        byte[] raw = new byte[32];
        raw[0] = 1;
        assertThatThrownBy(() -> RawKeys.decode(SignatureType.ED25519, raw))
                .isInstanceOf(Refusal.class);
        assertThat(RawKeys.decode(SignatureType.ED25519, LOG.verifier().raw())).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void a_changed_note_is_refused_or_reads_back_as_it_is(long seed) {
        Random random = new Random(seed);
        byte[] note = HEAD.sign(1, List.of(LOG)).with(WITNESS, 2).bytes();
        int refused = 0;
        for (int i = 0; i < 3_000; i++) {
            byte[] changed = note.clone();
            changed[random.nextInt(note.length)] = (byte) random.nextInt(256);
            try {
                Note read = Note.parse(changed);
                assertThat(read.bytes()).isEqualTo(changed);
                if (!java.util.Arrays.equals(changed, note)) {
                    assertThatThrownBy(() -> openWithBoth(read)).isInstanceOf(Refusal.class);
                }
            } catch (Refusal refusal) {
                refused++;
            }
        }
        assertThat(refused).isBetween(100, 2_990);
    }

    /** Both keys must have signed, as in evidence, where no line is left unexplained. */
    private static void openWithBoth(Note note) throws Refusal {
        if (Checkpoint.open(note, keys(LOG, WITNESS)).signatures().size() != 2) {
            throw new Refusal(Code.UNKNOWN_KEY, "A line is of no known key.");
        }
    }

    private interface Check {
        void run() throws Refusal;
    }

    private static void assertCode(Code code, Check check) {
        assertThatThrownBy(check::run)
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo(code));
    }

    private static List<NoteVerifier> keys(NoteSigner... signers) {
        return List.of(signers).stream().map(NoteSigner::verifier).toList();
    }

    private static NoteSigner signer(String name, SignatureType type) {
        try {
            var generator =
                    type == SignatureType.ML_DSA_44
                            ? KeyPairGenerator.getInstance("ML-DSA-44", "SUN")
                            : KeyPairGenerator.getInstance("Ed25519");
            return NoteSigner.of(name, type, generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
