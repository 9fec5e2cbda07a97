package io.sealane.core.disclosure;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An SD-JWT or SD-JWT+KB, taken apart at its tildes: RFC 9901 4.
 *
 * @param issuerJwt the issuer's token, compact
 * @param disclosures as they stand, base64url, none empty
 * @param bound all up to and with the last tilde: what a key binding binds
 * @param keyBindingJwt what follows the last tilde; empty in an SD-JWT
 */
record Parts(String issuerJwt, List<String> disclosures, String bound, String keyBindingJwt) {
    /** By character: a table, since on base64url every comparison is a guess. */
    private static final boolean[] ALPHABET = alphabet();

    static final int MAX_LENGTH = 1024 * 1024;
    static final int MAX_DISCLOSURES = 2_000;

    Parts {
        disclosures = List.copyOf(disclosures);
    }

    /**
     * Takes apart; looks at nothing between the tildes.
     *
     * @throws Refusal TOO_LARGE, or MALFORMED_TOKEN if there is no tilde or nothing between two
     */
    static Parts of(String text) throws Refusal {
        if (text.length() > MAX_LENGTH) {
            throw new Refusal(Code.TOO_LARGE, "An SD-JWT is at most 1 MiB long.");
        }
        // Outside this alphabet nothing has a place, and what is not ASCII would be hashed as if it
        // were something else.
        if (!isOfTheAlphabet(text)) {
            throw new Refusal(Code.MALFORMED_TOKEN, "An SD-JWT is base64url, dots and tildes.");
        }
        int last = text.lastIndexOf('~');
        if (last < 0) {
            throw new Refusal(Code.MALFORMED_TOKEN, "An SD-JWT ends each of its parts with ~.");
        }
        var disclosures = new ArrayList<String>();
        int end = text.indexOf('~');
        String issuerJwt = text.substring(0, end);
        while (end < last) {
            int start = end + 1;
            end = text.indexOf('~', start);
            if (end == start) {
                throw new Refusal(Code.MALFORMED_TOKEN, "There is nothing between two ~.");
            }
            if (disclosures.size() == MAX_DISCLOSURES) {
                throw new Refusal(Code.TOO_LARGE, "An SD-JWT has at most 2,000 disclosures.");
            }
            disclosures.add(text.substring(start, end));
        }
        return new Parts(
                issuerJwt, disclosures, text.substring(0, last + 1), text.substring(last + 1));
    }

    /** The same with a key binding. */
    Parts with(String keyBinding) {
        return new Parts(issuerJwt, disclosures, bound, keyBinding);
    }

    private static boolean isOfTheAlphabet(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ALPHABET.length || !ALPHABET[c]) {
                return false;
            }
        }
        return true;
    }

    private static boolean[] alphabet() {
        var alphabet = new boolean[128];
        String letters = "abcdefghijklmnopqrstuvwxyz";
        String all = letters + letters.toUpperCase(Locale.ROOT) + "0123456789-_.~";
        all.chars().forEach(c -> alphabet[c] = true);
        return alphabet;
    }
}
