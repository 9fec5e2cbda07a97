package io.sealane.core.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;

import org.jspecify.annotations.Nullable;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads public keys and refuses those under which a signature proves nothing. */
final class KeyReader {
    private static final Provider PLATFORM = Security.getProvider("SunEC");
    private static final int COORDINATE_LENGTH = 32;
    private static final String P256 = "EC/P-256";
    private static final Set<String> KINDS = Set.of(P256, "OKP/Ed25519");
    private static final List<String> PRIVATE_MEMBERS =
            List.of("d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv");

    // RFC 8410 4: SubjectPublicKeyInfo of Ed25519 up to the 32 bytes of the key.
    private static final byte[] ED25519_SPKI = HexFormat.of().parseHex("302a300506032b6570032100");

    // The y coordinates of the points of small order (0, 1, -1 and the two of order 8), sign bit
    // cleared. Under such a key one signature fits many messages, so that its owner can deny all.
    private static final List<String> SMALL_ORDER =
            List.of(
                    "0000000000000000000000000000000000000000000000000000000000000000",
                    "0100000000000000000000000000000000000000000000000000000000000000",
                    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a");

    private KeyReader() {}

    /** Whether it says that it is a key of second signatures. */
    static boolean isPostQuantum(JsonNode jwk) throws Refusal {
        return text(jwk, "kty").equals(PostQuantumKey.KTY)
                && jwk.path("alg").asText().equals(Algorithm.ML_DSA_65.joseName());
    }

    static Key postQuantum(JsonNode jwk) throws Refusal {
        checkPublic(jwk);
        Key key = PostQuantumKey.ofJwk(jwk);
        checkUse(jwk, key);
        return key;
    }

    static Key ofJwk(JsonNode jwk, @Nullable Provider provider) throws Refusal {
        // The kind first: a key of another algorithm is nothing else, whatever its members say.
        String kind = text(jwk, "kty") + "/" + (jwk.has("crv") ? text(jwk, "crv") : "");
        if (!KINDS.contains(kind)) {
            throw otherKind();
        }
        checkPublic(jwk);
        Key key =
                kind.equals(P256)
                        ? p256(coordinate(jwk, "x"), coordinate(jwk, "y"), provider)
                        : ed25519(coordinate(jwk, "x"), provider);
        checkUse(jwk, key);
        return key;
    }

    private static void checkPublic(JsonNode jwk) throws Refusal {
        for (String name : PRIVATE_MEMBERS) {
            if (jwk.has(name)) {
                throw refusal("A JWK with a private key is not a public key.");
            }
        }
    }

    static Key ofPublicKey(PublicKey publicKey, @Nullable Provider provider) throws Refusal {
        return switch (publicKey) {
            case ECPublicKey ec -> {
                if (!Curve.P_256.equals(Curve.forECParameterSpec(ec.getParams()))) {
                    throw otherKind();
                }
                ECKey jwk = new ECKey.Builder(Curve.P_256, ec).build();
                yield p256(jwk.getX(), jwk.getY(), provider);
            }
            case EdECPublicKey ed -> ed25519(Base64URL.encode(ed25519Bytes(ed)), provider);
            default -> throw otherKind();
        };
    }

    private static byte[] ed25519Bytes(EdECPublicKey key) throws Refusal {
        byte[] spki = key.getEncoded();
        int prefix = ED25519_SPKI.length;
        if (spki.length != prefix + COORDINATE_LENGTH
                || !Arrays.equals(ED25519_SPKI, Arrays.copyOf(spki, prefix))) {
            throw otherKind();
        }
        return Arrays.copyOfRange(spki, prefix, spki.length);
    }

    private static Key p256(Base64URL x, Base64URL y, @Nullable Provider provider) throws Refusal {
        ECKey jwk;
        byte[] spki;
        try {
            // Nimbus checks that the point is on the curve.
            jwk = new ECKey.Builder(Curve.P_256, x, y).build();
            spki = jwk.toECPublicKey().getEncoded();
        } catch (IllegalStateException | IllegalArgumentException | JOSEException e) {
            throw refusal("The coordinates are not a point of P-256.");
        }
        return new Key(Algorithm.ES256, imported("EC", spki, provider), members(jwk), provider);
    }

    private static Key ed25519(Base64URL x, @Nullable Provider provider) throws Refusal {
        byte[] point = x.decode();
        byte[] y = point.clone();
        y[COORDINATE_LENGTH - 1] &= 0x7f;
        String hex = HexFormat.of().formatHex(y);
        // p = 2^255 - 19 is ed ff .. ff 7f, little-endian: a larger y is another text for a point.
        boolean notReduced = hex.endsWith("ff".repeat(30) + "7f") && (y[0] & 0xff) >= 0xed;
        if (notReduced || SMALL_ORDER.contains(hex)) {
            throw refusal("The key is not a usable point of Ed25519.");
        }
        byte[] spki = Arrays.copyOf(ED25519_SPKI, ED25519_SPKI.length + COORDINATE_LENGTH);
        System.arraycopy(point, 0, spki, ED25519_SPKI.length, COORDINATE_LENGTH);
        try {
            // Decompresses the point, which fails for a y that is not on the curve. Only the JDK's
            // own provider is known to look when it is given the key.
            PublicKey looked = imported("Ed25519", spki, PLATFORM);
            Key.signature(Algorithm.ED25519, PLATFORM).initVerify(looked);
        } catch (InvalidKeyException e) {
            throw refusal("The key is not a usable point of Ed25519.");
        }
        PublicKey publicKey = imported("Ed25519", spki, provider);
        OctetKeyPair jwk = new OctetKeyPair.Builder(Curve.Ed25519, x).build();
        return new Key(Algorithm.ED25519, publicKey, members(jwk), provider);
    }

    private static Map<String, String> members(JWK jwk) {
        var members = new TreeMap<String, String>();
        jwk.getRequiredParams().forEach((name, value) -> members.put(name, value.toString()));
        return members;
    }

    private static PublicKey imported(String name, byte[] spki, @Nullable Provider provider)
            throws Refusal {
        try {
            // A provider's own key spares it a translation at each use; not all can read all keys.
            KeyFactory factory =
                    provider == null || provider.getService("KeyFactory", name) == null
                            ? KeyFactory.getInstance(name)
                            : KeyFactory.getInstance(name, provider);
            return factory.generatePublic(new X509EncodedKeySpec(spki));
        } catch (GeneralSecurityException e) {
            throw refusal("The key cannot be read.");
        }
    }

    private static void checkUse(JsonNode jwk, Key key) throws Refusal {
        if (jwk.has("kid") && !text(jwk, "kid").equals(key.kid())) {
            throw refusal("The kid of a key is its RFC 7638 thumbprint.");
        }
        if (jwk.has("alg") && !text(jwk, "alg").equals(key.algorithm().joseName())) {
            throw refusal("The alg of the JWK does not fit its key.");
        }
        // SPEC: RFC 7517 4.2, 4.3: a key meant for something else verifies no signature.
        if (jwk.has("use") && !text(jwk, "use").equals("sig")) {
            throw refusal("The key is not meant for signatures.");
        }
        if (jwk.has("key_ops")) {
            for (JsonNode operation : jwk.get("key_ops")) {
                if (operation.isTextual() && operation.textValue().equals("verify")) {
                    return;
                }
            }
            throw refusal("The key is not meant for signatures.");
        }
    }

    private static Base64URL coordinate(JsonNode jwk, String name) throws Refusal {
        String text = text(jwk, name);
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw refusal("A coordinate is base64url.");
        }
        // SPEC: RFC 7518 6.2.1.2: the full size of a coordinate. One text for one key.
        if (bytes.length != COORDINATE_LENGTH
                || !Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(text)) {
            throw refusal("A coordinate is 32 bytes in unpadded base64url.");
        }
        return new Base64URL(text);
    }

    static String text(JsonNode jwk, String name) throws Refusal {
        JsonNode value = jwk.get(name);
        if (value == null || !value.isTextual()) {
            throw refusal("A JWK needs kty and what belongs to it, each a string.");
        }
        return value.textValue();
    }

    private static Refusal otherKind() {
        return new Refusal(Code.ALGORITHM_NOT_ALLOWED, "A key is EC on P-256 or OKP on Ed25519.");
    }

    static Refusal refusal(String detail) {
        return new Refusal(Code.UNKNOWN_KEY, detail);
    }
}
