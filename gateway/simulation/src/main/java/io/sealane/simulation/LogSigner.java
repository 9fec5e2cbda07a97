package io.sealane.simulation;

import io.sealane.core.exchange.Self;
import io.sealane.core.identity.Algorithm;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.Refusal;
import io.sealane.core.identity.Signer;
import io.sealane.core.ledger.NoteSigner;
import io.sealane.core.ledger.SignatureType;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.util.HashMap;
import java.util.Map;

/**
 * A log's Ed25519 key. The processes of a node sign the same checkpoints, and Ed25519 signs one
 * message always alike: within a history it is done once.
 */
final class LogSigner implements Signer {
    private final KeyPair pair;
    private final String kid;
    private final Map<ByteBuffer, byte[]> made = new HashMap<>();

    LogSigner(KeyPair pair) {
        this.pair = pair;
        try {
            this.kid = Key.of(pair.getPublic()).kid();
        } catch (Refusal notAKey) {
            throw new AssertionError(notAKey);
        }
    }

    /** The same node, with a signer of its own for one history. */
    static Self in(Self self) {
        KeyPair pair = DerivedSigner.logKeys(self.origin());
        return new Self(
                self.node(),
                self.log(),
                self.issuing(),
                self.issuingSecond(),
                self.presentation(),
                self.federation(),
                NoteSigner.of(
                        self.origin(),
                        SignatureType.ED25519,
                        pair.getPublic(),
                        new LogSigner(pair)),
                null);
    }

    @Override
    public String kid() {
        return kid;
    }

    @Override
    public Algorithm algorithm() {
        return Algorithm.ED25519;
    }

    @Override
    public byte[] sign(byte[] input) {
        return made.computeIfAbsent(ByteBuffer.wrap(input.clone()), message -> fresh(input));
    }

    private byte[] fresh(byte[] input) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(input);
            return signature.sign();
        } catch (GeneralSecurityException notOfThisPlatform) {
            throw new AssertionError(notOfThisPlatform);
        }
    }
}
