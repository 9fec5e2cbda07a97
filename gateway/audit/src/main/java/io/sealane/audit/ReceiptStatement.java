package io.sealane.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.disclosure.KeyBinding;
import io.sealane.core.disclosure.Presentation;
import io.sealane.core.exchange.ChannelName;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Json;
import io.sealane.core.ledger.Kind;

import java.time.Duration;
import java.time.Instant;

/**
 * What a receiver said of a delivery: that it was admitted, or refused and why.
 *
 * @param text exactly as logged: the statement's JCS form
 */
record ReceiptStatement(String text, JsonNode json) {
    /** How far apart the clocks of two nodes may be. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    /** How the receiver classed what it was shown. */
    @FunctionalInterface
    interface ClassSet {
        String hash() throws Refusal;
    }

    /** Whether it says so; true or not is for the log to prove. */
    boolean isRefusal() {
        return json.path("kind").asText("").equals(Kind.REFUSED.wireName());
    }

    /** Whether it refuses for that reason. */
    boolean isOf(Code code) {
        return isRefusal() && json.path("code").asText("").equals(code.wireName());
    }

    /** When it says that it was made; verified or not. */
    Instant at() {
        return new EvidenceFile.Statement(text, json).at();
    }

    /** The leaf's kind. */
    Kind kind() {
        return isRefusal() ? Kind.REFUSED : Kind.ADMITTED;
    }

    /**
     * The statement must be the one that an honest receiver makes of exactly this delivery: every
     * member but the time can be told beforehand.
     *
     * @param origin the receiver's log
     * @throws Refusal MISMATCH
     */
    String verify(Presentation presentation, ChannelName channel, String origin, ClassSet cset)
            throws Refusal {
        KeyBinding.Terms terms = presentation.keyBinding().terms();
        ObjectNode expected = Json.object().put("kind", kind().wireName()).put("log", origin);
        expected.set("at", json.path("at"));
        expected.put("aud", channel.from()).put("delivery", terms.nonce());
        expected.put("ch", terms.ch()).put("seq", terms.seq());
        Code code = isRefusal() ? Code.ofWireName(json.path("code").asText("")) : null;
        if (isRefusal()) {
            Checklist.require(code != null, Code.MISMATCH, "The receipt's code is not known.");
            expected.put("code", String.valueOf(code));
        } else {
            expected.put("cset", cset.hash());
        }
        if (code == Code.VOIDED) {
            expected.put("replaces", Base64Url.encode(presentation.signingInputHash()));
        } else {
            expected.put("sd_hash", presentation.keyBinding().sdHash());
            expected.put("dset", presentation.keyBinding().dset()).put("agr", terms.agr());
        }
        verifyTime(terms);
        Checklist.require(
                Json.canonicalText(expected).equals(text),
                Code.MISMATCH,
                "The receipt is not about this delivery as it was made.");
        return code == null ? "admitted as sent" : "refused: " + code;
    }

    /** An honest receiver admits nothing before it was made nor after its lifetime. */
    private void verifyTime(KeyBinding.Terms terms) throws Refusal {
        JsonNode at = json.path("at");
        Checklist.require(
                at.isIntegralNumber() && at.canConvertToLong() && at.longValue() >= 0,
                Code.MISMATCH,
                "The receipt does not say when it was made.");
        Instant time = Instant.ofEpochSecond(at.longValue());
        Checklist.require(
                isRefusal()
                        || (!time.isBefore(terms.iat().minus(SKEW))
                                && !time.isAfter(terms.exp().plus(SKEW))),
                Code.MISMATCH,
                "The receipt says a time at which nothing could have been admitted.");
    }
}
