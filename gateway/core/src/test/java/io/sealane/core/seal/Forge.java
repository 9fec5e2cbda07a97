package io.sealane.core.seal;

import io.sealane.core.identity.Signer;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Digest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Makes tokens that no honest issuer makes, out of JSON as it stands. */
public final class Forge {
    private final Signer signer;
    private final List<String> disclosures = new ArrayList<>();

    public Forge(Signer signer) {
        this.signer = signer;
    }

    /** A signed token of this header and payload. */
    public static String token(String header, String payload, Signer signer) {
        String input = encoded(header) + "." + encoded(payload);
        byte[] signature = signer.sign(input.getBytes(StandardCharsets.US_ASCII));
        return input + "." + Base64Url.encode(signature);
    }

    /** JSON text in base64url. */
    public static String encoded(String json) {
        return Base64Url.encode(json.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a disclosure of this JSON; its digest in quotation marks. */
    public String shown(String json) {
        disclosures.add(encoded(json));
        return withheld(json);
    }

    /** The digest, in quotation marks, of a disclosure of this JSON that is not added. */
    public static String withheld(String json) {
        return "\"" + Digest.base64Url(encoded(json)) + "\"";
    }

    /** The SD-JWT of this payload and all disclosures added, with the final tilde. */
    public String sdJwt(String payload) {
        String header = "{\"alg\":\"%s\"}".formatted(signer.algorithm().joseName());
        var text = new StringBuilder(token(header, payload, signer)).append('~');
        disclosures.forEach(disclosure -> text.append(disclosure).append('~'));
        return text.toString();
    }
}
