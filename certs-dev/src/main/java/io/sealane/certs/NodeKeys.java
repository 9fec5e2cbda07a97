package io.sealane.certs;

import io.sealane.certs.Authority.Use;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.KeySigner;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;

/**
 * All keys of one node, as its {@code keys/node.p12} holds them.
 *
 * @param tlsCertificate of the {@code tls} key, short-lived, with the node's host names
 * @param storage wraps the data keys of the database
 */
public record NodeKeys(
        KeyPair tls,
        X509Certificate tlsCertificate,
        KeyPair federation,
        KeyPair presentation,
        KeyPair issuing,
        KeyPair issuingSecond,
        KeyPair log,
        KeyPair logPostQuantum,
        SecretKey storage) {

    private static final int STORAGE_KEY_BITS = 256;
    private static final int PASSWORD_BYTES = 24;

    /** New keys for a node. */
    public static NodeKeys create(
            String node, List<String> hosts, Authority authority, Instant now, Duration life) {
        KeyPair tls = KeyPairs.p256();
        return new NodeKeys(
                tls,
                authority.issue(node, tls.getPublic(), Use.NODE, hosts, now, life),
                KeyPairs.p256(),
                KeyPairs.p256(),
                KeyPairs.p256(),
                KeyPairs.mlDsa65(),
                KeyPairs.ed25519(),
                KeyPairs.mlDsa44(),
                storageKey());
    }

    /** What signs agreements, directories and keys. */
    public KeySigner federationSigner() {
        return KeyPairs.signer(federation);
    }

    /** The pin that partners keep: base64url SHA-256 of the SubjectPublicKeyInfo. */
    public String pin() {
        return sha256(tls.getPublic().getEncoded());
    }

    public Key federationKey() {
        return KeyPairs.publicKey(federation);
    }

    public Key presentationKey() {
        return KeyPairs.publicKey(presentation);
    }

    public Key issuingKey() {
        return KeyPairs.publicKey(issuing);
    }

    /** The key of second signatures, ML-DSA-65. */
    public Key issuingSecondKey() {
        return KeyPairs.secondKey(issuingSecond);
    }

    /**
     * The PKCS#12 file.
     *
     * @param envelopes certifies the keys that have no certificate: the format wants one for each
     */
    public byte[] pkcs12(Authority envelopes, Instant now, Duration life, char[] password) {
        Map<String, KeyPair> named = new LinkedHashMap<>();
        named.put("federation", federation);
        named.put("presentation", presentation);
        named.put("issuing", issuing);
        named.put("issuing-pq", issuingSecond);
        named.put("log", log);
        named.put("log-pq", logPostQuantum);
        try {
            KeyStore store = emptyStore();
            store.setKeyEntry(
                    "tls",
                    tls.getPrivate(),
                    password,
                    new Certificate[] {tlsCertificate, envelopes.certificate()});
            for (var entry : named.entrySet()) {
                var certificate =
                        envelopes.issue(
                                entry.getKey(),
                                entry.getValue().getPublic(),
                                Use.SIGNING,
                                List.of(),
                                now,
                                life);
                store.setKeyEntry(
                        entry.getKey(),
                        entry.getValue().getPrivate(),
                        password,
                        new Certificate[] {certificate, envelopes.certificate()});
            }
            store.setEntry(
                    "storage",
                    new KeyStore.SecretKeyEntry(storage),
                    new KeyStore.PasswordProtection(password));
            return bytes(store, password);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the keys cannot be stored", e);
        }
    }

    /** A password nobody has to remember. */
    static String password() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    static byte[] bytes(KeyStore store, char[] password)
            throws GeneralSecurityException, IOException {
        var bytes = new ByteArrayOutputStream();
        store.store(bytes, password);
        return bytes.toByteArray();
    }

    static String sha256(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private static SecretKey storageKey() {
        try {
            KeyGenerator generator = KeyGenerator.getInstance("AES");
            generator.init(STORAGE_KEY_BITS);
            return generator.generateKey();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has AES", e);
        }
    }
}
