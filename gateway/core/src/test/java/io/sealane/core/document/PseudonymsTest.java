package io.sealane.core.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealane.core.json.Digest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import java.util.HashSet;
import java.util.List;
import java.util.UUID;

/** Pseudonyms: of what form they are, and that no two names have one. */
class PseudonymsTest {
    private static final PseudonymKey KEY = new PseudonymKey(Digest.sha256("a node's secret"));
    static final Pseudonyms AT_NL = KEY.at("nl.sealane.example");
    static final Pseudonyms AT_SG = KEY.at("sg.sealane.example");

    /** Names of all forms, short and long. */
    static final List<String> NAMES =
            List.of(
                    "MSKU9070323",
                    "MSKU907032",
                    "TCLR1234560",
                    "1",
                    "S-4711",
                    "HHL71800000",
                    "NO 42 / b",
                    "\u00dcBER-7 \u8ca8",
                    "W25G1V6079X001XXX",
                    "TCN W25G1V6079X001XXX, 2 of 3",
                    "urn:epc:id:sscc:0614141.1234567890",
                    "a:b",
                    "0197A5D0-0000-7000-8000-000000000001",
                    "0197a5d0-0000-7000-8000-000000000001",
                    "x".repeat(100));

    static final List<String> FIXED_LENGTH = List.of("1", "S-4711", "HHL71800000", "NO 42 / b");

    @ParameterizedTest
    @FieldSource("NAMES")
    void a_name_has_always_the_same_one_at_a_partner_and_another_one_at_another(String name) {
        String pseudonym = AT_NL.of(name, 100);
        assertThat(pseudonym)
                .isEqualTo(KEY.at("nl.sealane.example").of(name, 100))
                .isNotEqualTo(AT_SG.of(name, 100))
                .isNotEqualTo(name);
        var other = new PseudonymKey(Digest.sha256("another node's secret"));
        assertThat(other.at("nl.sealane.example").of(name, 100)).isNotEqualTo(pseudonym);
    }

    @ParameterizedTest
    @FieldSource("FIXED_LENGTH")
    void what_has_no_form_gets_one_of_one_length(String name) {
        assertThat(AT_NL.of(name, 20)).matches("[0-9A-HJKMNP-TV-Z]{15}");
        assertThat(AT_NL.of(name, 11)).isEqualTo(AT_NL.of(name, 20).substring(0, 11));
    }

    @Test
    void a_container_number_stays_one() {
        String number = AT_NL.of("MSKU9070323", 11);
        assertThat(number).matches("[A-Z]{3}U[0-9]{7}");
        assertThat(CheckDigits.isContainerNumber(number)).isTrue();
        assertThat(AT_NL.of("MSKU 907032-3", 15)).isEqualTo(number);
        assertThat(AT_NL.of("MSKU907032", 11)).isEqualTo(number.substring(0, 10));
        assertThat(AT_NL.of("MSKZ9070320", 11)).startsWith(AT_NL.of("MSKZ907032", 11));
    }

    @Test
    void no_two_boxes_become_one_whether_or_not_their_check_digits_are_right() {
        var seen = new HashSet<String>();
        int many = 20_000;
        for (int i = 0; i < many; i++) {
            String serial = "MSKU%06d".formatted(i);
            String right = serial + CheckDigits.containerDigit(serial + "0");
            String wrong = serial + (CheckDigits.containerDigit(serial + "0") + 1) % 10;
            String ofRight = AT_NL.of(right, 11);
            String ofWrong = AT_NL.of(wrong, 11);
            assertThat(CheckDigits.isContainerNumber(ofRight)).isTrue();
            assertThat(CheckDigits.isContainerNumber(ofWrong)).isFalse();
            seen.add(ofRight);
            seen.add(ofWrong);
        }
        assertThat(seen).hasSize(2 * many);
    }

    @Test
    void a_uuid_and_a_uri_stay_what_they_are() {
        UUID id = UUID.fromString(AT_NL.of("0197a5d0-0000-7000-8000-000000000001", 36));
        assertThat(id.version()).isEqualTo(8);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(AT_NL.of("0197A5D0-0000-7000-8000-000000000001", 36)).isEqualTo(id.toString());
        assertThat(AT_NL.of("urn:epc:id:sscc:0614141.1234567890", 200))
                .matches("pseudonym:[0-9A-Z]{15}");
        assertThat(AT_NL.of("urn:epc:id:sscc:0614141.1234567890", 20)).matches("[0-9A-Z]{15}");
    }

    @Test
    void nothing_tells_of_the_key() {
        assertThat(KEY).hasToString("the key of pseudonyms");
        assertThat(AT_NL).hasToString("the pseudonyms at nl.sealane.example");
    }
}
