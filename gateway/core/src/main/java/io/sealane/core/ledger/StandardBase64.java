package io.sealane.core.ledger;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;

import java.util.Base64;

/** Base 64 of RFC 4648 section 4, with padding, in its one canonical form, as C2SP writes it. */
final class StandardBase64 {
    private StandardBase64() {}

    static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /**
     * The bytes of a text.
     *
     * @throws Refusal NOT_CANONICAL if no bytes encode to exactly this text
     */
    static byte[] decode(String text) throws Refusal {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            // The JDK's decoder takes missing padding and stray trailing bits for granted.
            if (encode(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // Falls through: the same answer for every way of not being canonical.
        }
        throw new Refusal(Code.NOT_CANONICAL, "Not canonical standard base64 with padding.");
    }
}
