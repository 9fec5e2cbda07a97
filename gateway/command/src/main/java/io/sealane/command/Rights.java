package io.sealane.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Refusal;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What a party may receive and issue. Of a list, an empty word alone takes all away. */
final class Rights {
    @Option(
            names = "--role",
            split = ",",
            paramLabel = "ROLE",
            description = "As what it can be a recipient.")
    private @Nullable List<String> roles;

    @Option(
            names = "--issues",
            split = ",",
            paramLabel = "TYPE",
            description = "The types of documents that it may issue.")
    private @Nullable List<String> issues;

    @Option(
            names = "--document-key",
            paramLabel = "FILE",
            description = "Public JWK that signs its documents, as 'sign --new-key' prints it.")
    private @Nullable List<Path> documentKeys;

    @Option(names = "--no-document-keys", description = "From now on the node signs for it.")
    private boolean noDocumentKeys;

    void into(ObjectNode party) throws IOException, Refusal {
        if (roles != null) {
            Parties.words(party, "roles", roles);
        }
        if (issues != null) {
            Parties.words(party, "issues", issues);
        }
        if (documentKeys != null || noDocumentKeys) {
            ArrayNode keys = party.putArray("documentKeys");
            for (Path file : documentKeys == null ? List.<Path>of() : documentKeys) {
                keys.add(Credentials.publicKey(file));
            }
        }
    }
}
