package io.sealane.node.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealane.node.postgres.DatabaseAddress.Tls;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;

class DatabaseAddressTest {
    @Test
    void reads_a_server_on_the_same_machine() {
        assertThat(DatabaseAddress.parse("postgresql://sealane@127.0.0.1:5433/us", "secret"))
                .isEqualTo(
                        new DatabaseAddress(
                                "127.0.0.1", 5433, "us", "sealane", "secret", Tls.NONE, null));
        assertThat(DatabaseAddress.parse("postgresql://sealane@[::1]/us", "").host())
                .isEqualTo("::1");
    }

    @Test
    void verifies_a_server_elsewhere_unless_told_otherwise() {
        assertThat(DatabaseAddress.parse("postgresql://a@db.example/us", "").tls())
                .isEqualTo(Tls.VERIFIED);
        assertThat(DatabaseAddress.parse("postgresql://a@db.example/us?sslmode=disable", "").tls())
                .isEqualTo(Tls.NONE);
        DatabaseAddress address =
                DatabaseAddress.parse(
                        "postgresql://a@db.example/us?sslmode=verify-full&sslrootcert=/etc/ca.pem",
                        "");
        assertThat(address.certificates()).isEqualTo(Path.of("/etc/ca.pem"));
        assertThat(address.jdbcUrl())
                .isEqualTo(
                        "jdbc:postgresql://db.example:5432/us"
                                + "?sslmode=verify-full&sslrootcert=/etc/ca.pem");
    }

    @Test
    void never_tells_its_password() {
        DatabaseAddress address = DatabaseAddress.parse("postgresql://a@localhost/us", "hunter2");
        assertThat(address.toString()).isEqualTo("postgresql://a@localhost:5432/us");
        assertThat(address.jdbcUrl()).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://localhost/us",
                "mysql://a@localhost/us",
                "postgresql://localhost/us",
                "postgresql://a:secret@localhost/us",
                "postgresql://a@localhost",
                "postgresql://a@localhost/",
                "postgresql:///us",
                "postgresql://a@localhost/us?sslmode=prefer",
                "postgresql://a@localhost/us?options=-c%20fsync=off",
                "postgresql://a@localhost/us?sslmode",
                "postgresql://a b@localhost/us"
            })
    void refuses_with_what_to_write_instead(String url) {
        assertThatThrownBy(() -> DatabaseAddress.parse(url, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .isNotBlank()
                .doesNotContain("secret");
    }
}
