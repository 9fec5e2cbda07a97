package io.sealane.core.document;

import java.math.BigInteger;
import java.util.regex.Pattern;

/** Check digits of the field's identifiers. STANDARDS 11 has the worked examples. */
public final class CheckDigits {
    private static final Pattern CONTAINER = Pattern.compile("[A-Z]{3}[UJZ][0-9]{7}");
    private static final Pattern IMO = Pattern.compile("[0-9]{7}");
    private static final Pattern LEI = Pattern.compile("[A-Z0-9]{18}[0-9]{2}");
    private static final int[] COMPANY_WEIGHTS = {8, 6, 4, 2, 9, 7};

    private CheckDigits() {}

    /** Whether a text, blanks and hyphens aside, is an ISO 6346 container number. */
    public static boolean isContainerNumber(String text) {
        String number = text.replace(" ", "").replace("-", "");
        return CONTAINER.matcher(number).matches()
                && number.charAt(10) - '0' == containerDigit(number);
    }

    /** SPEC: ISO 6346: letters count 10 to 38 without the multiples of 11; weights 2^i. */
    static int containerDigit(String number) {
        int sum = 0;
        for (int i = 0; i < 10; i++) {
            char c = number.charAt(i);
            int value = c <= '9' ? c - '0' : letterValue(c);
            sum += value << i;
        }
        return sum % 11 % 10;
    }

    private static int letterValue(char letter) {
        int place = letter - 'A';
        // A is 10, B 12: 11, 22 and 33 are left out.
        return 10 + place + (place + 9) / 10;
    }

    /** Whether a text is an IMO ship number: seven digits, the last one checks the others. */
    public static boolean isImoShipNumber(String text) {
        if (!IMO.matcher(text).matches()) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < 6; i++) {
            sum += (text.charAt(i) - '0') * (7 - i);
        }
        return sum % 10 == text.charAt(6) - '0';
    }

    /** Whether a text is an IMO company number. */
    public static boolean isImoCompanyNumber(String text) {
        if (!IMO.matcher(text).matches()) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < 6; i++) {
            sum += (text.charAt(i) - '0') * COMPANY_WEIGHTS[i];
        }
        return (11 - sum % 11) % 10 == text.charAt(6) - '0';
    }

    /** Whether a text is a Legal Entity Identifier. SPEC: ISO 17442, ISO 7064 MOD 97-10. */
    public static boolean isLei(String text) {
        if (!LEI.matcher(text).matches()) {
            return false;
        }
        var digits = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            digits.append(Character.digit(text.charAt(i), 36));
        }
        return new BigInteger(digits.toString()).mod(BigInteger.valueOf(97)).intValue() == 1;
    }
}
