package io.sealane.core.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealane.core.disclosure.SdJwt.Policy;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Json;
import io.sealane.core.seal.Forge;
import io.sealane.core.seal.IssuerToken;
import io.sealane.core.seal.Jws;
import io.sealane.core.seal.Sample;
import io.sealane.core.seal.SealedDocument;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/** Every reader of outside bytes answers or refuses: it never fails in another way. */
class HostileBytesTest {
    private static final List<String> PIECES =
            List.of(
                    "{",
                    "}",
                    "[",
                    "]",
                    ",",
                    ":",
                    "\"",
                    "\\",
                    "\\u",
                    "\\ud800",
                    "null",
                    "true",
                    "-",
                    "0",
                    "1e9",
                    "1e999",
                    "9007199254740993",
                    "~",
                    ".",
                    "=",
                    "\u0000",
                    "\"_sd\":[",
                    "{\"...\":",
                    "\"_sd_alg\":",
                    "é",
                    "\uD83D\uDE02",
                    "\"a\":");

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void reads_or_refuses_json(long seed) {
        var random = new Random(seed);
        String text =
                damaged(
                        Json.text(Sample.visible(new Sample(seed).shape(), Sample.CLASSES)),
                        random);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = random.nextInt(3); i > 0 && bytes.length > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        try {
            var tree = Json.parse(bytes);
            // What was read has a canonical form, and that is read as the same.
            assertThat(Json.canonical(Json.parse(Json.canonical(tree))))
                    .isEqualTo(Json.canonical(tree));
        } catch (Refusal refusal) {
            assertThat(refusal.detail()).isNotBlank();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void reads_or_refuses_a_presentation(long seed) throws Refusal {
        var random = new Random(seed);
        var sample = new Sample(seed);
        SealedDocument sealed = sample.seal();
        Presentation sent =
                Presentation.draft(
                                sealed,
                                Selection.select(sealed, cls -> true),
                                PresentationTest.terms(1),
                                Sample.NODE)
                        .sign(Sample.NODE);
        String text = damaged(sent.compact(), random);
        if (text.equals(sent.compact())) {
            return;
        }
        try {
            Presentation received = Presentation.parse(text);
            received.verifyKeyBinding(Sample.NODE.key());
            received.verifyIssuer(sample.issuer().key());
            received.disclosed();
            throw new AssertionError("a damaged presentation verifies, seed " + seed);
        } catch (Refusal refusal) {
            assertThat(refusal.detail()).isNotBlank();
        }
    }

    /** Behind the signatures: an issuer that signs anything. */
    @ParameterizedTest
    @MethodSource("seeds")
    void reads_or_refuses_what_a_hostile_issuer_signs(long seed) throws Refusal {
        var random = new Random(seed);
        var sample = new Sample(seed);
        SealedDocument sealed = sample.seal();
        var forge = new Forge(Sample.NODE);
        for (SealedDocument.Item item : sealed.disclosures()) {
            String json = new String(Base64Url.decode(item.encoded()), StandardCharsets.UTF_8);
            forge.shown(random.nextInt(8) == 0 ? damaged(json, random) : json);
        }
        Jws token = IssuerToken.parse(sealed.issuerJwt()).jws();
        String payload = new String(token.payload(), StandardCharsets.UTF_8);
        String text = forge.sdJwt(random.nextBoolean() ? damaged(payload, random) : payload);
        try {
            var claims =
                    SdJwt.verify(
                            text,
                            Sample.NODE.key(),
                            Policy.withoutBinding(),
                            Instant.ofEpochSecond(1790000010));
            assertThat(Json.text(claims)).doesNotContain("\"_sd\"").doesNotContain("\"...\"");
        } catch (Refusal refusal) {
            assertThat(refusal.detail()).isNotBlank();
        }
    }

    private static String damaged(String text, Random random) {
        var damaged = new StringBuilder(text);
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(damaged.length() + 1);
            int to = Math.min(damaged.length(), at + random.nextInt(6));
            switch (random.nextInt(4)) {
                case 0 -> damaged.delete(at, to);
                case 1 -> damaged.insert(at, damaged.substring(at, to));
                case 2 -> damaged.replace(at, to, PIECES.get(random.nextInt(PIECES.size())));
                default -> damaged.insert(at, PIECES.get(random.nextInt(PIECES.size())));
            }
        }
        return damaged.toString();
    }
}
