package io.sealane.core.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealane.core.agreement.AgreementState;
import io.sealane.core.exchange.Change.PendingPresentation;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Digest;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The statements that PROTOCOL.md shows are, byte for byte, those that a node makes. */
class ProtocolStatementsTest {
    private static final Instant AT = Instant.ofEpochSecond(1781280000);
    private static final String US = "us.sealane.example/log/1";
    private static final String NL = "nl.sealane.example/log/1";
    private static final UUID DELIVERY = UUID.fromString("019f0f3a-7c00-7000-8000-000000000001");
    private static final UUID DOCUMENT = UUID.fromString("019f0f3a-7c00-7000-8000-0000000000d1");

    /** Every hash of the examples is that of its own name. */
    private static String hash(String name) {
        return Digest.base64Url(name);
    }

    private static Bound bound() throws Refusal {
        return new Bound(
                DELIVERY,
                ChannelName.parse("us.sealane.example/1>nl.sealane.example"),
                42,
                Digest.sha256("replaces"),
                new byte[32],
                hash("sd_hash"),
                hash("dset"),
                hash("agr"));
    }

    private static byte[] admitted() throws Refusal {
        return Statements.received(NL, "us.sealane.example", bound(), hash("cset"), null, AT);
    }

    private static String shown(String name) throws IOException {
        String text = Files.readString(Path.of("..", "docs", "PROTOCOL.md"));
        String fence = "```" + name + "\n";
        assertThat(text).containsOnlyOnce(fence);
        int start = text.indexOf(fence) + fence.length();
        return text.substring(start, text.indexOf("\n```", start)).replaceAll("\n +", "");
    }

    @Test
    void a_submission_is_stated_as_shown() throws IOException, Refusal {
        var recipient =
                new Recipient(PartyId.parse("rotterdam-terminal@nl.sealane.example"), "terminal");
        var pending = List.of(new PendingPresentation(DELIVERY, recipient, bound().channel()));
        byte[] statement =
                Statements.submitted(
                        US,
                        DOCUMENT,
                        PartyId.parse("acme-line@us.sealane.example"),
                        "token",
                        pending,
                        AT);
        assertThat(new String(statement, UTF_8)).isEqualTo(shown("submitted"));
    }

    @Test
    void an_admission_is_stated_as_shown() throws IOException, Refusal {
        assertThat(new String(admitted(), UTF_8)).isEqualTo(shown("admitted"));
    }

    @Test
    void a_refusal_is_stated_as_shown() throws IOException, Refusal {
        byte[] statement =
                Statements.received(
                        NL, "us.sealane.example", bound(), null, Code.OVER_DISCLOSED, AT);
        assertThat(new String(statement, UTF_8)).isEqualTo(shown("refused"));
    }

    @Test
    void a_void_is_receipted_as_shown() throws IOException, Refusal {
        byte[] statement =
                Statements.received(
                        NL, "us.sealane.example", bound().voided(), null, Code.VOIDED, AT);
        assertThat(new String(statement, UTF_8)).isEqualTo(shown("voided"));
    }

    @Test
    void a_receipt_is_acknowledged_as_shown() throws IOException, Refusal {
        byte[] statement = Statements.receipted(US, DELIVERY, admitted(), NL, 17, AT);
        assertThat(new String(statement, UTF_8)).isEqualTo(shown("receipted"));
    }

    @Test
    void an_agreement_is_stated_as_shown() throws IOException {
        byte[] statement = Statements.agreement(US, Digest.sha256("agr"), AT);
        assertThat(new String(statement, UTF_8)).isEqualTo(shown("agreement"));
    }

    @Test
    void an_offer_and_an_end_are_stated_as_shown() throws IOException {
        byte[] hash = Digest.sha256("agr");
        byte[] offer = Statements.proposed(US, hash, "us.sealane.example", AT);
        assertThat(new String(offer, UTF_8)).isEqualTo(shown("proposed"));
        var last =
                Map.of(
                        "us.sealane.example/1>nl.sealane.example", 42L,
                        "nl.sealane.example/1>us.sealane.example", 7L);
        byte[] end =
                Statements.over(US, hash, AgreementState.ENDED, Digest.sha256("not"), last, AT);
        assertThat(new String(end, UTF_8)).isEqualTo(shown("over"));
    }

    @Test
    void an_erasure_is_stated_as_shown() throws IOException {
        var line = new Holdings.Under(Digest.sha256("agr"), "transport-document/1.0", "terminal");
        byte[] statement =
                Statements.erasure(NL, line, List.of(new Holdings.Held(DELIVERY, 7, AT)), AT);
        assertThat(new String(statement, UTF_8)).isEqualTo(shown("erasure"));
    }

    @Test
    void what_was_seen_of_a_partner_is_stated_as_shown() throws IOException {
        byte[] statement =
                Statements.key(US, "nl.sealane.example", "directory", Digest.sha256("hash"), AT);
        assertThat(new String(statement, UTF_8)).isEqualTo(shown("key"));
    }

    @Test
    void an_exclusion_is_stated_as_shown() throws IOException {
        byte[] statement =
                Statements.exclusion(
                        US, "*.platform.example", "excluded", Digest.sha256("list"), AT);
        assertThat(new String(statement, UTF_8)).isEqualTo(shown("exclusion"));
    }
}
