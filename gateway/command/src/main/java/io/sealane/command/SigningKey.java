package io.sealane.command;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.KeySigner;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Json;
import io.sealane.core.json.Members;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;

/** A party's own key for documents: a file with a private JWK (RFC 7517), that its owner reads. */
final class SigningKey {
    private static final int SCALAR_BYTES = 32;

    private SigningKey() {}

    /**
     * Reads a key file.
     *
     * @throws Refusal if it is no private JWK of P-256 or Ed25519
     */
    static KeySigner read(Path file) throws IOException, Refusal {
        ObjectNode jwk = Json.parseObject(Files.readAllBytes(file));
        byte[] scalar =
                Base64Url.decode(
                        Members.of(jwk, Code.INVALID_REQUEST, "A private JWK")
                                .base64Url("d", SCALAR_BYTES));
        Key key = Key.ofJwk(jwk.deepCopy().without("d"));
        try {
            return new KeySigner(key, privateKey(key, scalar));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new Refusal(Code.INVALID_REQUEST, file + ": the private part is of another key.");
        }
    }

    private static PrivateKey privateKey(Key key, byte[] scalar) throws GeneralSecurityException {
        return key.publicKey() instanceof ECPublicKey point
                ? KeyFactory.getInstance("EC")
                        .generatePrivate(
                                new ECPrivateKeySpec(new BigInteger(1, scalar), point.getParams()))
                : KeyFactory.getInstance("Ed25519")
                        .generatePrivate(
                                new EdECPrivateKeySpec(NamedParameterSpec.ED25519, scalar));
    }

    /**
     * Makes a new key, in a file that was not there.
     *
     * @return what the node's operator registers
     */
    static Key make(Path file, boolean edwards) throws IOException {
        try {
            KeyPair pair = edwards ? generated("Ed25519", null) : generated("EC", "secp256r1");
            Key key = Key.of(pair.getPublic());
            ObjectNode jwk = key.toJwk().put("d", Base64Url.encode(scalar(pair.getPrivate())));
            write(file, jwk);
            return key;
        } catch (GeneralSecurityException | Refusal e) {
            throw new IllegalStateException("the JDK makes no such key", e);
        }
    }

    /** Writes a private JWK into a file that was not there. */
    static void write(Path file, ObjectNode jwk) throws IOException {
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, Json.text(jwk) + "\n", StandardOpenOption.WRITE);
    }

    private static KeyPair generated(String algorithm, @Nullable String curve)
            throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (curve != null) {
            generator.initialize(new ECGenParameterSpec(curve));
        }
        return generator.generateKeyPair();
    }

    private static byte[] scalar(PrivateKey key) {
        return switch (key) {
            case ECPrivateKey point -> fixed(point.getS().toByteArray());
            case EdECPrivateKey edwards -> edwards.getBytes().orElseThrow();
            default -> throw new IllegalStateException("a key of another kind");
        };
    }

    /** SPEC: RFC 7518 6.2.2.1: 32 octets, without a sign byte, with leading zeros. */
    private static byte[] fixed(byte[] number) {
        byte[] fixed = new byte[SCALAR_BYTES];
        int length = Math.min(number.length, SCALAR_BYTES);
        System.arraycopy(number, number.length - length, fixed, SCALAR_BYTES - length, length);
        return fixed;
    }
}
