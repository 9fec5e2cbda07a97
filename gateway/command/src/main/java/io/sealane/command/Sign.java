package io.sealane.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.client.Client;
import io.sealane.client.Profile;
import io.sealane.core.agreement.EntityConfiguration;
import io.sealane.core.disclosure.PartySeal;
import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;
import io.sealane.core.exchange.Identifiers;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.KeySigner;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;
import io.sealane.core.seal.IssuerClaims;
import io.sealane.core.seal.SealedDocument;
import io.sealane.core.seal.Sealer;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;

/** Signs a document with the party's own key, each hidden field apart: its node never could. */
@Command(
        name = "sign",
        description = {
            "Sign a document with the party's own key, for 'sealane send --signed'.",
            "With --holder, nothing is asked of anybody. With --new-key, make such a key."
        })
final class Sign implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private Party party;

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "The document, JSON.")
    private @Nullable Path file;

    @Option(names = "--key", paramLabel = "FILE", description = "The party's key, a private JWK.")
    private @Nullable Path key;

    @Option(
            names = "--holder",
            paramLabel = "THUMBPRINT",
            description = "The node's presentation key. Default: what the node publishes.")
    private @Nullable String holder;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "Type and version. Default: what the document looks like.")
    private @Nullable String type;

    @Option(
            names = "--new-key",
            paramLabel = "FILE",
            description = "Make a key and print its public part, to be registered at the node.")
    private @Nullable Path newKey;

    @Option(names = "--ed25519", description = "With --new-key: Ed25519 in place of P-256.")
    private boolean edwards;

    @Option(
            names = "--second-key",
            paramLabel = "FILE",
            description = "Sign a second time, with a key of ML-DSA-65: its JWS is line two.")
    private @Nullable Path secondKey;

    @Option(names = "--ml-dsa-65", description = "With --new-key: a key for --second-key.")
    private boolean second;

    @Override
    public Integer call() throws IOException, Refusal {
        var out = spec.commandLine().getOut();
        if (newKey != null) {
            Key made = second ? SecondKey.make(newKey) : SigningKey.make(newKey, edwards);
            out.println(Json.text(made.toJwk()));
            return Exit.OK;
        }
        if (file == null || key == null) {
            throw new ParameterException(
                    spec.commandLine(), "name the document and --key, or make one with --new-key");
        }
        JsonNode body = Json.parse(Files.readAllBytes(file));
        SealedDocument sealed =
                sealed(
                        body,
                        SigningKey.read(key),
                        secondKey == null ? null : SecondKey.read(secondKey),
                        documentType(body, file));
        String compact = PartySeal.compact(sealed);
        ObjectNode answer = Json.object().put("signed", compact);
        if (sealed.second() != null) {
            answer.put("secondSignature", sealed.second());
        }
        out.println(
                switch (Output.of(spec)) {
                    case TEXT ->
                            sealed.second() == null ? compact : compact + "\n" + sealed.second();
                    case JSON -> Json.text(answer);
                });
        return Exit.OK;
    }

    private DocumentType documentType(JsonNode body, Path from) throws Refusal {
        Catalogue catalogue = Catalogue.bundled();
        return type == null ? Send.recognised(catalogue, body, from) : catalogue.type(type);
    }

    private SealedDocument sealed(
            JsonNode body, KeySigner signer, @Nullable KeySigner beside, DocumentType of)
            throws IOException, Refusal {
        of.check(body); // What is not valid no node takes.
        Profile profile = party.profile();
        var random = new SecureRandom();
        InstantSource clock = InstantSource.system();
        var claims =
                new IssuerClaims(
                        profile.party(),
                        null,
                        clock.instant(),
                        "urn:uuid:" + new Identifiers(clock, random).next(),
                        of.vct(),
                        of.profile().id(),
                        Sealer.sigs(signer, beside),
                        holder == null ? publishedHolder(profile) : holder);
        return new Sealer(random).seal(claims, of.profile().shape(body), signer, beside);
    }

    private static String publishedHolder(Profile profile) throws IOException, Refusal {
        try (Client client = Client.of(profile)) {
            return EntityConfiguration.parse(client.node(), Instant.now())
                    .presentation()
                    .getFirst()
                    .kid();
        }
    }
}
