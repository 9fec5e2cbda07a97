package io.sealane.core.exchange;

import io.sealane.core.disclosure.KeyBinding;
import io.sealane.core.disclosure.Presentation;
import io.sealane.core.disclosure.VoidStatement;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Digest;
import io.sealane.core.ledger.Checkpoint;
import io.sealane.core.ledger.Kind;
import io.sealane.core.ledger.Leaf;
import io.sealane.core.ledger.Merkle;
import io.sealane.core.ledger.Scope;
import io.sealane.core.seal.Jws;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * Whether a line is what it claims to be: signed by its sender, for this reader, in this channel,
 * and logged by the sender. Until that holds, its number is not used and nothing of it is kept.
 */
final class Binding {
    /** Clocks of two nodes may differ by this much. */
    static final Duration SKEW = Duration.ofMinutes(5);

    private final Self self;
    private final Neighbours neighbours;

    Binding(Self self, Neighbours neighbours) {
        this.self = self;
        this.neighbours = neighbours;
    }

    Arrival verify(
            Batch.Line line, Partner partner, ChannelName channel, Checkpoint sent, Instant now)
            throws Refusal {
        Arrival arrival =
                line.isVoid()
                        ? verifyVoid(line.wire(), partner, channel, now)
                        : verifyPresentation(line, partner, channel, now);
        verifyLogged(line, arrival, partner, sent); // else NOT_LOGGED
        return arrival;
    }

    private Arrival verifyPresentation(
            Batch.Line line, Partner partner, ChannelName channel, Instant now) throws Refusal {
        Presentation presentation = Presentation.parse(line.wire()); // else MALFORMED_DELIVERY
        KeyBinding.Terms terms = presentation.keyBinding().terms();
        verifyReader(terms.aud(), terms.ch(), channel); // else WRONG_AUDIENCE
        presentation.verifyKeyBinding(
                key(partner, presentation.keyBindingKid(), now)); // else BAD_KEY_BINDING
        verifyClock(terms, now); // else CLOCK_SKEW
        return new Arrival(
                Bound.of(presentation, channel),
                presentation,
                line.wire(),
                line.second(),
                presentation.keyBindingJwt(),
                terms.rh());
    }

    private Arrival verifyVoid(String wire, Partner partner, ChannelName channel, Instant now)
            throws Refusal {
        Jws jws = VoidStatement.parse(wire);
        VoidStatement claims = VoidStatement.of(jws);
        verifyReader(claims.aud(), claims.ch(), channel);
        jws.verify(key(partner, claimed(jws), now), Code.BAD_KEY_BINDING);
        return new Arrival(Bound.of(claims, channel), null, wire, null, wire, claims.rh());
    }

    private void verifyReader(String audience, String channel, ChannelName expected)
            throws Refusal {
        if (!self.node().equals(audience)) {
            throw new Refusal(Code.WRONG_AUDIENCE, "The delivery is locked to another node.");
        }
        // SPEC: DESIGN 4: the TLS peer is the sender in ch.
        if (!channel.startsWith(expected.from() + "/")) {
            throw new Refusal(
                    Code.WRONG_PEER, "The delivery is of another node than the connection is.");
        }
        if (!expected.toString().equals(channel)) {
            throw new Refusal(
                    Code.WRONG_CHANNEL, "The delivery is of another channel than its sender's.");
        }
    }

    private static String claimed(Jws jws) {
        return java.util.Objects.requireNonNull(jws.header().kid());
    }

    private Key key(Partner partner, String kid, Instant now) throws Refusal {
        for (Key key : partner.presentation()) {
            if (key.kid().equals(kid)) {
                return key;
            }
        }
        neighbours.awaitWordOf(partner.node(), kid, now);
        throw new Refusal(
                Code.BAD_KEY_BINDING, "The key binding's key is not one of the sending node's.");
    }

    /** With a bounded lifetime {@code exp} also bounds how far back {@code iat} may lie. */
    private static void verifyClock(KeyBinding.Terms terms, Instant now) throws Refusal {
        if (terms.iat().isAfter(now.plus(SKEW))) {
            throw new Refusal(
                    Code.CLOCK_SKEW, "The delivery is from the future: compare the clocks.");
        }
        if (!terms.isLifetimeAllowed()) {
            throw new Refusal(
                    Code.MALFORMED_DELIVERY,
                    "A presentation lives at most "
                            + KeyBinding.LIFETIME.toDays()
                            + " days, and ends after it began.");
        }
    }

    // SPEC: DESIGN 8: what the sender has not logged is not admitted.
    private void verifyLogged(Batch.Line line, Arrival arrival, Partner partner, Checkpoint sent)
            throws Refusal {
        Bound bound = arrival.bound();
        byte[] entry =
                Leaf.entry(
                        Scope.numbered(
                                partner.origin(),
                                arrival.presentation() == null ? Kind.VOID : Kind.SENT,
                                bound.channel().toString(),
                                bound.seq(),
                                self.node()),
                        line.blinding(),
                        arrival.statement().getBytes(StandardCharsets.US_ASCII));
        try {
            if (!Arrays.equals(
                    Base64Url.decode(arrival.blindingHash()), Digest.sha256(line.blinding()))) {
                throw new Refusal(Code.NOT_LOGGED, "The blinding is not the promised one.");
            }
            Merkle.verifyInclusion(
                    Merkle.leafHash(entry), line.index(), sent.size(), line.proof(), sent.root());
        } catch (Refusal notThere) {
            throw new Refusal(
                    Code.NOT_LOGGED, "The delivery is not in the log that its sender signed.");
        }
    }
}
