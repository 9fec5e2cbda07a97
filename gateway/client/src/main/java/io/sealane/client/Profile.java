package io.sealane.client;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Who calls, and where: a file {@code profile.json} that a party keeps beside its key.
 *
 * <pre>{"party": "acme-line@us.sealane.example", "address": "https://127.0.0.1:8443",
 *  "certificate": "certificate.pem", "key": "key.pem", "authority": "ca.pem"}</pre>
 *
 * Paths are relative to the file.
 *
 * @param address of the node's party interface, without a path
 * @param certificate PEM chain of the TLS client certificate, its own first
 * @param key PEM, PKCS#8, not encrypted
 * @param authority PEM certificates that may have signed the node's certificate
 */
public record Profile(PartyId party, URI address, Path certificate, Path key, Path authority) {

    public Profile {
        if (!"https".equals(address.getScheme()) || address.getHost() == null) {
            throw new IllegalArgumentException("the address of a node is https://host:port");
        }
    }

    /**
     * Reads a profile file.
     *
     * @throws Refusal if it is not one
     */
    public static Profile read(Path file) throws IOException, Refusal {
        JsonNode json = Json.parse(Files.readAllBytes(file));
        Path folder = file.toAbsolutePath().resolveSibling("").normalize();
        try {
            return new Profile(
                    PartyId.parse(text(json, "party")),
                    URI.create(text(json, "address")),
                    folder.resolve(text(json, "certificate")).normalize(),
                    folder.resolve(text(json, "key")).normalize(),
                    folder.resolve(text(json, "authority")).normalize());
        } catch (IllegalArgumentException e) {
            throw new Refusal(Code.INVALID_REQUEST, file + ": " + e.getMessage());
        }
    }

    private static String text(JsonNode json, String member) throws Refusal {
        JsonNode value = json.get(member);
        if (value == null || !value.isTextual()) {
            throw new Refusal(Code.INVALID_REQUEST, "A profile needs the text \"" + member + "\".");
        }
        return value.textValue();
    }
}
