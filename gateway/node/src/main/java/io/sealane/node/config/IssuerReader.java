package io.sealane.node.config;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads who gives out tokens in place of this node. */
final class IssuerReader {
    private IssuerReader() {}

    static NodeConfig.@Nullable Issuer read(Section top, Path folder, String node) {
        Section section = top.section("issuer");
        if (section == null) {
            return null;
        }
        String url = section.text("url", "Write its issuer identifier, as in the iss of tokens.");
        URI keys = uri(section, "jwksUri");
        Path file = section.has("jwks") ? file(section, "jwks", folder) : null;
        if ((keys == null) == (file == null)) {
            section.note("jwksUri", "or jwks must be there, not both.", "Say where its keys are.");
        }
        Path trust = section.has("trust") ? file(section, "trust", folder) : null;
        String audience =
                section.has("audience")
                        ? section.text("audience", "Write the aud of tokens for this node.")
                        : "https://" + node;
        section.end("url, jwksUri, jwks, trust, audience");
        return new NodeConfig.Issuer(url, keys, file, trust, audience);
    }

    private static @Nullable URI uri(Section section, String name) {
        if (!section.has(name)) {
            return null;
        }
        String text = section.text(name, "Write https://host/path.");
        try {
            URI uri = URI.create(text);
            if ("https".equals(uri.getScheme()) && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Told below.
        }
        section.note(name, "is not an https address.", "Write https://host/path.");
        return null;
    }

    private static Path file(Section section, String name, Path folder) {
        Path path = folder.resolve(section.text(name, "Name the file."));
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            section.note(name, "is no file that can be read.", "Check the path and its rights.");
        }
        return path;
    }
}
