package io.sealane.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

class Xaes256GcmTest {
    private static final byte[] AAD = "table row".getBytes(StandardCharsets.US_ASCII);

    /** The two vectors of the specification: with the carry of K1 and without. */
    @ParameterizedTest
    @CsvSource({
        "01, '', ce546ef63c9cc60765923609b33a9a1974e96e52daf2fcf7075e2271",
        "03, c2sp.org/XAES-256-GCM, 986ec1832593df5443a179437fd083bf3fdb41abd740a21f71eb769d"
    })
    void agrees_with_the_vectors_of_c2sp(String keyByte, String aad, String sealed)
            throws GeneralSecurityException {
        var cipher = new Xaes256Gcm(HexFormat.of().parseHex(keyByte.repeat(32)));
        byte[] nonce = ascii("ABCDEFGHIJKLMNOPQRSTUVWX");
        byte[] made = cipher.seal(nonce, ascii(aad), ascii("XAES-256-GCM"));
        assertThat(HexFormat.of().formatHex(made))
                .isEqualTo(HexFormat.of().formatHex(nonce) + sealed);
        assertThat(cipher.open(ascii(aad), made)).isEqualTo(ascii("XAES-256-GCM"));
    }

    @Test
    void opens_nothing_that_was_changed_moved_or_cut_off() {
        var cipher = new Xaes256Gcm(new byte[32]);
        byte[] sealed = cipher.seal(new SecureRandom(), AAD, ascii("cargo"));
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> cipher.open(AAD, changed))
                    .isInstanceOf(GeneralSecurityException.class);
            byte[] cut = Arrays.copyOf(sealed, i);
            assertThatThrownBy(() -> cipher.open(AAD, cut))
                    .isInstanceOf(GeneralSecurityException.class);
        }
        assertThatThrownBy(() -> cipher.open(ascii("other row"), sealed))
                .isInstanceOf(GeneralSecurityException.class);
        assertThatThrownBy(() -> new Xaes256Gcm(keyOfOnes()).open(AAD, sealed))
                .isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void never_seals_the_same_twice_alike() {
        var cipher = new Xaes256Gcm(new byte[32]);
        SecureRandom random = new SecureRandom();
        assertThat(cipher.seal(random, AAD, ascii("cargo")))
                .isNotEqualTo(cipher.seal(random, AAD, ascii("cargo")));
    }

    private static byte[] keyOfOnes() {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) 1);
        return key;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
