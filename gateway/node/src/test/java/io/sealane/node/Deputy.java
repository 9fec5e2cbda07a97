package io.sealane.node;

import io.sealane.certs.PartyKeys;
import io.sealane.certs.Site;
import io.sealane.core.identity.PartyId;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** One more operator of a node, beside the one that every site has. */
final class Deputy {
    private static final String POLICY = "policy: {operators: 2}\n";

    final String name;
    private final Site site;
    private final PartyKeys keys;

    private Deputy(String name, Site site, PartyKeys keys) {
        this.name = name;
        this.site = site;
        this.keys = keys;
    }

    /** Writes it into the node's file: it is one from the next start on. */
    static Deputy of(Site site, String name) throws IOException {
        PartyKeys keys =
                PartyKeys.create(
                        new PartyId(name, site.node().name()),
                        site.authority(),
                        Instant.now(),
                        Duration.ofDays(30));
        replace(
                site,
                "operators:\n",
                "operators:\n  - {name: %s, certificate: \"%s\"}\n"
                        .formatted(name, keys.thumbprint()));
        return new Deputy(name, site, keys);
    }

    /** From the next start on every act of the node takes two operators. */
    static void needed(Site site) throws IOException {
        replace(site, "agreements: ", POLICY + "agreements: ");
    }

    /** From the next start on one is enough again. */
    static void notNeeded(Site site) throws IOException {
        replace(site, POLICY, "");
    }

    private static void replace(Site site, String before, String after) throws IOException {
        Path file = site.folder().resolve("node.yaml");
        String text = Files.readString(file);
        if (!text.contains(before)) {
            throw new AssertionError("no " + before + " in " + file);
        }
        Files.writeString(file, text.replace(before, after));
    }

    Operator acts(Description description) throws Exception {
        return new Operator(site, name, keys, description);
    }
}
