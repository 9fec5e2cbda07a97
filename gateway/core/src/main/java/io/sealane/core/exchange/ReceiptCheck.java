package io.sealane.core.exchange;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.disclosure.KeyBinding;
import io.sealane.core.disclosure.Presentation;
import io.sealane.core.document.Catalogue;
import io.sealane.core.document.Profile;
import io.sealane.core.exchange.Change.Receipted;
import io.sealane.core.exchange.Store.Outgoing;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;
import io.sealane.core.ledger.Checkpoint;
import io.sealane.core.ledger.Kind;
import io.sealane.core.ledger.Leaf;
import io.sealane.core.ledger.Merkle;
import io.sealane.core.ledger.Scope;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Arrays;

/** Whether a receipt is one for the very bytes that were sent, and stands in the partner's log. */
final class ReceiptCheck {
    private final Self self;
    private final Catalogue catalogue;
    private final Identifiers identifiers;

    ReceiptCheck(Self self, Catalogue catalogue, Identifiers identifiers) {
        this.self = self;
        this.catalogue = catalogue;
        this.identifiers = identifiers;
    }

    /**
     * An answer, and the checkpoint in it, verified once for all its receipts.
     *
     * @param checkpoint what the answer's note says
     */
    record Told(Answer answer, Checkpoint checkpoint) {}

    Receipted verify(
            ChannelName channel,
            Outgoing sent,
            Answer.Line line,
            Told told,
            Partner partner,
            Instant now)
            throws Refusal {
        Code code = verifyStatement(channel, sent, line.statement(), partner);
        verifyLogged(channel, sent, line, told.checkpoint(), partner, code);
        var leaf =
                new Commitment(
                        Scope.numbered(
                                self.origin(),
                                Kind.RECEIPTED,
                                channel.toString(),
                                sent.seq(),
                                channel.to()),
                        identifiers.blinding(),
                        Statements.receipted(
                                self.origin(),
                                sent.delivery(),
                                line.statement(),
                                partner.origin(),
                                line.index(),
                                now));
        var receipt =
                new Receipt(
                        line.statement(),
                        line.blinding(),
                        line.index(),
                        line.proof(),
                        told.answer().checkpoint());
        return new Receipted(channel, sent.delivery(), receipt, code, leaf);
    }

    /**
     * Compares the statement with the one that this node would have made: it must say the same of
     * everything but the time.
     *
     * @return the code of a refusal, or null
     */
    private @Nullable Code verifyStatement(
            ChannelName channel, Outgoing sent, byte[] statement, Partner partner) throws Refusal {
        JsonNode said = Json.parse(statement);
        Code code = null;
        if ("refused".equals(said.path("kind").asText())) {
            code = Code.ofWireName(said.path("code").asText());
            if (code == null) {
                throw new Refusal(Code.MISMATCH, "The receipt has a code that is not known.");
            }
        }
        Instant at = Instant.ofEpochSecond(said.path("at").asLong());
        byte[] expected =
                Statements.received(
                        partner.origin(),
                        self.node(),
                        bound(channel, sent, code == Code.VOIDED),
                        code == null ? cset(sent) : null,
                        code,
                        at);
        if (!Arrays.equals(expected, statement)) {
            throw new Refusal(
                    Code.MISMATCH, "The receipt is not one for what was sent under its number.");
        }
        return code;
    }

    /**
     * What the receipt must speak of: the void if it was taken in the presentation's place, else
     * the presentation, even if a void was sent too late.
     */
    private static Bound bound(ChannelName channel, Outgoing sent, boolean voided) throws Refusal {
        if (voided && !sent.isVoid()) {
            throw new Refusal(Code.MISMATCH, "The receipt is for a void that was never sent.");
        }
        Bound bound = Bound.of(KeyBinding.endOf(sent.presentation()), sent.inputHash(), channel);
        return voided ? bound.voided() : bound;
    }

    private String cset(Outgoing sent) throws Refusal {
        Presentation presentation = Presentation.parse(sent.presentation());
        Profile profile = catalogue.type(presentation.issuer().claims().vct()).profile();
        return presentation
                .disclosed()
                .classes(one -> profile.classOf(one.path(), one.value()))
                .hash();
    }

    private void verifyLogged(
            ChannelName channel,
            Outgoing sent,
            Answer.Line line,
            Checkpoint checkpoint,
            Partner partner,
            @Nullable Code code)
            throws Refusal {
        byte[] entry =
                Leaf.entry(
                        Scope.numbered(
                                partner.origin(),
                                code == null ? Kind.ADMITTED : Kind.REFUSED,
                                channel.toString(),
                                sent.seq(),
                                self.node()),
                        line.blinding(),
                        line.statement());
        Merkle.verifyInclusion(
                Merkle.leafHash(entry),
                line.index(),
                checkpoint.size(),
                line.proof(),
                checkpoint.root());
    }
}
