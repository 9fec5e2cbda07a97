package io.sealane.command;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Key;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.regex.Pattern;

/** How a party or an account of one is known, and what its tokens may do. */
final class Credentials {
    private static final Pattern THUMBPRINT = Pattern.compile("[A-Za-z0-9_-]{43}");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--certificate",
            paramLabel = "FILE",
            description = "Its client certificate (PEM or DER), or the thumbprint of that.")
    private @Nullable String certificate;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "Public JWK that signs its client assertions.")
    private @Nullable Path key;

    @Option(
            names = "--scope",
            split = ",",
            paramLabel = "SCOPE",
            description = "What its tokens may do: documents, inbox, audit.")
    private @Nullable List<String> scopes;

    @Option(
            names = "--requests-per-second",
            paramLabel = "N",
            description = "What it may ask; 0 is no limit.")
    private @Nullable Integer requestsPerSecond;

    /** What was named. */
    void into(ObjectNode client) throws IOException, Refusal {
        if (certificate != null) {
            client.put("certificate", thumbprint(certificate));
        }
        if (key != null) {
            client.set("key", publicKey(key));
        }
        if (scopes != null) {
            Parties.words(client, "scopes", scopes);
        }
        if (requestsPerSecond != null && requestsPerSecond == 0) {
            client.putNull("requestsPerSecond");
        } else if (requestsPerSecond != null) {
            client.put("requestsPerSecond", requestsPerSecond);
        }
    }

    private String thumbprint(String text) throws IOException {
        Path file = Path.of(text);
        if (THUMBPRINT.matcher(text).matches() && !Files.exists(file)) {
            return text;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Digest.base64Url(
                    CertificateFactory.getInstance("X.509").generateCertificate(in).getEncoded());
        } catch (CertificateException e) {
            throw new ParameterException(command.commandLine(), file + " is not a certificate", e);
        }
    }

    /** A key of a file, which may hold no private one: that stays where it is. */
    static ObjectNode publicKey(Path file) throws IOException, Refusal {
        return Key.ofJwk(Json.parse(Files.readAllBytes(file))).toJwk();
    }
}
