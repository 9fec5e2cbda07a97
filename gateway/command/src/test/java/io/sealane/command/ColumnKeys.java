package io.sealane.command;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Json;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of a node's encrypted columns, from its key file and its data folder, with none of its
 * code: whoever has both files reads what the node reads.
 */
final class ColumnKeys {
    private static final int BLOCK_BYTES = 16;
    private static final int NONCE_BYTES = 24;
    private static final int HALF_NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Map<Long, byte[]> secrets = new HashMap<>();

    /** The keys of the node in this folder, which {@code sealane certs} made. */
    static ColumnKeys of(Path node) throws Exception {
        char[] password = Files.readString(node.resolve("keys/password")).strip().toCharArray();
        KeyStore store = KeyStore.getInstance(node.resolve("keys/node.p12").toFile(), password);
        Key storage = store.getKey("storage", password);
        var keys = new ColumnKeys();
        byte[] file = Files.readAllBytes(node.resolve("data/keys/data-keys.json"));
        for (JsonNode one : Json.parse(file).path("keys")) {
            Cipher wrap = Cipher.getInstance("AESWrap");
            wrap.init(Cipher.UNWRAP_MODE, storage);
            byte[] wrapped = Base64Url.decode(one.path("wrapped").textValue());
            Key secret = wrap.unwrap(wrapped, "AES", Cipher.SECRET_KEY);
            keys.secrets.put(one.path("id").longValue(), secret.getEncoded());
        }
        return keys;
    }

    /**
     * Opens a column.
     *
     * @param place where the ciphertext stands, which is authenticated with it
     */
    byte[] open(long keyId, byte[] place, byte[] sealed) throws Exception {
        byte[] secret = secrets.get(keyId);
        if (secret == null) {
            throw new AssertionError("no data key " + keyId);
        }
        Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
        byte[] half = Arrays.copyOfRange(sealed, HALF_NONCE_BYTES, NONCE_BYTES);
        var key = new SecretKeySpec(derived(secret, sealed), "AES");
        gcm.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, half));
        gcm.updateAAD(place);
        return gcm.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
    }

    // SPEC: C2SP XAES-256-GCM: K1 = AES(0) in GF(2^128) times x; the key of a message is
    // AES(00 01 'X' 00 N[:12] ^ K1) || AES(00 02 'X' 00 N[:12] ^ K1).
    private static byte[] derived(byte[] secret, byte[] nonce) throws Exception {
        BigInteger k1 = new BigInteger(1, block(secret, new byte[BLOCK_BYTES])).shiftLeft(1);
        if (k1.testBit(TAG_BITS)) {
            k1 = k1.clearBit(TAG_BITS).xor(BigInteger.valueOf(0x87));
        }
        byte[] key = new byte[2 * BLOCK_BYTES];
        for (int half = 0; half < 2; half++) {
            byte[] message = new byte[BLOCK_BYTES];
            message[1] = (byte) (half + 1);
            message[2] = 'X';
            System.arraycopy(nonce, 0, message, 4, HALF_NONCE_BYTES);
            byte[] mixed = sixteen(new BigInteger(1, message).xor(k1));
            System.arraycopy(block(secret, mixed), 0, key, half * BLOCK_BYTES, BLOCK_BYTES);
        }
        return key;
    }

    private static byte[] sixteen(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] block = new byte[BLOCK_BYTES];
        int length = Math.min(bytes.length, BLOCK_BYTES);
        System.arraycopy(bytes, bytes.length - length, block, BLOCK_BYTES - length, length);
        return block;
    }

    // One block of a block cipher, not a mode for messages.
    @SuppressWarnings("InsecureCryptoUsage")
    private static byte[] block(byte[] secret, byte[] block) throws Exception {
        Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
        aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(secret, "AES"));
        return aes.doFinal(block);
    }
}
