package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

import java.math.BigDecimal;

/** What must hold between the fields of a quote (STANDARDS 3.10). Amounts are decimal strings. */
final class RateQuoteRules {
    private RateQuoteRules() {}

    /** Room for the rounding of an amount to what its currency has. */
    private static final BigDecimal ROUNDING = new BigDecimal("0.01");

    static void check(JsonNode quote, Findings findings) {
        // ISO dates sort as texts.
        if (quote.path("quoteValidFrom").asText().compareTo(quote.path("quoteValidUntil").asText())
                > 0) {
            findings.broken("validity-window", "/quoteValidUntil", "A quote ends after it begins.");
        }
        JsonNode options = quote.path("options");
        ListRules.once(
                options,
                "optionReference",
                "/options",
                "option-once",
                "An option has a number of its own.",
                findings);
        for (int i = 0; i < options.size(); i++) {
            charges(options.get(i), "/options/" + i, findings);
        }
    }

    private static void charges(JsonNode option, String at, Findings findings) {
        JsonNode charges = option.path("charges");
        BigDecimal sum = BigDecimal.ZERO;
        boolean oneCurrency = true;
        for (int i = 0; i < charges.size(); i++) {
            JsonNode charge = charges.get(i);
            BigDecimal amount = decimal(charge, "currencyAmount");
            BigDecimal product = decimal(charge, "unitPrice").multiply(decimal(charge, "quantity"));
            if (product.subtract(amount).abs().compareTo(ROUNDING) > 0) {
                findings.broken(
                        "amount-is-price-times-quantity",
                        at + "/charges/" + i + "/currencyAmount",
                        "The amount is the unit price times the quantity.");
            }
            if (charge.path("isIncluded").booleanValue()) {
                sum = sum.add(amount);
                oneCurrency &= charge.path("currencyCode").equals(option.path("totalCurrencyCode"));
            }
        }
        if (option.has("charges")
                && oneCurrency
                && sum.compareTo(decimal(option, "totalAmount")) != 0) {
            findings.broken(
                    "total-is-the-sum",
                    at + "/totalAmount",
                    "The total is the sum of the charges that are included.");
        }
    }

    private static BigDecimal decimal(JsonNode object, String member) {
        return new BigDecimal(object.path(member).asText());
    }
}
