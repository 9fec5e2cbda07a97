package io.sealane.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealane.core.exchange.Change.PendingPresentation;
import io.sealane.core.exchange.StoredDocument;
import io.sealane.core.seal.SealedDocument;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

class PackingTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 127, 128, 300, 16_383, 16_384, 1L << 35, Long.MAX_VALUE})
    void carries_numbers(long number) {
        byte[] packed = new Packing().number(number).toBytes();
        assertThat(new Unpacking(packed).number()).isEqualTo(number);
    }

    /** Padding, trailing bits, other alphabets, empty parts: whatever it is, it comes back. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "eyJhIjoxfQ.e30.c2ln",
                "eyJhIjoxfQ==.e30=",
                "eyJhIjoxfR",
                "A",
                "a+b/c.d_e-f",
                "not base64 at all",
                "gr\u00fc\u00df.e30",
                "a\n.b"
            })
    void gives_every_token_back_exactly(String token) {
        byte[] packed = new Packing().token(token).text("end").toBytes();
        Unpacking unpacking = new Unpacking(packed);
        assertThat(unpacking.token()).isEqualTo(token);
        assertThat(unpacking.text()).isEqualTo("end");
    }

    @Test
    void keeps_tokens_a_quarter_shorter() {
        String token = new Exchanges(1, 1).jws("{\"sub\":\"" + "x".repeat(600) + "\"}");
        assertThat(new Packing().token(token).toBytes().length).isLessThan(token.length() * 4 / 5);
    }

    @Test
    void notices_what_ends_too_early() {
        byte[] packed = new Packing().text("a text of some length").toBytes();
        Unpacking cut = new Unpacking(Arrays.copyOf(packed, packed.length - 1));
        assertThatThrownBy(cut::text).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void compresses_and_expands_whatever_it_is_given() {
        Random random = new Random(3);
        try (Compression compression = new Compression()) {
            for (int length : new int[] {0, 1, 100, 4095, 4096, 4097, 100_000}) {
                byte[] noise = new byte[length];
                random.nextBytes(noise);
                byte[] words = "container ".repeat(length / 10 + 1).getBytes(UTF_8);
                assertThat(compression.expanded(compression.compressed(noise))).isEqualTo(noise);
                assertThat(compression.expanded(compression.compressed(words))).isEqualTo(words);
            }
            byte[] words = compression.compressed("container ".repeat(1000).getBytes(UTF_8));
            assertThat(words.length).isLessThan(200);
            assertThatThrownBy(() -> compression.expanded(Arrays.copyOf(words, words.length - 4)))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void gives_documents_back_exactly() {
        Exchanges make = new Exchanges(8, 1);
        StoredDocument document = make.document(40, "M\u00fcller & S\u00f6hne", "");
        var pending = make.submitted("key", document, Exchanges.TO_NL, Exchanges.TO_SG).pending();
        try (Compression compression = new Compression()) {
            byte[] packed = new DocumentContent(document.sealed(), pending).pack(compression);
            DocumentContent unpacked = DocumentContent.unpack(compression, packed, like(document));
            assertThat(unpacked.sealed()).isEqualTo(document.sealed());
            assertThat(unpacked.deliveries()).isEqualTo(pending);
        }
    }

    private static DocumentContent.Making like(StoredDocument document) {
        return (id, sealed) ->
                new StoredDocument(
                        id, document.issuer(), document.vct(), document.issuedAt(), sealed);
    }

    @Test
    void gives_back_what_was_made_for_single_partners_once_each() {
        Exchanges make = new Exchanges(8, 1);
        StoredDocument document = make.document(12);
        StoredDocument atNl = like(document).of(make.document(3).id(), make.document(9).sealed());
        SealedDocument plain = make.document(5).sealed();
        StoredDocument atSg =
                like(document)
                        .of(
                                make.document(3).id(),
                                new SealedDocument(
                                        plain.issuerJwt(),
                                        plain.disclosures(),
                                        plain.classes(),
                                        "e30..c2ln"));
        List<PendingPresentation> pending = new ArrayList<>();
        for (StoredDocument apart : Arrays.asList(atNl, null, atSg, atNl)) {
            PendingPresentation one =
                    make.submitted("key", document, Exchanges.TO_NL).pending().getFirst();
            pending.add(
                    new PendingPresentation(one.delivery(), one.recipient(), one.channel(), apart));
        }
        try (Compression compression = new Compression()) {
            byte[] packed = new DocumentContent(document.sealed(), pending).pack(compression);
            byte[] twoLess =
                    new DocumentContent(document.sealed(), pending.subList(0, 2)).pack(compression);
            DocumentContent unpacked = DocumentContent.unpack(compression, packed, like(document));
            assertThat(unpacked.sealed()).isEqualTo(document.sealed());
            assertThat(unpacked.deliveries()).isEqualTo(pending);
            assertThat(DocumentContent.unpack(compression, twoLess, like(document)).deliveries())
                    .isEqualTo(pending.subList(0, 2));
        }
    }

    @Test
    void keeps_a_second_signature_where_there_is_one() {
        SealedDocument plain = new Exchanges(5, 1).document(3).sealed();
        String second = "e30..c2ln";
        var signedTwice =
                new SealedDocument(plain.issuerJwt(), plain.disclosures(), plain.classes(), second);
        try (Compression compression = new Compression()) {
            for (SealedDocument sealed : List.of(plain, signedTwice)) {
                byte[] packed = new DocumentContent(sealed, List.of()).pack(compression);
                DocumentContent unpacked =
                        DocumentContent.unpack(
                                compression, packed, like(new Exchanges(5, 1).document(3)));
                assertThat(unpacked.sealed()).isEqualTo(sealed);
            }
            ReceivedContent received = ReceivedContent.of("e30.e30.c2ln~e30.e30.c2ln", second);
            byte[] tokens = received.packTokens();
            assertThat(ReceivedContent.second(tokens)).isEqualTo(second);
            assertThat(ReceivedContent.bare(tokens)).isEqualTo(received.compact());
            byte[] body = received.packDisclosures(compression);
            assertThat(ReceivedContent.unpack(compression, tokens, body)).isEqualTo(received);
            assertThat(ReceivedContent.second(ReceivedContent.of("a~b", null).packTokens()))
                    .isNull();
        }
    }

    @Test
    void gives_presentations_back_exactly() {
        String compact = new Exchanges(9, 1).presentation("a", "b", "c");
        ReceivedContent received = ReceivedContent.of(compact, null);
        assertThat(received.compact()).isEqualTo(compact);
        try (Compression compression = new Compression()) {
            ReceivedContent unpacked =
                    ReceivedContent.unpack(
                            compression,
                            received.packTokens(),
                            received.packDisclosures(compression));
            assertThat(unpacked.compact()).isEqualTo(compact);
        }
        String bare = "e30.e30.c2ln~e30.e30.c2ln";
        assertThat(ReceivedContent.of(bare, null).compact()).isEqualTo(bare);
        assertThat(ReceivedContent.of(bare, null).disclosures()).isEqualTo(List.of());
    }
}
