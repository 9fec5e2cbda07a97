package io.sealane.command.demo;

import io.sealane.client.Addressee;
import io.sealane.command.fleet.Berth;
import io.sealane.core.agreement.Agreement;
import io.sealane.core.agreement.Grant;
import io.sealane.core.document.DocumentType;
import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.Refusal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the signed agreement files of a node say, read from the files alone. */
final class Agreed {
    private final String node;
    private final List<Grant> grants;

    private Agreed(String node, List<Grant> grants) {
        this.node = node;
        this.grants = List.copyOf(grants);
    }

    static Agreed of(Berth berth) throws IOException, Refusal {
        var grants = new ArrayList<Grant>();
        try (Stream<Path> files = Files.list(berth.folder().resolve("agreements"))) {
            for (Path file : files.sorted().toList()) {
                grants.addAll(Agreement.parse(Files.readAllBytes(file)).terms().grants());
            }
        }
        return new Agreed(berth.node(), grants);
    }

    /** Everyone to whom this node may present a document of that type, each in a role. */
    List<Addressee> addressees(DocumentType type) {
        var all = new ArrayList<Addressee>();
        for (Grant grant : grants) {
            if (grant.from().equals(node) && grant.speaksOf(type.vct())) {
                grant.parties().stream()
                        .sorted()
                        .map(party -> new PartyId(party, grant.to()))
                        .forEach(party -> all.add(new Addressee(party.toString(), grant.role())));
            }
        }
        return all;
    }

    /** The grant under which this node may have received something. */
    Grant received(String from, DocumentType type, PartyId party, String role) {
        return grants.stream()
                .filter(grant -> grant.from().equals(from) && grant.to().equals(node))
                .filter(grant -> grant.speaksOf(type.vct()) && grant.role().equals(role))
                .filter(grant -> grant.isFor(party.name()))
                .findFirst()
                .orElse(NOTHING);
    }

    /** Default deny: what no line grants. */
    private static final Grant NOTHING =
            new Grant(
                    "",
                    "",
                    "",
                    "",
                    java.util.Set.of(),
                    List.of(),
                    java.util.Set.of(),
                    java.util.Set.of(),
                    "",
                    0,
                    false,
                    List.of());
}
