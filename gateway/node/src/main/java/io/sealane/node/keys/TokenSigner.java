package io.sealane.node.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealane.core.identity.Algorithm;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.Outage;
import io.sealane.core.identity.Refusal;
import io.sealane.core.identity.Signer;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An Ed25519 key that stays in a PKCS#11 token. A token that was away, or was started again, is
 * entered anew with the next signature.
 */
final class TokenSigner implements Signer {
    /** SPEC: RFC 8410 4: the SubjectPublicKeyInfo of an Ed25519 key, before the key's 32 bytes. */
    private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final int KEY_BYTES = 32;
    private static final int RETRY_AFTER_SECONDS = 5;

    private final Cryptoki cryptoki;
    private final long slot;
    private final char[] pin;
    private final String label;
    private final Key key;

    /** A session of PKCS#11 does one thing at a time. */
    private final ReentrantLock lock = new ReentrantLock();

    private long session;
    private long handle;
    private boolean open;

    /**
     * Finds the key pair by its label.
     *
     * @throws GeneralSecurityException if the token has no such Ed25519 pair, or does not answer
     */
    TokenSigner(Cryptoki cryptoki, long slot, char[] pin, String label)
            throws GeneralSecurityException {
        this.cryptoki = cryptoki;
        this.slot = slot;
        this.pin = pin.clone();
        this.label = label;
        byte[] probe = "sealane key pair probe".getBytes(UTF_8);
        try {
            enter();
            this.key = Key.of(publicKey());
            if (!key.verifies(probe, signature(probe))) {
                throw new GeneralSecurityException("two keys of one label are not a pair");
            }
        } catch (Cryptoki.Failed | Refusal e) {
            throw new GeneralSecurityException("no usable Ed25519 key pair in the token", e);
        }
    }

    private void enter() throws Cryptoki.Failed, GeneralSecurityException {
        session = cryptoki.open(slot, pin);
        open = true;
        handle =
                cryptoki.privateKey(session, label)
                        .orElseThrow(() -> new GeneralSecurityException("no such private key"));
    }

    private PublicKey publicKey() throws Cryptoki.Failed, GeneralSecurityException {
        long its =
                cryptoki.publicKey(session, label)
                        .orElseThrow(() -> new GeneralSecurityException("no such public key"));
        byte[] point = cryptoki.point(session, its);
        if (point.length < KEY_BYTES) {
            throw new GeneralSecurityException("not a point of Curve25519");
        }
        byte[] encoded = Arrays.copyOf(PREFIX, PREFIX.length + KEY_BYTES);
        // Some tokens wrap the point as an OCTET STRING, some do not: its bytes are the last ones.
        System.arraycopy(point, point.length - KEY_BYTES, encoded, PREFIX.length, KEY_BYTES);
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }

    private byte[] signature(byte[] input) throws Cryptoki.Failed {
        return cryptoki.ed25519(session, handle, input);
    }

    Key key() {
        return key;
    }

    /** The session in use. */
    long session() {
        return session;
    }

    @Override
    public String kid() {
        return key.kid();
    }

    @Override
    public Algorithm algorithm() {
        return key.algorithm();
    }

    @Override
    public byte[] sign(byte[] input) {
        lock.lock();
        try {
            if (!open) {
                enter();
            }
            return signature(input);
        } catch (Cryptoki.Failed | GeneralSecurityException e) {
            open = false;
            cryptoki.close(session);
            throw new Outage("the token does not sign with " + kid(), RETRY_AFTER_SECONDS, e);
        } finally {
            lock.unlock();
        }
    }
}
