package io.sealane.node.federation;

import io.sealane.core.agreement.Agreements;
import io.sealane.core.agreement.Directory;
import io.sealane.core.agreement.Grant;
import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;
import io.sealane.node.config.NodeConfig;
import io.sealane.node.party.Registered;
import io.sealane.node.party.Roster;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** This node's word about its parties: all of it for itself, what a partner needs for a partner. */
public final class Directories {
    private static final Duration LIFE = Duration.ofHours(1);

    private final String node;
    private final Roster roster;
    private final Set<String> reads;
    private final InstantSource clock;

    public Directories(String node, Roster roster, Catalogue catalogue, InstantSource clock) {
        this.node = node;
        this.roster = roster;
        this.reads = catalogue.types().stream().map(DocumentType::vct).collect(Collectors.toSet());
        this.clock = clock;
    }

    /** Every party with every role. */
    public Directory own() {
        return directory(roster.all(), NodeConfig.Party::roles);
    }

    /**
     * The parties that a partner's grants are for, each with the roles of those grants, and those
     * whose documents it may receive, also those that ended: documents of theirs may be under way.
     * The rest of a node's customers is nobody's business.
     */
    public Directory forPartner(String partner, Agreements agreements) {
        List<Grant> grants =
                agreements.standing().stream()
                        .filter(one -> !one.isEnded())
                        .flatMap(one -> one.agreement().terms().grants().stream())
                        .filter(grant -> grant.from().equals(partner))
                        .filter(grant -> grant.to().equals(node))
                        .toList();
        List<Registered> concerned =
                roster.all().stream()
                        .filter(one ->
                                !one.party().issues().isEmpty()
                                        || !rolesIn(one.party(), grants).isEmpty())
                        .toList();
        return directory(concerned, party -> rolesIn(party, grants));
    }

    private static Set<String> rolesIn(NodeConfig.Party party, List<Grant> grants) {
        return grants.stream()
                .filter(grant -> grant.isFor(party.name()))
                .map(Grant::role)
                .filter(party.roles()::contains)
                .collect(Collectors.toSet());
    }

    private Directory directory(List<Registered> parties, Roles roles) {
        Instant now = clock.instant();
        Map<String, Directory.Entry> entries = new HashMap<>();
        for (Registered one : parties) {
            entries.put(one.party().name(), one.entry(roles.of(one.party())));
        }
        return new Directory(node, now, now.plus(LIFE), reads, entries);
    }

    private interface Roles {
        Set<String> of(NodeConfig.Party party);
    }
}
