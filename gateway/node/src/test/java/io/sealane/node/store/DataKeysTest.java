package io.sealane.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;
import io.sealane.core.document.Reference;
import io.sealane.core.identity.Refusal;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

class DataKeysTest {
    private static final Instant NOVEMBER = Instant.parse("2026-11-30T23:59:59Z");
    private static final Instant DECEMBER = NOVEMBER.plusSeconds(1);
    private static final byte[] AAD = {1};
    private static final byte[] PLAIN = "rolled steel".getBytes(StandardCharsets.US_ASCII);

    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("keys").resolve("data-keys.json");
    }

    @Test
    void has_a_key_for_each_purpose_and_month() throws IOException {
        DataKeys keys = open(1);
        DataKey key = keys.current("documents", NOVEMBER);
        assertThat(keys.current("documents", NOVEMBER)).isSameAs(key);
        assertThat(keys.current("documents", DECEMBER).id()).isNotEqualTo(key.id());
        assertThat(keys.current("evidence", NOVEMBER).id()).isNotEqualTo(key.id());
        assertThat(keys.byId(key.id())).isSameAs(key);
    }

    @Test
    void finds_its_keys_again_after_a_restart() throws Exception {
        DataKeys keys = open(1);
        DataKey key = keys.current("documents", NOVEMBER);
        byte[] sealed = key.cipher().seal(new SecureRandom(), AAD, PLAIN);
        byte[] permanent = keys.permanent("index");

        DataKeys again = open(1);
        assertThat(again.current("documents", NOVEMBER).id()).isEqualTo(key.id());
        assertThat(again.byId(key.id()).cipher().open(AAD, sealed)).isEqualTo(PLAIN);
        assertThat(again.permanent("index")).isEqualTo(permanent);
    }

    @Test
    void keeps_no_key_in_the_clear_and_lets_nobody_read_the_file() throws IOException {
        byte[] secret = open(1).permanent("index");
        String text = Files.readString(file);
        assertThat(text)
                .doesNotContain(HexFormat.of().formatHex(secret))
                .doesNotContain(io.sealane.core.json.Base64Url.encode(secret));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void refuses_to_start_with_another_storage_key_or_a_damaged_file() throws IOException {
        open(1).current("documents", NOVEMBER);
        assertThatThrownBy(() -> open(2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("storage key");

        Files.writeString(file, Files.readString(file).replace("wrapped", "wrapped\","));
        assertThatThrownBy(() -> open(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void another_storage_key_wraps_all_of_them_anew_and_the_old_one_is_not_needed_any_more()
            throws Exception {
        DataKeys keys = open(1);
        DataKey key = keys.current("documents", NOVEMBER);
        byte[] sealed = key.cipher().seal(new SecureRandom(), AAD, PLAIN);
        byte[] permanent = keys.permanent("index");
        DataKeys another = open(1);

        assertThat(keys.wrap(List.of(storageKey(2), storageKey(1)))).isTrue();
        assertThat(keys.wrap(List.of(storageKey(2)))).isFalse();
        // Of this process and of one that has not seen the new key yet.
        long december = another.current("documents", DECEMBER).id();
        assertThat(another.byId(key.id()).cipher().open(AAD, sealed)).isEqualTo(PLAIN);
        assertThatThrownBy(() -> open(2)).isInstanceOf(IllegalStateException.class);
        keys.wrap(List.of(storageKey(2), storageKey(1)));

        DataKeys again = open(2);
        assertThat(again.byId(key.id()).cipher().open(AAD, sealed)).isEqualTo(PLAIN);
        assertThat(again.permanent("index")).isEqualTo(permanent);
        assertThat(again.current("documents", DECEMBER).id()).isEqualTo(december);
        assertThatThrownBy(() -> open(1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void says_so_if_a_key_was_forgotten() throws IOException {
        DataKeys keys = open(1);
        assertThatThrownBy(() -> keys.byId(42))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("42");
    }

    @Test
    void processes_that_start_a_month_together_agree_on_its_key() throws Exception {
        List<DataKeys> processes = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            processes.add(open(1));
        }
        List<Callable<Long>> makers = new ArrayList<>();
        for (DataKeys process : processes) {
            for (int purpose = 0; purpose < 4; purpose++) {
                String name = "grant:" + purpose;
                makers.add(() -> process.current(name, NOVEMBER).id());
            }
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Long> ids = new ArrayList<>();
            for (Future<Long> made : threads.invokeAll(makers)) {
                ids.add(made.get());
            }
            assertThat(ids).hasSize(32);
            assertThat(ids.stream().distinct()).hasSize(4);
            for (DataKeys process : processes) {
                assertThat(ids).allSatisfy(id -> assertThat(process.byId(id).id()).isEqualTo(id));
            }
        }
    }

    @Test
    void what_one_process_lets_go_of_no_other_writes_again() throws IOException {
        DataKeys one = open(1);
        long id = one.current("grant:a", NOVEMBER).id();
        DataKeys other = open(1);
        assertThat(other.current("grant:a", NOVEMBER).id()).isEqualTo(id);
        assertThat(one.ids("grant:a", DECEMBER)).isEmpty();
        assertThat(one.ids("grant:a", DECEMBER.plusSeconds(3 * 86_400))).containsExactly(id);
        one.forget(id);

        other.current("grant:b", NOVEMBER);
        assertThat(Files.readString(file))
                .doesNotContain("\"id\":" + id)
                .contains("\"forgotten\":[" + id + "]");
        assertThat(one.ids("grant:a", Instant.MAX)).isEmpty();
        assertThatThrownBy(() -> one.byId(id)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> other.byId(id)).isInstanceOf(IllegalStateException.class);
        assertThat(other.current("grant:a", NOVEMBER).id()).isNotEqualTo(id);
    }

    @Test
    void shipments_keep_their_names_for_as_long_as_the_file_is_there() throws Exception {
        DataKeys keys = open(1);
        List<Reference> names = names(keys);
        assertThat(names(open(1))).isEqualTo(names).isNotEmpty();
        keys.wrap(List.of(storageKey(2), storageKey(1)));
        assertThat(names(open(2))).isEqualTo(names);
        Files.delete(file);
        assertThat(names(open(2))).hasSameSizeAs(names).doesNotContainAnyElementsOf(names);
    }

    private static List<Reference> names(DataKeys keys) throws Refusal {
        DocumentType type = Catalogue.bundled().type("transport-document/1.0");
        JsonNode body = Objects.requireNonNull(type.examples().get("general-cargo"));
        return type.references(body, keys.pseudonyms().at("nl.sealane.example"));
    }

    private DataKeys open(int keyByte) throws IOException {
        return DataKeys.open(file, List.of(storageKey(keyByte)), new SecureRandom());
    }

    private static SecretKey storageKey(int keyByte) {
        byte[] key = new byte[32];
        key[0] = (byte) keyByte;
        return new SecretKeySpec(key, "AES");
    }
}
