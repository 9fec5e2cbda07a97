package io.sealane.certs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509CRL;
import java.util.Base64;
import java.util.List;

/**
 * A folder of development material. What is secret is readable by its owner alone from the moment
 * it exists.
 */
final class Folder {
    private static final ObjectWriter JSON =
            JsonMapper.builder().build().writerWithDefaultPrettyPrinter();

    private final Path path;

    private Folder(Path path) {
        this.path = path;
    }

    static Folder of(Path path) throws IOException {
        Files.createDirectories(path);
        return new Folder(path);
    }

    /** Only its owner can enter. */
    static Folder secret(Path path) throws IOException {
        Files.createDirectories(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        return new Folder(path);
    }

    Path path() {
        return path;
    }

    Folder folder(String name) throws IOException {
        return of(path.resolve(name));
    }

    Folder secretFolder(String name) throws IOException {
        return secret(path.resolve(name));
    }

    void text(String name, String text) throws IOException {
        bytes(name, text.getBytes(UTF_8), "rw-r--r--");
    }

    void secretText(String name, String text) throws IOException {
        bytes(name, text.getBytes(UTF_8), "rw-------");
    }

    void secretBytes(String name, byte[] bytes) throws IOException {
        bytes(name, bytes, "rw-------");
    }

    void json(String name, JsonNode json) throws IOException {
        text(name, JSON.writeValueAsString(json) + "\n");
    }

    void secretJson(String name, JsonNode json) throws IOException {
        secretText(name, JSON.writeValueAsString(json) + "\n");
    }

    void certificates(String name, List<? extends Certificate> chain) throws IOException {
        StringBuilder pem = new StringBuilder();
        try {
            for (Certificate certificate : chain) {
                pem.append(pem("CERTIFICATE", certificate.getEncoded()));
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was made cannot be encoded", e);
        }
        text(name, pem.toString());
    }

    void revocations(String name, X509CRL crl) throws IOException {
        try {
            text(name, pem("X509 CRL", crl.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a list that was made cannot be encoded", e);
        }
    }

    void privateKey(String name, PrivateKey key) throws IOException {
        secretText(name, pem("PRIVATE KEY", key.getEncoded()));
    }

    // SPEC: RFC 7468 2: base64 in lines of 64 characters.
    private static String pem(String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    private void bytes(String name, byte[] bytes, String permissions) throws IOException {
        // The rights are there before the content is, and a reader never sees half a file.
        var rights =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
        Path part = path.resolve(name + ".part");
        Files.deleteIfExists(part);
        Files.createFile(part, rights);
        Files.write(part, bytes);
        Files.move(part, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
}
