package io.sealane.core.json;

import java.math.BigDecimal;

/** How ECMAScript writes a double, which is how RFC 8785 3.2.2.3 wants numbers written. */
final class EcmaNumber {
    private EcmaNumber() {}

    static String text(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("a number that is not finite has no canonical form");
        }
        if (value == 0) {
            return "0"; // SPEC: ECMA-262 Number::toString 2: minus zero is written 0.
        }
        BigDecimal shortest = shortest(Math.abs(value));
        String digits = shortest.unscaledValue().toString();
        int k = digits.length();
        int n = k - shortest.scale(); // the value is 0.digits * 10^n
        StringBuilder out = new StringBuilder(26);
        if (value < 0) {
            out.append('-');
        }
        // SPEC: ECMA-262 Number::toString 6 to 10.
        if (k <= n && n <= 21) {
            out.append(digits).repeat('0', n - k);
        } else if (0 < n && n <= 21) {
            out.append(digits, 0, n).append('.').append(digits, n, k);
        } else if (-6 < n && n <= 0) {
            out.append("0.").repeat('0', -n).append(digits);
        } else {
            out.append(digits.charAt(0));
            if (k > 1) {
                out.append('.').append(digits, 1, k);
            }
            out.append('e').append(n > 0 ? '+' : '-').append(Math.abs(n - 1));
        }
        return out.toString();
    }

    /** The decimal with the fewest digits that is read back as {@code value}, nearest to it. */
    private static BigDecimal shortest(double value) {
        // Java's own text is that decimal since JDK 19, but for one thing: it has at least two
        // digits, so that the smallest double is 4.9E-324 where ECMAScript says 5e-324.
        BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        if (value >= Double.MIN_NORMAL || decimal.precision() != 2) {
            return decimal;
        }
        BigDecimal step = BigDecimal.ONE.scaleByPowerOfTen(1 - decimal.scale());
        BigDecimal below = decimal.subtract(decimal.remainder(step));
        BigDecimal above = below.add(step);
        BigDecimal exact = new BigDecimal(value);
        boolean belowFirst =
                exact.subtract(below).abs().compareTo(above.subtract(exact).abs()) <= 0;
        BigDecimal near = belowFirst ? below : above;
        BigDecimal far = belowFirst ? above : below;
        if (near.doubleValue() == value) {
            return near.stripTrailingZeros();
        }
        return far.doubleValue() == value ? far.stripTrailingZeros() : decimal;
    }
}
