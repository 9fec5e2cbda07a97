package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** One check of one field that JSON Schema cannot say, or a note to find the field by. */
sealed interface FieldCheck {
    /** {@code x-codes}: a value of a code table. */
    record Coded(CodeTable table) implements FieldCheck {}

    /** {@code x-decimals}: a number that every reader sees alike, with so many decimals. */
    record Decimals(int most) implements FieldCheck {}

    /** {@code x-check}: a form with a rule of its own. */
    enum Form implements FieldCheck {
        CONTAINER_NUMBER,
        IMO_NUMBER,
        LEI,
        UN_LOCODE,
        FACILITY_CODE;

        private static final Pattern USUAL_LOCODE = Pattern.compile("[A-Z]{2}[A-Z2-9]{3}");

        // UN/LOCODE: XZ is for installations in international waters; all else is ISO 3166-1.
        private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

        // SMDG Terminal Code List, 2026-06: all of its 1256 codes.
        private static final Pattern SMDG_TERMINAL = Pattern.compile("[A-Z0-9]{3,6}");

        static Form named(String name) {
            for (Form form : values()) {
                if (form.name().replace('_', '-').equalsIgnoreCase(name)) {
                    return form;
                }
            }
            throw new IllegalStateException("A schema names an unknown check.");
        }

        private void checkForm(
                String text,
                JsonNode parent,
                KnownPlaces places,
                StringBuilder pointer,
                Findings findings) {
            switch (this) {
                case CONTAINER_NUMBER -> {
                    if (!CheckDigits.isContainerNumber(text)) {
                        findings.doubtful(
                                "container-check-digit",
                                pointer.toString(),
                                "Not an ISO 6346 container number with its check digit.");
                    }
                }
                case IMO_NUMBER -> {
                    // The IMO keeps eight digits in reserve, without a check digit so far.
                    if (text.length() == 7 && !CheckDigits.isImoShipNumber(text)) {
                        findings.doubtful(
                                "imo-check-digit",
                                pointer.toString(),
                                "Not an IMO ship number with its check digit.");
                    }
                }
                case LEI -> {
                    boolean isLei =
                            parent.path("codeListName").asText().equals("LEI")
                                    || parent.path("codeListProvider").asText().equals("GLEIF");
                    if (isLei && !CheckDigits.isLei(text)) {
                        findings.doubtful(
                                "lei-check-digits",
                                pointer.toString(),
                                "Not an ISO 17442 identifier with its check digits.");
                    }
                }
                case FACILITY_CODE -> {
                    boolean isSmdg =
                            parent.path("facilityCodeListProvider").asText().equals("SMDG");
                    String doubt = isSmdg ? terminalDoubt(text, parent, places) : null;
                    if (doubt != null) {
                        findings.doubtful("terminal-code", pointer.toString(), doubt);
                    }
                }
                case UN_LOCODE -> {
                    String doubt = placeDoubt(text, places);
                    if (doubt != null) {
                        findings.doubtful("un-locode", pointer.toString(), doubt);
                    }
                }
            }
        }

        private static @Nullable String terminalDoubt(
                String text, JsonNode parent, KnownPlaces places) {
            if (!SMDG_TERMINAL.matcher(text).matches()) {
                return "Terminal codes of SMDG are 3 to 6 capital letters and digits.";
            }
            return places.knowsTerminal(parent.path("UNLocationCode").asText(), text)
                    ? null
                    : "Not a terminal there in this node's list.";
        }

        private static @Nullable String placeDoubt(String text, KnownPlaces places) {
            if (!USUAL_LOCODE.matcher(text).matches()) {
                return "UN/LOCODEs end in letters and digits from 2 to 9.";
            }
            String country = text.substring(0, 2);
            if (!COUNTRIES.contains(country) && !country.equals("XZ")) {
                return "UN/LOCODEs begin with the ISO 3166-1 code of a country, or XZ.";
            }
            return places.knowsPlace(text) ? null : "Not in this node's list of places.";
        }
    }

    /** {@code x-reference}: a document is looked for by this field. */
    record References(String kind) implements FieldCheck {}

    /** Digits that an IEEE 754 double keeps. */
    int SIGNIFICANT_DIGITS = 15;

    /** The checks that one node of a schema asks for. */
    static List<FieldCheck> of(JsonNode schema, Function<String, CodeTable> tables) {
        var checks = new ArrayList<FieldCheck>();
        if (schema.has("x-codes")) {
            checks.add(new Coded(tables.apply(schema.path("x-codes").textValue())));
        }
        if (schema.has("x-decimals")) {
            checks.add(new Decimals(schema.path("x-decimals").intValue()));
        }
        if (schema.has("x-check")) {
            checks.add(Form.named(schema.path("x-check").textValue()));
        }
        if (schema.has("x-reference")) {
            checks.add(new References(schema.path("x-reference").textValue()));
        }
        return checks;
    }

    /**
     * Checks a value.
     *
     * @param parent the object that it is in
     * @param places which places and terminals there are
     * @param pointer where it is
     */
    default void check(
            JsonNode value,
            JsonNode parent,
            KnownPlaces places,
            StringBuilder pointer,
            Findings findings) {
        switch (this) {
            case Coded coded -> {
                if (!coded.table.knows(value.asText())) {
                    findings.doubtful(
                            "unknown-code",
                            pointer.toString(),
                            "Not in our table " + coded.table.name() + ".");
                }
            }
            case Decimals decimals -> {
                if (!fits(value.decimalValue(), decimals.most)) {
                    findings.broken(
                            "decimal-digits",
                            pointer.toString(),
                            "At most %d decimals and %d digits in all."
                                    .formatted(decimals.most, SIGNIFICANT_DIGITS));
                }
            }
            case Form form -> form.checkForm(value.asText(), parent, places, pointer, findings);
            case References _ -> {}
        }
    }

    private static boolean fits(BigDecimal number, int decimals) {
        BigDecimal plain = number.stripTrailingZeros();
        int scale = Math.max(plain.scale(), 0);
        // 10^300 has one significant digit and 301 digits before the point: those count.
        return scale <= decimals && plain.precision() - plain.scale() + scale <= SIGNIFICANT_DIGITS;
    }
}
