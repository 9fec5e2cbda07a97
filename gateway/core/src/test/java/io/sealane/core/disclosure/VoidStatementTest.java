package io.sealane.core.disclosure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.KeySigner;
import io.sealane.core.identity.Refusal;
import io.sealane.core.identity.TestKeys;
import io.sealane.core.json.Json;
import io.sealane.core.seal.Jws;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

class VoidStatementTest {
    private static final KeySigner NODE = TestKeys.es256(7);
    private static final String HASH = "A".repeat(43);
    private static final VoidStatement VOID =
            new VoidStatement(
                    "nl.sealane.example",
                    "019a0000-0000-7000-8000-000000000002",
                    "us.sealane.example/1>nl.sealane.example",
                    42,
                    HASH,
                    HASH,
                    HASH,
                    "expired");

    @Test
    void is_read_back_and_verifies() throws Refusal {
        Jws.Draft draft = VOID.draft(NODE);
        Jws read = VoidStatement.parse(draft.sign(NODE).compact());
        read.verify(NODE.key(), Code.BAD_KEY_BINDING);
        assertThat(VoidStatement.of(read)).isEqualTo(VOID);
        assertThat(read.signingInputHash()).isEqualTo(draft.signingInputHash());
        refused(
                Code.BAD_KEY_BINDING,
                () -> read.verify(TestKeys.es256(8).key(), Code.BAD_KEY_BINDING));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"more\":1}", "{\"aud\":\"nl\"}", "{\"nonce\":\"x\"}", "{\"ch\":\"x\"}",
                "{\"seq\":-1}", "{\"seq\":\"42\"}", "{\"prev\":\"\"}", "{\"rh\":null}",
                "{\"replaces\":\"x\"}", "{\"reason\":\"\"}", "{\"reason\":\"It is late.\"}"
            })
    void refuses_another_form(String change) throws Refusal {
        Jws good = VOID.draft(NODE).sign(NODE);
        ObjectNode claims = good.claims();
        claims.setAll((ObjectNode) Json.parse(change));
        byte[] payload = Json.text(claims).getBytes(StandardCharsets.UTF_8);
        Jws changed = Jws.draft(VoidStatement.TYP, payload, NODE).sign(NODE);
        refused(Code.MALFORMED_DELIVERY, () -> VoidStatement.of(changed));
    }

    @Test
    void refuses_every_member_that_is_missing() throws Refusal {
        Jws good = VOID.draft(NODE).sign(NODE);
        for (String name : good.claims().properties().stream().map(m -> m.getKey()).toList()) {
            ObjectNode claims = good.claims();
            claims.remove(name);
            byte[] payload = Json.text(claims).getBytes(StandardCharsets.UTF_8);
            Jws changed = Jws.draft(VoidStatement.TYP, payload, NODE).sign(NODE);
            refused(Code.MALFORMED_DELIVERY, () -> VoidStatement.of(changed));
        }
    }

    @Test
    void refuses_a_token_of_another_type() {
        String other = Jws.draft(KeyBinding.TYP, new byte[0], NODE).sign(NODE).compact();
        refused(Code.MALFORMED_DELIVERY, () -> VoidStatement.parse(other));
        refused(Code.MALFORMED_DELIVERY, () -> VoidStatement.parse("a.b.c"));
    }

    private static void refused(Code code, ThrowingCallable reading) {
        assertThatThrownBy(reading)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
