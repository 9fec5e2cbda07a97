package io.sealane.core.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Digest;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A public key that signs notes: the name, type and key that its verifier key text holds. Two are
 * equal if those are.
 */
public final class NoteVerifier {
    private final String name;
    private final int id;
    private final SignatureType type;
    private final byte[] raw;
    private final PublicKey key;

    private NoteVerifier(String name, SignatureType type, byte[] raw, PublicKey key) {
        this.name = name;
        this.type = type;
        this.raw = raw;
        this.key = key;
        this.id = keyId(name, type, raw);
    }

    /**
     * The verifier of a name and a public key.
     *
     * @param key an Ed25519 or an ML-DSA-44 key, as the type asks
     */
    public static NoteVerifier of(String name, SignatureType type, PublicKey key) {
        if (!isKeyName(name)) {
            throw new IllegalArgumentException("Not a key name.");
        }
        return new NoteVerifier(name, type, RawKeys.encode(type, key), key);
    }

    /**
     * Reads a verifier key, {@code <name>+<key id, 8 hex>+<base64(type || public key)>}.
     *
     * @throws Refusal MALFORMED_NOTE, NOT_CANONICAL; UNKNOWN_KEY if of a type not known here
     */
    // SPEC: C2SP signed-note, Verifier keys.
    public static NoteVerifier parse(String vkey) throws Refusal {
        // The base64 may hold a plus too, a name never does.
        String[] parts = vkey.split("\\+", 3);
        if (parts.length != 3 || !isKeyName(parts[0]) || !parts[1].matches("[0-9a-f]{8}")) {
            throw new Refusal(
                    Code.MALFORMED_NOTE, "A verifier key is written name+8 hex digits+base64.");
        }
        byte[] typed = StandardBase64.decode(parts[2]);
        if (typed.length == 0) {
            throw new Refusal(Code.MALFORMED_NOTE, "The verifier key is empty.");
        }
        SignatureType type = SignatureType.of(typed[0]);
        byte[] raw = Arrays.copyOfRange(typed, 1, typed.length);
        NoteVerifier verifier = new NoteVerifier(parts[0], type, raw, RawKeys.decode(type, raw));
        if (verifier.id != HexFormat.fromHexDigits(parts[1])) {
            throw new Refusal(Code.MALFORMED_NOTE, "The verifier key's id is not that of its key.");
        }
        return verifier;
    }

    public String name() {
        return name;
    }

    /** The key id, four bytes as an integer. */
    public int id() {
        return id;
    }

    public SignatureType type() {
        return type;
    }

    /** The key's bytes as C2SP writes them. */
    public byte[] raw() {
        return raw.clone();
    }

    // SPEC: RFC 7638 3, over the members of RFC 8037 2 or RFC 9964 3.
    /** What a revocation calls it: the thumbprint of the key as a JWK. */
    public String thumbprint() {
        String bytes = Base64Url.encode(raw);
        return Digest.base64Url(
                type == SignatureType.ML_DSA_44
                        ? "{\"alg\":\"ML-DSA-44\",\"kty\":\"AKP\",\"pub\":\"" + bytes + "\"}"
                        : "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + bytes + "\"}");
    }

    /** The verifier key text, without a newline. */
    public String vkey() {
        byte[] typed = new byte[1 + raw.length];
        typed[0] = type.identifier();
        System.arraycopy(raw, 0, typed, 1, raw.length);
        return name + "+" + HexFormat.of().toHexDigits(id) + "+" + StandardBase64.encode(typed);
    }

    /** Whether this key made the line's signature over the text. */
    boolean verifies(String text, byte[] signature) {
        if (signature.length != type.signatureBytes()) {
            return false;
        }
        if (!type.isTimed()) {
            return RawKeys.verifies(type, key, text.getBytes(UTF_8), signature);
        }
        long time = ByteBuffer.wrap(signature).getLong();
        // SPEC: C2SP tlog-cosignature, Format: the timestamp must not exceed 2^63 - 1.
        if (time < 0) {
            return false;
        }
        try {
            byte[] message = SignedMessage.timed(type, name, text, time);
            return RawKeys.verifies(
                    type, key, message, Arrays.copyOfRange(signature, 8, signature.length));
        } catch (Refusal e) {
            // A co-signature is of a checkpoint; over any other text there is none.
            return false;
        }
    }

    // SPEC: C2SP signed-note, Signatures: SHA-256(key name || 0x0A || type || public key)[:4].
    private static int keyId(String name, SignatureType type, byte[] raw) {
        MessageDigest digest = Merkle.sha256();
        digest.update(name.getBytes(UTF_8));
        digest.update((byte) 0x0A);
        digest.update(type.identifier());
        return ByteBuffer.wrap(digest.digest(raw)).getInt();
    }

    // SPEC: C2SP signed-note, Format: key names are non-empty, without Unicode spaces or plus.
    static boolean isKeyName(String name) {
        return !name.isEmpty()
                && name.codePoints()
                        .noneMatch(c ->
                                c == '+'
                                        || c < 0x20
                                        || c == 0x85
                                        || Character.isSpaceChar(c)
                                        || (c >= 0xD800 && c <= 0xDFFF));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NoteVerifier that
                && name.equals(that.name)
                && type == that.type
                && Arrays.equals(raw, that.raw);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + id;
    }

    @Override
    public String toString() {
        return name + "+" + HexFormat.of().toHexDigits(id);
    }
}
