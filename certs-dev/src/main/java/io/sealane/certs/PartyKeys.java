package io.sealane.certs;

import io.sealane.certs.Authority.Use;
import io.sealane.core.identity.PartyId;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a party shows to its node: a TLS client certificate, and a key for signed assertions.
 *
 * @param assertion signs the client assertions of {@code private_key_jwt}
 */
public record PartyKeys(KeyPair tls, X509Certificate certificate, KeyPair assertion) {

    /** New keys for a party, certified by its nation's authority. */
    public static PartyKeys create(PartyId party, Authority authority, Instant now, Duration life) {
        KeyPair tls = KeyPairs.p256();
        var certificate =
                authority.issue(party.toString(), tls.getPublic(), Use.PARTY, List.of(), now, life);
        return new PartyKeys(tls, certificate, KeyPairs.p256());
    }

    /** The certificate's thumbprint, base64url SHA-256 of its DER: {@code x5t#S256}. */
    public String thumbprint() {
        try {
            return NodeKeys.sha256(certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was made cannot be encoded", e);
        }
    }

    /** The PKCS#12 file, alias {@code client}. */
    public byte[] pkcs12(Authority authority, char[] password) {
        try {
            var store = NodeKeys.emptyStore();
            store.setKeyEntry(
                    "client",
                    tls.getPrivate(),
                    password,
                    new Certificate[] {certificate, authority.certificate()});
            return NodeKeys.bytes(store, password);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the keys cannot be stored", e);
        }
    }
}
