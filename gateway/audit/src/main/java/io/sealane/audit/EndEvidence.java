package io.sealane.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.agreement.AgreementState;
import io.sealane.core.agreement.Notice;
import io.sealane.core.disclosure.KeyBinding;
import io.sealane.core.exchange.ChannelName;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Json;
import io.sealane.core.ledger.Kind;
import io.sealane.core.ledger.Scope;
import io.sealane.core.seal.Jws;

import org.jspecify.annotations.Nullable;

/**
 * How an agreement came to its end: the signed word of one of its nodes, and the leaf with which
 * the sender logged it.
 *
 * @param compact the notice; not yet verified
 * @param text exactly as logged: the statement's JCS form
 */
record EndEvidence(String compact, String text, JsonNode json, LoggedLeaf leaf) {

    /**
     * One of the two nodes ended the very agreement that the presentation names, and the sender
     * logged that.
     *
     * @return who ended it and why, for a reader
     * @throws Refusal MISMATCH, UNKNOWN_KEY, BAD_SIGNATURE, WRONG_PEER, MALFORMED_AGREEMENT, and as
     *     a leaf refuses
     */
    String verify(KeyBinding.Terms terms, ChannelName channel, Trust trust) throws Refusal {
        Notice notice = notice(channel, trust);
        Checklist.require(
                notice.agreement().equals(terms.agr()) && notice.state() == AgreementState.ENDED,
                Code.MISMATCH,
                "The notice ends no agreement, or another than the presentation names.");
        Checklist.require(
                json.path("at").isIntegralNumber() && json.path("last").isObject(),
                Code.MISMATCH,
                "The statement does not say when, or after which numbers.");
        ObjectNode expected = Json.object().put("kind", Kind.AGREEMENT.wireName());
        expected.put("log", channel.origin()).put("agreement", terms.agr());
        expected.put("state", AgreementState.ENDED.wireName());
        expected.put("notice", Base64Url.encode(Notice.hash(compact)));
        // When it was logged, and what its node knew of the last numbers, is its own to say.
        expected.set("at", json.path("at"));
        expected.set("last", json.path("last"));
        Checklist.require(
                Json.canonicalText(expected).equals(text),
                Code.MISMATCH,
                "The statement is not that this notice ended the agreement.");
        String where =
                leaf.verify(
                        Scope.with(channel.origin(), Kind.AGREEMENT, channel.to()),
                        text.getBytes(UTF_8),
                        channel.from(),
                        trust);
        return "agreement %s was ended by %s on %s%s; %s"
                .formatted(terms.agr(), notice.from(), notice.at(), said(notice), where);
    }

    /** The key that the notice names. */
    @Nullable String kid() throws Refusal {
        return Jws.parse(compact, Notice.TYP).header().kid();
    }

    private Notice notice(ChannelName channel, Trust trust) throws Refusal {
        String claimed = Jws.parse(compact, Notice.TYP).claims().path("iss").asText();
        // Whoever else claims to have signed it: the word of these two alone ends it.
        boolean bySender = claimed.equals(channel.from());
        String from = bySender ? channel.from() : channel.to();
        String to = bySender ? channel.to() : channel.from();
        return Notice.parse(compact, from, trust.node(from).federationKeys(), to);
    }

    private static String said(Notice notice) {
        return notice.reason() == null ? "" : ", saying \"" + notice.reason() + "\"";
    }
}
