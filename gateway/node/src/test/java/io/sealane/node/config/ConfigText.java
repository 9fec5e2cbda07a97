package io.sealane.node.config;

import io.sealane.certs.KeyPairs;
import io.sealane.core.ledger.NoteVerifier;
import io.sealane.core.ledger.SignatureType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** A configuration that is right, as text, for tests to spoil. */
final class ConfigText {
    static final String HASH = hash(1);

    private ConfigText() {}

    static String hash(int filler) {
        byte[] bytes = new byte[32];
        java.util.Arrays.fill(bytes, (byte) filler);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static String jwk() {
        return KeyPairs.publicKey(KeyPairs.p256()).toJwk().toString();
    }

    static String vkey(String origin) {
        return NoteVerifier.of(origin, SignatureType.ED25519, KeyPairs.ed25519().getPublic())
                .vkey();
    }

    /** Writes what the file names beside it. */
    static void makeFiles(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("agreements"));
        Files.createDirectories(folder.resolve("keys"));
        Files.writeString(folder.resolve("keys/node.p12"), "");
        Files.writeString(folder.resolve("keys/password"), "secret\n");
        Files.writeString(folder.resolve("places.txt"), "NLRTM\nNLRTM DDE\n");
    }

    static String good() {
        return """
        node: us.sealane.example
        data: data
        api: {host: 127.0.0.1, port: 8443}
        federation: {host: 127.0.0.1, port: 9443}
        management: {host: 127.0.0.1, port: 9090}
        keys: {file: keys/node.p12, passwordFile: keys/password}
        log: 1
        parties:
          - name: acme-line
            roles: [carrier]
            issues: [transport-document]
            scopes: [documents, inbox]
            certificate: %s
            key: %s
          - {name: houston-terminal, roles: [terminal], scopes: [inbox], certificate: %s}
        partners:
          - node: nl.sealane.example
            address: "https://127.0.0.1:9543"
            pins: [%s]
            federationKey: %s
            presentationKeys: [%s]
            issuingKeys: [%s]
            log: {origin: nl.sealane.example/log/1, vkeys: ["%s"]}
        auditors: [{name: inspector, certificate: %s}]
        agreements: agreements
        """
                .formatted(
                        hash(1),
                        jwk(),
                        hash(2),
                        hash(3),
                        jwk(),
                        jwk(),
                        jwk(),
                        vkey("nl.sealane.example/log/1"),
                        hash(4));
    }
}
