package io.sealane.node.keys;

import io.sealane.core.identity.Algorithm;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.KeySigner;
import io.sealane.core.identity.Refusal;
import io.sealane.core.ledger.NoteSigner;
import io.sealane.core.ledger.SignatureType;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import javax.crypto.SecretKey;

/**
 * Reads a node's keys: a PKCS#12 file, and a PKCS#11 token for those that the configuration says
 * are in it. Aliases: {@code tls}, {@code federation}, {@code presentation}, {@code issuing} (EC
 * P-256), {@code issuing-pq} (ML-DSA-65, may be left out), {@code log} (Ed25519), {@code log-pq}
 * (ML-DSA-44), {@code storage} (AES-256). Every private key comes with a certificate of its public
 * key, an Ed25519 key in a token with its public key.
 */
public final class KeyFileReader {
    private static final String AGAIN = "Make the key file again, or add this alias to it.";
    private static final int STORAGE_KEY_BYTES = 32;

    private final Path file;
    private final char[] password;
    private final KeyStore inFile;
    private final Set<String> held;
    private final @Nullable Token token;
    private final List<Problem> problems = new ArrayList<>();

    private KeyFileReader(NodeConfig.KeyFile keyFile, char[] password, @Nullable Token token)
            throws BadConfig {
        this.file = keyFile.file();
        this.password = password;
        this.inFile = open(file, password);
        NodeConfig.Token its = keyFile.token();
        this.held = its == null ? Set.of() : its.holds();
        this.token = token;
    }

    /**
     * Reads all of the node's keys.
     *
     * @param origin the name of the node's log
     * @throws BadConfig with every problem found
     */
    public static NodeKeys read(NodeConfig.KeyFile keyFile, String origin) throws BadConfig {
        return read(keyFile, token(keyFile), origin);
    }

    /** The token of the configuration, entered; null if there is none. */
    static @Nullable Token token(NodeConfig.KeyFile keyFile) throws BadConfig {
        NodeConfig.Token its = keyFile.token();
        return its == null ? null : Token.open(its, password(its.pinFile()));
    }

    /** As {@link #read(NodeConfig.KeyFile, String)}, with a token that was entered before. */
    static NodeKeys read(NodeConfig.KeyFile keyFile, @Nullable Token token, String origin)
            throws BadConfig {
        char[] password = password(keyFile.passwordFile());
        var reader = new KeyFileReader(keyFile, password, token);
        reader.checkHeld();
        NodeKeys keys = reader.keys(origin);
        Arrays.fill(password, '\0');
        if (keys == null || !reader.problems.isEmpty()) {
            throw new BadConfig(reader.problems);
        }
        return keys;
    }

    /** A copy in a file is what a token is there to prevent. */
    private void checkHeld() {
        for (String alias : held.stream().sorted().toList()) {
            try {
                if (inFile.containsAlias(alias)) {
                    problems.add(
                            new Problem(
                                    file,
                                    0,
                                    alias,
                                    "is in this file as well as in the token.",
                                    "Delete it here: keytool -delete -alias " + alias + "."));
                }
            } catch (KeyStoreException e) {
                throw new IllegalStateException("a key store that was read is not loaded", e);
            }
        }
    }

    private @Nullable NodeKeys keys(String origin) {
        TlsIdentity tls = tls();
        KeySigner federation = signer("federation");
        KeySigner presentation = signer("presentation");
        KeySigner issuing = signer("issuing");
        KeySigner issuingSecond = second("issuing-pq");
        NoteSigner log = noteSigner("log", origin, SignatureType.ED25519, "Ed25519");
        NoteSigner postQuantum = noteSigner("log-pq", origin, SignatureType.ML_DSA_44, "ML-DSA-44");
        SecretKey storage = storage();
        if (tls == null
                || federation == null
                || presentation == null
                || issuing == null
                || log == null
                || postQuantum == null
                || storage == null) {
            return null;
        }
        return new NodeKeys(
                tls, federation, presentation, issuing, issuingSecond, log, postQuantum, storage);
    }

