package io.sealane.audit;

import static io.sealane.audit.StagedExchange.NL_KEYS;
import static io.sealane.audit.StagedExchange.US_KEYS;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;
import io.sealane.core.ledger.Kind;
import io.sealane.core.ledger.Scope;

import org.junit.jupiter.api.Test;

import java.util.function.UnaryOperator;

/** Evidence of what is erased proves all but what is gone, and says what that is. */
class ErasureAuditTest {
    private final StagedExchange exchange = new StagedExchange();
    private UnaryOperator<ObjectNode> statement = json -> json;
    private Scope scope = Scope.with(NL_KEYS.origin(), Kind.ERASURE, US_KEYS.node);
    private StagedExchange.Keys log = NL_KEYS;

    private ObjectNode erased(ObjectNode file) {
        try {
            String whole = file.path("presentation").asText();
            String bare =
                    whole.substring(0, whole.indexOf('~'))
                            + whole.substring(whole.lastIndexOf('~'));
            String binding = whole.substring(whole.lastIndexOf('~') + 1).split("\\.", -1)[1];
            ObjectNode says =
                    Json.object()
                            .put("kind", "erasure")
                            .put("log", log.origin())
                            .put("at", StagedExchange.NOW.getEpochSecond() + 9)
                            .put(
                                    "agr",
                                    Json.parse(Base64Url.decode(binding)).at("/sln/agr").asText())
                            .put("vct", "transport-document/1.0")
                            .put("role", "terminal");
            says.putArray("deliveries")
                    .add(Digest.base64Url("another"))
                    .add(Digest.base64Url(StagedExchange.DELIVERY));
            byte[] text = Json.canonical(statement.apply(says));
            ObjectNode leaf =
                    exchange.logged(
                            new StagedExchange.Note(scope, text, log.noteSigner()), new byte[32]);
            file.put("presentation", bare);
            file.set("erasure", leaf.put("statement", new String(text, UTF_8)));
            return file;
        } catch (Refusal e) {
            throw new AssertionError(e);
        }
    }

    private void fails(String check) {
        exchange.file = this::erased;
        Report report = exchange.report();
        assertThat(report.holds()).isFalse();
        assertThat(report.verdicts())
                .filteredOn(verdict -> !verdict.holds())
                .extracting(Verdict::check)
                .contains(check);
    }

    @Test
    void what_is_left_verifies_and_what_is_gone_is_told() {
        exchange.file = this::erased;
        Report report = exchange.report();
        assertThat(report.holds()).as("%s", report.lines()).isTrue();
        assertThat(report.outcome()).isEqualTo("delivered");
        assertThat(report.lines().toString())
                .contains("erased on 20", "kind erasure", "may see", "not known: it is erased");
        assertThat(report.notProven()).anyMatch(limit -> limit.contains("it is erased"));
    }

    @Test
    void without_the_word_of_the_log_a_presentation_without_its_disclosures_is_none() {
        exchange.file =
                file -> {
                    ObjectNode erased = erased(file);
                    erased.remove("erasure");
                    return erased;
                };
        assertThat(exchange.report().holds()).isFalse();
    }

    @Test
    void what_is_said_to_be_erased_is_not_there() {
        exchange.file =
                file -> {
                    String whole = file.path("presentation").asText();
                    return erased(file).put("presentation", whole);
                };
        assertThat(exchange.report().holds()).isFalse();
    }

    @Test
    void the_erasure_is_of_this_delivery_later_and_in_the_log_of_its_receiver() {
        statement =
                says -> {
                    says.putArray("deliveries").add(Digest.base64Url("another"));
                    return says;
                };
        fails("disclosures");
        statement = says -> says.put("role", "customs");
        fails("disclosures");
        statement = says -> says.put("vct", "transport-event/1.0");
        fails("disclosures");
        statement = says -> says.put("agr", Digest.base64Url("another"));
        fails("disclosures");
        statement = says -> says.put("at", StagedExchange.NOW.getEpochSecond() - 1);
        fails("disclosures");
        statement = says -> says;
        scope = Scope.with(NL_KEYS.origin(), Kind.ERASURE, "sg.sealane.example");
        fails("disclosures");
        scope = Scope.with(NL_KEYS.origin(), Kind.AGREEMENT, US_KEYS.node);
        fails("disclosures");
        log = US_KEYS;
        scope = Scope.with(US_KEYS.origin(), Kind.ERASURE, US_KEYS.node);
        fails("disclosures");
    }
}
