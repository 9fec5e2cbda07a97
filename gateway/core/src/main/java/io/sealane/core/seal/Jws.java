package io.sealane.core.seal;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Algorithm;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.Refusal;
import io.sealane.core.identity.Signer;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;
import io.sealane.core.json.Members;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * A JSON Web Signature in compact serialisation (RFC 7515), kept as the text it came as.
 *
 * <p>Reading one proves nothing: {@link #verify} does. No key is ever taken from a header.
 */
public final class Jws {
    private static final Set<String> OWN_HEADER = Set.of("alg", "kid", "typ");
    private static final int KID_LENGTH = Digest.LENGTH;

    private final String compact;
    private final Header header;
    private final byte[] payload;
    private final byte[] signature;

    private Jws(String compact, Header header, byte[] payload, byte[] signature) {
        this.compact = compact;
        this.header = header;
        this.payload = payload;
        this.signature = signature;
    }

    /**
     * What a header says.
     *
     * @param kid RFC 7638 thumbprint of the key; null in a foreign token, whose names for keys are
     *     its own affair
     */
    public record Header(Algorithm algorithm, @Nullable String kid, @Nullable String typ) {}

    /**
     * Reads a token of ours: its header has {@code alg}, {@code kid} and {@code typ}, each once,
     * and nothing else: no {@code jwk}, {@code jku}, {@code x5c}, {@code crit}.
     *
     * @throws Refusal MALFORMED_TOKEN, or ALGORITHM_NOT_ALLOWED
     */
    public static Jws parse(String compact, String typ) throws Refusal {
        return parse(
                compact,
                header -> {
                    Members members = header.only(OWN_HEADER);
                    if (!members.text("typ").equals(typ)) {
                        throw new Refusal(Code.MALFORMED_TOKEN, "The typ must be " + typ + ".");
                    }
                    return new Header(
                            Algorithm.ofJose(members.text("alg")),
                            members.base64Url("kid", KID_LENGTH),
                            typ);
                });
    }

    /**
     * Reads anybody's token. Header members that are not understood are ignored, as RFC 7515 4
     * asks, unless {@code crit} forbids it.
     *
     * @throws Refusal MALFORMED_TOKEN, or ALGORITHM_NOT_ALLOWED
     */
    public static Jws parseForeign(String compact) throws Refusal {
        return parse(
                compact,
                members -> {
                    Algorithm algorithm = Algorithm.ofJose(members.text("alg"));
                    // SPEC: RFC 7515 4.1.11: what is critical and not understood makes the JWS
                    // invalid. Nothing is understood here, b64 (RFC 7797) neither.
                    if (members.has("crit")) {
                        throw new Refusal(
                                Code.MALFORMED_TOKEN, "No critical header is understood.");
                    }
                    return new Header(algorithm, null, members.textOrNull("typ"));
                });
    }

    /** A token of ours up to its signature. */
    public static Draft draft(String typ, byte[] payload, Signer signer) {
        var header = new Header(signer.algorithm(), signer.kid(), typ);
        String json =
                "{\"alg\":\"%s\",\"kid\":\"%s\",\"typ\":\"%s\"}"
                        .formatted(header.algorithm().joseName(), header.kid(), typ);
        String input =
                Base64Url.encode(json.getBytes(StandardCharsets.UTF_8))
                        + '.'
                        + Base64Url.encode(payload);
        return new Draft(input, header, payload.clone());
    }

    /** What is going to be signed, so that a chain of hashes can run ahead of the signatures. */
    public static final class Draft {
        private final String signingInput;
        private final Header header;
        private final byte[] payload;

        private Draft(String signingInput, Header header, byte[] payload) {
            this.signingInput = signingInput;
            this.header = header;
            this.payload = payload;
        }

        /** {@link Jws#signingInputHash} of the token that this becomes. */
        public byte[] signingInputHash() {
            return Digest.sha256(signingInput);
        }

        /** Signs with the signer the draft was made for. */
        public Jws sign(Signer signer) {
            if (!signer.kid().equals(header.kid())) {
                throw new IllegalArgumentException("this draft names another key");
            }
            byte[] signature = signer.sign(signingInput.getBytes(StandardCharsets.US_ASCII));
            String compact = signingInput + '.' + Base64Url.encode(signature);
            return new Jws(compact, header, payload, signature);
        }
    }

    /** The whole token, as it came or as it was made. */
    public String compact() {
        return compact;
    }

    public Header header() {
        return header;
    }

    public byte[] payload() {
        return payload.clone();
    }

    /** The payload, which must be a JSON object; read anew at each call. */
    public ObjectNode claims() throws Refusal {
        try {
            return Json.parseObject(payload);
        } catch (Refusal refusal) {
            throw refusal.as(Code.MALFORMED_TOKEN);
        }
    }

    /** SHA-256 of the signing input: names the token; its signature could be made anew. */
    public byte[] signingInputHash() {
        return Digest.sha256(signingInput());
    }

    /**
     * Checks the signature: right kind of key, the key the header names, right signature.
     *
     * @param code what a token is refused with that is not signed by {@code key}
     */
    public void verify(Key key, Code code) throws Refusal {
        if (header.algorithm() != key.algorithm()) {
            throw new Refusal(code, "The token's alg is not that of the expected key.");
        }
        if (header.kid() != null && !header.kid().equals(key.kid())) {
            throw new Refusal(code, "The token's kid is not that of the expected key.");
        }
        byte[] input = signingInput().getBytes(StandardCharsets.US_ASCII);
        if (!key.verifies(input, signature)) {
            throw new Refusal(code, "The signature does not verify with the expected key.");
        }
    }

    private String signingInput() {
        return compact.substring(0, compact.lastIndexOf('.'));
    }

    private interface HeaderReader {
        Header read(Members members) throws Refusal;
    }

    private static Jws parse(String compact, HeaderReader reader) throws Refusal {
        // SPEC: RFC 7515 3.1: three segments, RFC 7515 2: base64url without padding.
        int first = compact.indexOf('.');
        int second = compact.indexOf('.', first + 1);
        if (first < 0 || second < 0 || compact.indexOf('.', second + 1) >= 0) {
            throw new Refusal(Code.MALFORMED_TOKEN, "A signed token has three segments.");
        }
        // The header first: under an algorithm that is not accepted nothing else is looked at.
        Header header = header(Base64Url.decode(compact.substring(0, first)), reader);
        byte[] payload = Base64Url.decode(compact.substring(first + 1, second));
        byte[] signature = Base64Url.decode(compact.substring(second + 1));
        return new Jws(compact, header, payload, signature);
    }

    private static Header header(byte[] json, HeaderReader reader) throws Refusal {
        try {
            return reader.read(
                    Members.of(Json.parse(json), Code.MALFORMED_TOKEN, "The token's header"));
        } catch (Refusal refusal) {
            throw refusal.code() == Code.ALGORITHM_NOT_ALLOWED
                    ? refusal
                    : refusal.as(Code.MALFORMED_TOKEN);
        }
    }
}
