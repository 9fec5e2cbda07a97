package io.sealane.core.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;
import io.sealane.core.seal.Sample;
import io.sealane.core.seal.SealedDocument;
import io.sealane.fuzz.Choices;
import io.sealane.fuzz.Edits;
import io.sealane.fuzz.Expense;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Instant;
import java.util.Map;

/**
 * The reader of SD-JWTs, for Jazzer: an issuer and a holder who sign anything, and a wire that
 * changes anything. Both of our readers answer or refuse; what was changed on the wire is refused.
 */
class SdJwtFuzzTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_790_000_010);
    private static final Sample SAMPLE = new Sample(12);
    private static final String HONEST = honest();

    private static String honest() {
        try {
            SealedDocument sealed = SAMPLE.seal();
            return Presentation.draft(
                            sealed,
                            Selection.select(sealed, cls -> true),
                            PresentationTest.terms(1),
                            Sample.NODE)
                    .sign(Sample.NODE)
                    .compact();
        } catch (Refusal e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void what_was_taken_apart_and_not_changed_is_disclosed() throws Refusal {
        String made = made(Recipe.of(HONEST));
        assertThat(made.split("~", -1)).hasSize(HONEST.split("~", -1).length).hasSizeGreaterThan(9);
        assertThat(disclosed(made).doc()).isEqualTo(disclosed(HONEST).doc());
        assertThat(verified(made).path("doc")).isEqualTo(disclosed(HONEST).doc());
    }

    @Timeout(20)
    @FuzzTest
    void answers_or_refuses(byte[] input) throws Exception {
        Expense.limit(() -> {
            var choices = new Choices(input);
            if (choices.below(4) == 1) {
                String text = new String(choices.bytes(input.length), ISO_8859_1);
                assertThat(isTaken(text)).isFalse();
                return;
            }
            ObjectNode recipe = Recipe.of(HONEST);
            Edits.tree(recipe, choices);
            String signed = made(recipe);
            isTaken(signed);
            String wire = new String(Edits.bytes(signed.getBytes(ISO_8859_1), choices), ISO_8859_1);
            if (!wire.equals(signed)) {
                isTaken(wire);
                assertRefusedOnTheWire(wire);
            }
        });
    }

    private static String made(ObjectNode recipe) {
        return Recipe.compact(recipe, Map.of(), SAMPLE.issuer(), Sample.NODE);
    }

    private static boolean isTaken(String text) {
        boolean taken = false;
        try {
            ObjectNode claims = verified(text);
            assertThat(Json.text(claims)).doesNotContain("\"_sd\":", "\"...\":");
            assertThat(Json.parse(Json.canonical(claims))).isNotNull();
            taken = true;
        } catch (Refusal refusal) {
            assertThat(refusal.detail()).isNotBlank();
        }
        try {
            Disclosed disclosed = disclosed(text);
            assertThat(Json.text(disclosed.doc())).doesNotContain("\"_sd\":", "\"...\":");
            taken = true;
        } catch (Refusal refusal) {
            assertThat(refusal.detail()).isNotBlank();
        }
        return taken;
    }

    /** Nobody signed this: the key binding covers every byte before it, and itself. */
    private static void assertRefusedOnTheWire(String wire) {
        try {
            disclosed(wire);
        } catch (Refusal refusal) {
            return;
        }
        throw new AssertionError("changed on the wire, and taken");
    }

    private static ObjectNode verified(String text) throws Refusal {
        return SdJwt.verify(text, SAMPLE.issuer().key(), SdJwt.Policy.withoutBinding(), NOW);
    }

    private static Disclosed disclosed(String text) throws Refusal {
        Presentation presentation = Presentation.parse(text);
        presentation.verifyKeyBinding(Sample.NODE.key());
        presentation.verifyIssuer(SAMPLE.issuer().key());
        return presentation.disclosed();
    }
}
