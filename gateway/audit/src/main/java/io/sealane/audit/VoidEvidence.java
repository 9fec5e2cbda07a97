package io.sealane.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sealane.core.disclosure.KeyBinding;
import io.sealane.core.disclosure.Presentation;
import io.sealane.core.disclosure.VoidStatement;
import io.sealane.core.exchange.ChannelName;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.ledger.Kind;
import io.sealane.core.ledger.Scope;
import io.sealane.core.seal.Jws;

/**
 * The sender's word that it gave a number up, and why.
 *
 * @param text the void's compact form, exactly as logged
 * @param says what it says; not yet verified
 */
record VoidEvidence(String text, Jws jws, VoidStatement says, LoggedLeaf leaf) {

    static VoidEvidence parse(String text, LoggedLeaf leaf) throws Refusal {
        Jws jws = VoidStatement.parse(text);
        return new VoidEvidence(text, jws, VoidStatement.of(jws), leaf);
    }

    /** Whether it was given up since nothing goes under its agreement any more. */
    boolean isForAgreement() {
        return says.reason().equals(Code.NO_AGREEMENT.wireName());
    }

    /** Whether it was given up since a key that signed it is compromised. */
    boolean isForKey() {
        return says.reason().equals(Code.KEY_REVOKED.wireName());
    }

    /**
     * It stands in the place of exactly this presentation, its sender signed it, and logged it.
     *
     * @return why it was given up, for a reader
     * @throws Refusal MISMATCH if it is of another, or for a reason that there is not; UNKNOWN_KEY,
     *     BAD_KEY_BINDING, and as a leaf refuses
     */
    String verify(Presentation presentation, ChannelName channel, Trust trust) throws Refusal {
        KeyBinding.Terms terms = presentation.keyBinding().terms();
        var expected =
                new VoidStatement(
                        terms.aud(),
                        terms.nonce(),
                        terms.ch(),
                        terms.seq(),
                        terms.prev(),
                        leaf.blindingHash(),
                        Base64Url.encode(presentation.signingInputHash()),
                        says.reason());
        Checklist.require(
                says.equals(expected),
                Code.MISMATCH,
                "The void is not one in the place of this presentation.");
        String why = why(terms);
        jws.verify(
                Trust.key(
                        trust.node(channel.from()).presentationKeys(),
                        String.valueOf(jws.header().kid())),
                Code.BAD_KEY_BINDING);
        Checklist.require(
                leaf.origin().equals(channel.origin()),
                Code.MISMATCH,
                "The channel is numbered in another log.");
        String where =
                leaf.verify(
                        Scope.numbered(
                                leaf.origin(), Kind.VOID, terms.ch(), terms.seq(), channel.to()),
                        text.getBytes(US_ASCII),
                        channel.from(),
                        trust);
        return "given up by %s, since %s; %s".formatted(channel.from(), why, where);
    }

    // SPEC: DESIGN 5.2 and 4: its lifetime is past, its agreement ended, or its key was stolen.
    private String why(KeyBinding.Terms terms) throws Refusal {
        if (isForAgreement()) {
            return "nothing went under agreement " + terms.agr() + " any more";
        }
        if (isForKey()) {
            return "a key that signed it is compromised";
        }
        Checklist.require(
                says.reason().equals(Code.EXPIRED.wireName()),
                Code.MISMATCH,
                "The void has a reason for which nothing is given up.");
        return "its lifetime was over on " + terms.exp();
    }
}
