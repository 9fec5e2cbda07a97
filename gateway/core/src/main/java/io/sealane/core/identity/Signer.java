package io.sealane.core.identity;

/** A private key that can sign and never leaves: a PKCS#12 file now, a PKCS#11 token later. */
public interface Signer {
    /** RFC 7638 thumbprint of the public key, base64url. */
    String kid();

    /** The one algorithm this key signs with. */
    Algorithm algorithm();

    /** The signature in JOSE form: r || s for ES256; as long as its algorithm says. */
    byte[] sign(byte[] input);
}
