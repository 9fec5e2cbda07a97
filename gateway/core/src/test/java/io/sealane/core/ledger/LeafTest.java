package io.sealane.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.HexFormat;

class LeafTest {
    private static final String LOG = "us.sealane.example/log/1";
    private static final Scope SENT =
            Scope.numbered(
                    LOG,
                    Kind.SENT,
                    "us.sealane.example/1>nl.sealane.example",
                    42,
                    "nl.sealane.example");
    private static final byte[] STATEMENT = "a statement".getBytes(UTF_8);

    private static byte[] blinding() {
        byte[] blinding = new byte[32];
        for (int i = 0; i < 32; i++) {
            blinding[i] = (byte) i;
        }
        return blinding;
    }

    @Test
    void an_entry_is_what_another_implementation_computes() {
        // Computed with Python's hashlib and hmac from the formula in DESIGN 7.
        assertThat(HexFormat.of().formatHex(Leaf.entry(SENT, blinding(), STATEMENT)))
                .isEqualTo("01d7d9cccb15699b3c54f296155a5389311da646a449c62e54631130752d35f963");
        assertThat(HexFormat.of().formatHex(Leaf.blindingHash(blinding())))
                .isEqualTo("630dcd2966c4336691125448bbb25b4ff412a49c732db2c8abc1b8581bd710dd");
    }

    @Test
    void a_scope_opens_alone_and_shows_neither_blinding_nor_statement() {
        Opening opening = new Opening(7, blinding(), SENT, STATEMENT);
        Opening.OpenedScope scope = opening.scopeOnly();
        assertThat(scope.entry()).isEqualTo(opening.entry()).hasSize(Leaf.ENTRY_BYTES);
        assertThat(scope.leafHash()).isEqualTo(opening.leafHash());
        assertThat(scope.blinding()).isNotEqualTo(blinding());
        assertThat(opening.toString()).doesNotContain("statement");
    }

    @Test
    void every_part_of_an_opening_changes_the_entry() {
        byte[] entry = new Opening(7, blinding(), SENT, STATEMENT).entry();
        byte[] other = blinding();
        other[31] ^= 1;
        assertThat(Leaf.entry(SENT, other, STATEMENT)).isNotEqualTo(entry);
        assertThat(Leaf.entry(SENT, blinding(), Arrays.copyOf(STATEMENT, 10))).isNotEqualTo(entry);
        Scope void_ = new Scope(LOG, Kind.VOID, SENT.ch(), SENT.seq(), SENT.peer());
        assertThat(Leaf.entry(void_, blinding(), STATEMENT)).isNotEqualTo(entry);
    }

    @Test
    void members_that_do_not_apply_are_left_out() {
        assertThat(new String(Scope.own(LOG, Kind.SUBMITTED).bytes(), UTF_8))
                .isEqualTo("{\"kind\":\"submitted\",\"log\":\"us.sealane.example/log/1\"}");
        assertThat(new String(Scope.with(LOG, Kind.AGREEMENT, "nl.sealane.example").bytes(), UTF_8))
                .isEqualTo(
                        "{\"kind\":\"agreement\",\"log\":\"us.sealane.example/log/1\","
                                + "\"peer\":\"nl.sealane.example\"}");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_scope_is_read_back_from_its_bytes(Kind kind) throws Refusal {
        for (Scope scope :
                new Scope[] {
                    Scope.own(LOG, kind),
                    Scope.with(LOG, kind, "nl.sealane.example"),
                    Scope.numbered(LOG, kind, "a>b", 0, "b")
                }) {
            assertThat(Scope.parse(Json.parse(scope.bytes()))).isEqualTo(scope);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "{\"log\":\"l\"}",
                "{\"kind\":\"sent\"}",
                "{\"log\":\"\",\"kind\":\"sent\"}",
                "{\"log\":1,\"kind\":\"sent\"}",
                "{\"log\":\"l\",\"kind\":\"SENT\"}",
                "{\"log\":\"l\",\"kind\":\"lost\"}",
                "{\"log\":\"l\",\"kind\":\"sent\",\"ch\":\"c\"}",
                "{\"log\":\"l\",\"kind\":\"sent\",\"seq\":1}",
                "{\"log\":\"l\",\"kind\":\"sent\",\"ch\":\"c\",\"seq\":-1}",
                "{\"log\":\"l\",\"kind\":\"sent\",\"ch\":\"c\",\"seq\":1.5}",
                "{\"log\":\"l\",\"kind\":\"sent\",\"ch\":\"c\",\"seq\":\"1\"}",
                "{\"log\":\"l\",\"kind\":\"sent\",\"ch\":null,\"seq\":null}",
                "{\"log\":\"l\",\"kind\":\"sent\",\"peer\":null}"
            })
    void refuses_what_is_not_a_scope(String json) throws Refusal {
        var node = Json.parse(json);
        assertThatThrownBy(() -> Scope.parse(node))
                .isInstanceOfSatisfying(
                        Refusal.class, r -> assertThat(r.code()).isEqualTo(Code.BAD_OPENING));
    }

    @Test
    void refuses_a_scope_with_a_member_it_does_not_know() throws Refusal {
        var node = Json.parse("{\"log\":\"l\",\"kind\":\"sent\",\"note\":\"\"}");
        assertThatThrownBy(() -> Scope.parse(node))
                .isInstanceOfSatisfying(
                        Refusal.class, r -> assertThat(r.code()).isEqualTo(Code.UNKNOWN_MEMBER));
    }

    @Test
    void a_blinding_of_another_length_is_a_bug() {
        assertThatThrownBy(() -> Leaf.entry(SENT, new byte[31], STATEMENT))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Opening(0, new byte[33], SENT, STATEMENT))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
