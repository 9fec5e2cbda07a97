package io.sealane.node.keys;

import io.sealane.node.config.Aliases;
import io.sealane.node.config.BadConfig;
import io.sealane.node.config.NodeConfig;
import io.sealane.node.config.Problem;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import javax.crypto.SecretKey;

/** What lies under which name: in a PKCS#12 file, or in a token if it is said to be there. */
final class KeyEntries {
    private static final String AGAIN = "Make the key file again, or add this alias to it.";

    private final Path file;
    private final char[] password;
    private final KeyStore inFile;
    private final Set<String> held;
    private final @Nullable Token token;
    private final List<Problem> problems = new ArrayList<>();

    private KeyEntries(NodeConfig.KeyFile keyFile, char[] password, @Nullable Token token)
            throws BadConfig {
        this.file = keyFile.file();
        this.password = password;
        this.inFile = open(file, password);
        NodeConfig.Token its = keyFile.token();
        this.held = its == null ? Set.of() : its.holds();
        this.token = token;
    }

    static KeyEntries open(NodeConfig.KeyFile keyFile, char[] password, @Nullable Token token)
            throws BadConfig {
        var entries = new KeyEntries(keyFile, password, token);
        entries.checkHeld();
        return entries;
    }

    /** A copy in a file is what a token is there to prevent. */
    private void checkHeld() {
        List<String> inBoth = held.stream().filter(names()::contains).sorted().toList();
        for (String alias : inBoth) {
            problems.add(
                    new Problem(
                            file,
                            0,
                            alias,
                            "is in this file as well as in the token.",
                            "Delete it here: keytool -delete -alias " + alias + "."));
        }
    }

    private List<String> names() {
        try {
            return Collections.list(inFile.aliases());
        } catch (KeyStoreException e) {
            throw new IllegalStateException("a key store that was read is not loaded", e);
        }
    }

    /** Whether there is a key of a purpose. */
    boolean has(String purpose) {
        return Stream.concat(names().stream(), held.stream())
                .anyMatch(alias -> Aliases.purpose(alias).equals(purpose));
    }

    /** The names of the keys of a purpose, in the order of their numbers. */
    List<String> of(String purpose) {
        List<String> found =
                Stream.concat(names().stream(), held.stream())
                        .distinct()
                        .filter(alias -> Aliases.purpose(alias).equals(purpose))
                        .sorted(Comparator.comparingInt(Aliases::number).reversed())
                        .toList();
        if (found.isEmpty()) {
            note(purpose, "is missing.");
        }
        return found;
    }

    /** The token that is said to hold the key of that name; null if the file is. */
    @Nullable Token tokenOf(String alias) {
        return held.contains(alias) ? token : null;
    }

    private KeyStore storeOf(String alias) {
        Token its = tokenOf(alias);
        return its == null ? inFile : its.store();
    }

    @Nullable KeyPair pair(String alias) {
        KeyStore store = storeOf(alias);
        try {
            Certificate certificate = store.getCertificate(alias);
            if (store.getKey(alias, password) instanceof PrivateKey key && certificate != null) {
                var pair = new KeyPair(certificate.getPublicKey(), key);
                if (isPair(pair)) {
                    return pair;
                }
                note(alias, "is a private key with the certificate of another.");
            } else {
                note(alias, "is missing.");
            }
        } catch (GeneralSecurityException e) {
            note(alias, "cannot be read.");
        }
        return null;
    }

    /** The certificates of a key, its own first. */
    List<X509Certificate> chain(String alias) throws KeyStoreException {
        List<X509Certificate> chain = new ArrayList<>();
        for (Certificate certificate : storeOf(alias).getCertificateChain(alias)) {
            chain.add((X509Certificate) certificate);
        }
        return chain;
    }

    /** When a key's certificate begins; what has none was always there. */
    Instant from(String alias) {
        try {
            return storeOf(alias).getCertificate(alias) instanceof X509Certificate certificate
                    ? certificate.getNotBefore().toInstant()
                    : Instant.MIN;
        } catch (KeyStoreException e) {
            throw new IllegalStateException("a key store that was read is not loaded", e);
        }
    }

    @Nullable SecretKey secret(String alias, int bytes) {
        try {
            if (inFile.getKey(alias, password) instanceof SecretKey key
                    && key.getEncoded() != null
                    && key.getEncoded().length == bytes) {
                return key;
            }
            note(alias, "is missing, or not an AES key of 256 bits.");
        } catch (GeneralSecurityException e) {
            note(alias, "cannot be read.");
        }
        return null;
    }

    /** A key with a stranger's certificate would sign what nobody can verify. */
    private static boolean isPair(KeyPair pair) {
        String algorithm = pair.getPublic().getAlgorithm();
        byte[] probe = "sealane".getBytes(StandardCharsets.US_ASCII);
        try {
            Signature signature =
                    Signature.getInstance(algorithm.equals("EC") ? "SHA256withECDSA" : algorithm);
            signature.initSign(pair.getPrivate());
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(pair.getPublic());
            signature.update(probe);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    void note(String alias, String what) {
        problems.add(new Problem(file, 0, alias, what, AGAIN));
    }

    List<Problem> problems() {
        return problems;
    }

    private static KeyStore open(Path file, char[] password) throws BadConfig {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password);
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw KeyFileReader.bad(
                    file,
                    "Is not a PKCS#12 file that its password opens.",
                    "Check keys.file and keys.passwordFile.");
        }
    }
}
