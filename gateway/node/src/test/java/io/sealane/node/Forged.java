package io.sealane.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealane.core.identity.KeySigner;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;

import java.security.GeneralSecurityException;
import java.util.function.UnaryOperator;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A signed token as whoever forges one has it: three texts, each to be changed by itself. A change
 * leaves the signature as it was, until another is put under it.
 */
public record Forged(String header, String payload, String signature) {
    public static Forged of(String compact) {
        String[] parts = compact.split("\\.", -1);
        try {
            return new Forged(
                    new String(Base64Url.decode(parts[0]), UTF_8),
                    new String(Base64Url.decode(parts[1]), UTF_8),
                    parts[2]);
        } catch (Refusal e) {
            throw new AssertionError(e);
        }
    }

    public Forged header(UnaryOperator<String> change) {
        return new Forged(changed(header, change), payload, signature);
    }

    public Forged payload(UnaryOperator<String> change) {
        return new Forged(header, changed(payload, change), signature);
    }

    private static String changed(String text, UnaryOperator<String> change) {
        String changed = change.apply(text);
        if (changed.equals(text)) {
            throw new AssertionError("nothing to change in " + text);
        }
        return changed;
    }

    /** With one member more in front. */
    public static UnaryOperator<String> member(String name, String json) {
        return object -> "{\"%s\":%s,%s".formatted(name, json, object.substring(1));
    }

    private String input() {
        return Base64Url.encode(header.getBytes(UTF_8))
                + "."
                + Base64Url.encode(payload.getBytes(UTF_8));
    }

    public Forged signed(KeySigner key) {
        return with(Base64Url.encode(key.sign(input().getBytes(UTF_8))));
    }

    /** With a MAC, under whatever everybody knows. */
    public Forged authenticated(byte[] publicKey) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(publicKey, "HmacSHA256"));
            return with(Base64Url.encode(mac.doFinal(input().getBytes(UTF_8))));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public Forged with(String other) {
        return new Forged(header, payload, other);
    }

    public String compact() {
        return input() + "." + signature;
    }
}
