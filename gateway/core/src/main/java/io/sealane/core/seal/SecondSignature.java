package io.sealane.core.seal;

import io.sealane.core.identity.Algorithm;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.Refusal;
import io.sealane.core.identity.Signer;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;
import io.sealane.core.json.Members;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * An issuer's second signature: a JWS over the payload of its token, detached (RFC 7515 F), which
 * travels beside the token. Its header is like the token's own but for algorithm and key.
 *
 * <p>That it must be there the token's own {@code sigs} says, and what was agreed: never the text
 * itself.
 */
final class SecondSignature {
    private static final Set<String> HEADER = Set.of("alg", "kid", "typ");
    private static final String ALGORITHM = Algorithm.ML_DSA_65.joseName();

    /** The signature is 4,412 characters long, the header about 150. */
    private static final int MAX_LENGTH = 5_000;

    private SecondSignature() {}

    /** {@code header..signature} over the payload of a compact token. */
    static String over(String token, Signer signer) {
        if (signer.algorithm() != Algorithm.ML_DSA_65) {
            throw new IllegalArgumentException("the second signature is of another kind");
        }
        String header =
                "{\"alg\":\"%s\",\"kid\":\"%s\",\"typ\":\"%s\"}"
                        .formatted(ALGORITHM, signer.kid(), IssuerToken.TYP);
        String encoded = Base64Url.encode(header.getBytes(StandardCharsets.UTF_8));
        return encoded + ".." + Base64Url.encode(signer.sign(input(encoded, token)));
    }

    /**
     * Checks one.
     *
     * @param token the compact token that it stands beside
     * @param keys those that may sign for the issuer
     * @throws Refusal MALFORMED_TOKEN, ALGORITHM_NOT_ALLOWED, UNKNOWN_ISSUER, BAD_ISSUER_SIGNATURE
     */
    static void verify(String detached, String token, List<Key> keys) throws Refusal {
        Key key = IssuerToken.keyOf(keys, kid(detached));
        String encoded = header(detached);
        byte[] signature = Base64Url.decode(detached.substring(encoded.length() + 2));
        if (key.algorithm() != Algorithm.ML_DSA_65
                || !key.verifies(input(encoded, token), signature)) {
            throw new Refusal(
                    Code.BAD_ISSUER_SIGNATURE,
                    "The second signature does not verify with the expected key.");
        }
    }

    private static String header(String detached) throws Refusal {
        int dots = detached.indexOf("..");
        if (detached.length() > MAX_LENGTH || dots < 0) {
            throw malformed("A second signature is header..signature.");
        }
        return detached.substring(0, dots);
    }

    /**
     * The name of its key.
     *
     * @throws Refusal MALFORMED_TOKEN, ALGORITHM_NOT_ALLOWED
     */
    static String kid(String detached) throws Refusal {
        byte[] json = Base64Url.decode(header(detached));
        Members header;
        try {
            header = Members.of(Json.parse(json), Code.MALFORMED_TOKEN, "The second header");
        } catch (Refusal refusal) {
            throw refusal.as(Code.MALFORMED_TOKEN);
        }
        header.only(HEADER);
        if (!header.text("typ").equals(IssuerToken.TYP)) {
            throw malformed("The typ must be " + IssuerToken.TYP + ".");
        }
        if (!header.text("alg").equals(ALGORITHM)) {
            throw new Refusal(
                    Code.ALGORITHM_NOT_ALLOWED, "A second signature is of " + ALGORITHM + ".");
        }
        return header.base64Url("kid", Digest.LENGTH);
    }

    /** SPEC: RFC 7515 5.1(5): the header of this signature, and the payload as the token has it. */
    private static byte[] input(String header, String token) {
        String payload = token.substring(token.indexOf('.') + 1, token.lastIndexOf('.'));
        return (header + '.' + payload).getBytes(StandardCharsets.US_ASCII);
    }

    private static Refusal malformed(String detail) {
        return new Refusal(Code.MALFORMED_TOKEN, detail);
    }
}
