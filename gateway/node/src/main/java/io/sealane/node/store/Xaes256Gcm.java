package io.sealane.node.store;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;

import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * XAES-256-GCM (c2sp.org/XAES-256-GCM): AES-256-GCM under a key derived for each message from the
 * first half of a 192-bit random nonce. A month's data key may then encrypt more messages than the
 * 2^32 that plain AES-GCM bears with random nonces.
 */
final class Xaes256Gcm {
    static final int KEY_BYTES = 32;
    static final int NONCE_BYTES = 24;
    static final int OVERHEAD_BYTES = NONCE_BYTES + 16;

    private static final int TAG_BITS = 128;
    private static final int HALF = NONCE_BYTES / 2;
    private static final int BLOCK = 16;

    private final SecretKey key;
    private final byte[] k1;

    Xaes256Gcm(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("A key of XAES-256-GCM is 32 bytes.");
        }
        this.key = new SecretKeySpec(key, "AES");
        this.k1 = k1();
    }

    /** Nonce, ciphertext, tag. */
    byte[] seal(SecureRandom random, byte[] aad, byte[] plaintext) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return seal(nonce, aad, plaintext);
    }

    byte[] seal(byte[] nonce, byte[] aad, byte[] plaintext) {
        try {
            Cipher gcm = cipher(Cipher.ENCRYPT_MODE, nonce, aad);
            byte[] sealed = Arrays.copyOf(nonce, NONCE_BYTES + gcm.getOutputSize(plaintext.length));
            gcm.doFinal(plaintext, 0, plaintext.length, sealed, NONCE_BYTES);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has AES-256-GCM", e);
        }
    }

    /**
     * What was sealed.
     *
     * @throws GeneralSecurityException if it was sealed under another key or for another place, or
     *     was changed since
     */
    byte[] open(byte[] aad, byte[] sealed) throws GeneralSecurityException {
        if (sealed.length < OVERHEAD_BYTES) {
            throw new GeneralSecurityException("The ciphertext is cut off.");
        }
        return cipher(Cipher.DECRYPT_MODE, sealed, aad)
                .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
    }

    private Cipher cipher(int mode, byte[] nonce, byte[] aad) throws GeneralSecurityException {
        Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
        gcm.init(mode, derived(nonce), new GCMParameterSpec(TAG_BITS, nonce, HALF, HALF));
        gcm.updateAAD(aad);
        return gcm;
    }

    // SPEC: C2SP XAES-256-GCM: L = AES-256_K(0^128); K1 = L << 1, xored with 0x87 if MSB(L) = 1.
    private byte[] k1() {
        try {
            byte[] l = ecb().doFinal(new byte[BLOCK]);
            byte[] shifted = new byte[BLOCK];
            for (int i = 0; i < BLOCK; i++) {
                int carry = i + 1 < BLOCK ? (l[i + 1] & 0x80) >> 7 : 0;
                shifted[i] = (byte) (l[i] << 1 | carry);
            }
            if ((l[0] & 0x80) != 0) {
                shifted[BLOCK - 1] ^= (byte) 0x87;
            }
            return shifted;
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has AES-256", e);
        }
    }

    // SPEC: C2SP XAES-256-GCM: M1 = 0x00 0x01 'X' 0x00 N[:12]; M2 = 0x00 0x02 'X' 0x00 N[:12];
    // Kx = AES-256_K(M1 ^ K1) || AES-256_K(M2 ^ K1); Nx = N[12:].
    private SecretKey derived(byte[] nonce) throws GeneralSecurityException {
        byte[] blocks = new byte[2 * BLOCK];
        for (int block = 0; block < 2; block++) {
            int at = block * BLOCK;
            blocks[at + 1] = (byte) (block + 1);
            blocks[at + 2] = 'X';
            System.arraycopy(nonce, 0, blocks, at + 4, HALF);
            for (int i = 0; i < BLOCK; i++) {
                blocks[at + i] ^= k1[i];
            }
        }
        return new SecretKeySpec(ecb().doFinal(blocks), "AES");
    }

    // Two blocks of a block cipher, not a mode for messages.
    @SuppressWarnings("InsecureCryptoUsage")
    private Cipher ecb() throws GeneralSecurityException {
        Cipher ecb = Cipher.getInstance("AES/ECB/NoPadding");
        ecb.init(Cipher.ENCRYPT_MODE, key);
        return ecb;
    }
}