    /** The key of second signatures, from the file alone: only agreements that ask need it. */
    private @Nullable KeySigner second(String alias) {
        try {
            if (!inFile.containsAlias(alias)) {
                return null;
            }
            if (inFile.getKey(alias, password) instanceof PrivateKey key) {
                Key its = Key.ofSecond(inFile.getCertificate(alias).getPublicKey());
                return new KeySigner(its, key);
            }
            note(alias, "is no private key.");
        } catch (Refusal | GeneralSecurityException | IllegalArgumentException e) {
            note(alias, "is not a usable ML-DSA-65 key pair.");
        }
        return null;
    }

    private @Nullable TlsIdentity tls() {
        KeyPair pair = pair("tls");
        if (pair == null) {
            return null;
        }
        try {
            if (Key.of(pair.getPublic()).algorithm() != Algorithm.ES256) {
                note("tls", "is not an EC P-256 key.");
                return null;
            }
            Certificate[] certificates = storeOf("tls").getCertificateChain("tls");
            List<X509Certificate> chain = new ArrayList<>();
            for (Certificate certificate : certificates) {
                chain.add((X509Certificate) certificate);
            }
            return new TlsIdentity(pair.getPrivate(), chain);
        } catch (Refusal | GeneralSecurityException e) {
            note("tls", "is not a usable EC P-256 key with its certificate.");
            return null;
        }
    }

    private @Nullable KeySigner signer(String alias) {
        KeyPair pair = pair(alias);
        if (pair == null) {
            return null;
        }
        try {
            return new KeySigner(Key.of(pair.getPublic()), pair.getPrivate());
        } catch (Refusal | IllegalArgumentException e) {
            note(alias, "is not a usable key pair (EC P-256 or Ed25519).");
            return null;
        }
    }

    private @Nullable NoteSigner noteSigner(
            String alias, String origin, SignatureType type, String algorithm) {
        if (token != null && held.contains(alias)) {
            return noteSigner(token, alias, origin, type);
        }
        KeyPair pair = pair(alias);
        if (pair == null) {
            return null;
        }
        try {
            return NoteSigner.of(origin, type, pair);
        } catch (IllegalArgumentException e) {
            note(alias, "is not a usable " + algorithm + " key pair.");
            return null;
        }
    }

    private @Nullable NoteSigner noteSigner(
            Token token, String alias, String origin, SignatureType type) {
        try {
            TokenSigner signer = token.ed25519(alias);
            return NoteSigner.of(origin, type, signer.key().publicKey(), signer);
        } catch (GeneralSecurityException e) {
            note(alias, "is not in the token as an Ed25519 key pair of that label.");
            return null;
        }
    }

    /** Where a key is to be: in the token if it is said to be there, and then nowhere else. */
    private KeyStore storeOf(String alias) {
        return token != null && held.contains(alias) ? token.store() : inFile;
    }

    private @Nullable KeyPair pair(String alias) {
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

    private @Nullable SecretKey storage() {
        try {
            if (inFile.getKey("storage", password) instanceof SecretKey key
                    && key.getEncoded() != null
                    && key.getEncoded().length == STORAGE_KEY_BYTES) {
                return key;
            }
            note("storage", "is missing, or not an AES key of 256 bits.");
        } catch (GeneralSecurityException e) {
            note("storage", "cannot be read.");
        }
        return null;
    }

    private void note(String alias, String what) {
        problems.add(new Problem(file, 0, alias, what, AGAIN));
    }

    private static char[] password(Path file) throws BadConfig {
        try {
            return Files.readString(file).strip().toCharArray();
        } catch (IOException e) {
            throw bad(file, "Cannot be read.", "It holds a password or PIN in one line.");
        }
    }

    private static KeyStore open(Path file, char[] password) throws BadConfig {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password);
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw bad(
                    file,
                    "Is not a PKCS#12 file that its password opens.",
                    "Check keys.file and keys.passwordFile.");
        }
    }

    private static BadConfig bad(Path file, String what, String remedy) {
        return new BadConfig(List.of(new Problem(file, 0, "", what, remedy)));
    }
}
