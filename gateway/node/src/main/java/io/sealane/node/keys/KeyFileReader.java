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
import io.sealane.node.keys.Succession.Member;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import javax.crypto.SecretKey;

/**
 * Reads a node's keys: a PKCS#12 file, and a PKCS#11 token for those that the configuration says
 * are in it. Aliases: {@code tls}, {@code federation}, {@code presentation}, {@code issuing} (EC
 * P-256), {@code issuing-pq} (ML-DSA-65, may be left out), {@code log} (Ed25519), {@code log-pq}
 * (ML-DSA-44), {@code storage} (AES-256); from the second key of a purpose on with a number, {@code
 * presentation-2}. Every private key comes with a certificate of its public key, an Ed25519 key in
 * a token with its public key.
 */
public final class KeyFileReader {
    private static final int STORAGE_KEY_BYTES = 32;

    private final KeyEntries entries;

    private KeyFileReader(KeyEntries entries) {
        this.entries = entries;
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
        KeyEntries entries = KeyEntries.open(keyFile, password, token);
        NodeKeys keys = new KeyFileReader(entries).keys(origin);
        Arrays.fill(password, '\0');
        if (keys == null || !entries.problems().isEmpty()) {
            throw new BadConfig(entries.problems());
        }
        return keys;
    }

    private @Nullable NodeKeys keys(String origin) {
        Succession<TlsIdentity> tls = all("tls", this::tls);
        Succession<KeySigner> federation = all("federation", this::signer);
        Succession<KeySigner> presentation = all("presentation", this::signer);
        Succession<KeySigner> issuing = all("issuing", this::signer);
        Succession<KeySigner> issuingSecond =
                entries.has("issuing-pq") ? all("issuing-pq", this::second) : null;
        Succession<NoteSigner> log =
                all("log", alias -> noteSigner(alias, origin, SignatureType.ED25519, "Ed25519"));
        Succession<NoteSigner> postQuantum =
                all(
                        "log-pq",
                        alias -> noteSigner(alias, origin, SignatureType.ML_DSA_44, "ML-DSA-44"));
        Succession<SecretKey> storage =
                all("storage", alias -> entries.secret(alias, STORAGE_KEY_BYTES));
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

    /** Reads the key of a name; notes what is wrong with it, and is null then. */
    private interface Reading<K> {
        @Nullable K of(String alias);
    }

    private <K> @Nullable Succession<K> all(String purpose, Reading<K> reading) {
        List<Member<K>> found = new ArrayList<>();
        for (String alias : entries.of(purpose)) {
            K key = reading.of(alias);
            if (key != null) {
                found.add(new Member<>(alias, key, entries.from(alias)));
            }
        }
        return found.isEmpty() ? null : new Succession<>(found);
    }

    private @Nullable TlsIdentity tls(String alias) {
        KeyPair pair = entries.pair(alias);
        if (pair == null) {
            return null;
        }
        try {
            if (Key.of(pair.getPublic()).algorithm() != Algorithm.ES256) {
                entries.note(alias, "is not an EC P-256 key.");
                return null;
            }
            return new TlsIdentity(pair.getPrivate(), entries.chain(alias));
        } catch (Refusal | GeneralSecurityException e) {
            entries.note(alias, "is not a usable EC P-256 key with its certificate.");
            return null;
        }
    }

    private @Nullable KeySigner signer(String alias) {
        KeyPair pair = entries.pair(alias);
        if (pair == null) {
            return null;
        }
        try {
            return new KeySigner(Key.of(pair.getPublic()), pair.getPrivate());
        } catch (Refusal | IllegalArgumentException e) {
            entries.note(alias, "is not a usable key pair (EC P-256 or Ed25519).");
            return null;
        }
    }

    private @Nullable KeySigner second(String alias) {
        KeyPair pair = entries.pair(alias);
        if (pair == null) {
            return null;
        }
        try {
            return new KeySigner(Key.ofSecond(pair.getPublic()), pair.getPrivate());
        } catch (Refusal | IllegalArgumentException e) {
            entries.note(alias, "is not a usable ML-DSA-65 key pair.");
            return null;
        }
    }

    private @Nullable NoteSigner noteSigner(
            String alias, String origin, SignatureType type, String algorithm) {
        Token token = entries.tokenOf(alias);
        if (token != null) {
            return noteSigner(token, alias, origin, type);
        }
        KeyPair pair = entries.pair(alias);
        if (pair == null) {
            return null;
        }
        try {
            return NoteSigner.of(origin, type, pair);
        } catch (IllegalArgumentException e) {
            entries.note(alias, "is not a usable " + algorithm + " key pair.");
            return null;
        }
    }

    private @Nullable NoteSigner noteSigner(
            Token token, String alias, String origin, SignatureType type) {
        try {
            TokenSigner signer = token.ed25519(alias);
            return NoteSigner.of(origin, type, signer.key().publicKey(), signer);
        } catch (GeneralSecurityException e) {
            entries.note(alias, "is not in the token as an Ed25519 key pair of that label.");
            return null;
        }
    }

    private static char[] password(Path file) throws BadConfig {
        try {
            return Files.readString(file).strip().toCharArray();
        } catch (IOException e) {
            throw bad(file, "Cannot be read.", "It holds a password or PIN in one line.");
        }
    }

    static BadConfig bad(Path file, String what, String remedy) {
        return new BadConfig(List.of(new Problem(file, 0, "", what, remedy)));
    }
}
