package io.sealane.core.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The worked examples of STANDARDS 11 and their near misses. */
class CheckDigitsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CSQU3054383",
                "APZU4812090",
                "NARU3472484",
                "MSKU1234565",
                "TRHU4307252",
                "CSQU3054070",
                "TOLU 2566410",
                "TOLU-256641-0"
            })
    void accepts_a_container_number(String number) {
        assertThat(CheckDigits.isContainerNumber(number)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HLXU1234567", "MSCU1234567", "CBHU1234567", "MSTI6415664", "CSQU3054384",
                "CSQU305438", "csqu3054383", "CSQU30543833", "", "٣٠٥٤٣٨٣٣٠٥٤"
            })
    void rejects_what_is_no_container_number(String number) {
        assertThat(CheckDigits.isContainerNumber(number)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"9074729", "9321483", "1234567", "7625811", "7605811"})
    void accepts_a_ship(String number) {
        assertThat(CheckDigits.isImoShipNumber(number)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"9074728", "9321484", "907472", "90747290", "IMO9074729", ""})
    void rejects_what_is_no_ship(String number) {
        assertThat(CheckDigits.isImoShipNumber(number)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2041999"})
    void accepts_a_company(String number) {
        assertThat(CheckDigits.isImoCompanyNumber(number)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2041998", "9074729", "204199"})
    void rejects_what_is_no_company(String number) {
        assertThat(CheckDigits.isImoCompanyNumber(number)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"529900T8BM49AURSDO55", "213800HX6IZM1QNBAJ33"})
    void accepts_a_legal_entity(String identifier) {
        assertThat(CheckDigits.isLei(identifier)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "529900T8BM49ADCSAO55",
                "111100T8BM49ADCSAO64",
                "529900T8BM49AURSDO5",
                "529900t8bm49aursdo55",
                ""
            })
    void rejects_what_is_no_legal_entity(String identifier) {
        assertThat(CheckDigits.isLei(identifier)).isFalse();
    }
}
