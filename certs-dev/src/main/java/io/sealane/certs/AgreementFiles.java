package io.sealane.certs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.agreement.Agreement;
import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;
import io.sealane.core.identity.Refusal;
import io.sealane.core.identity.Signer;
import io.sealane.core.json.Json;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The agreements of a development federation: one a pair of nodes, one a node with itself. Here one
 * hand holds all federation keys, so that both signatures are made at once.
 */
final class AgreementFiles {
    private static final Duration LIFE = Duration.ofDays(365);
    private static final int MESSAGES_PER_SECOND = 10_000;
    private static final int BYTES_PER_MESSAGE = 1 << 20;

    private final List<Site> sites;
    private final Catalogue catalogue;
    private final Instant from;

    AgreementFiles(List<Site> sites, Catalogue catalogue, Instant now) {
        this.sites = sites;
        this.catalogue = catalogue;
        this.from = now.truncatedTo(ChronoUnit.SECONDS).minus(1, ChronoUnit.HOURS);
    }

    void write(List<Plan.Grant> grants) throws IOException {
        for (Site site : sites) {
            folder(site); // Also where there is nothing to put in: the node wants to find it.
        }
        for (int i = 0; i < sites.size(); i++) {
            for (int j = i; j < sites.size(); j++) {
                Site one = sites.get(i);
                Site other = sites.get(j);
                List<Plan.Grant> between =
                        grants.stream().filter(grant -> isBetween(grant, one, other)).toList();
                if (!between.isEmpty()) {
                    write(one, other, between);
                }
            }
        }
    }

    private void write(Site one, Site other, List<Plan.Grant> grants) throws IOException {
        boolean house = one.equals(other);
        var signers = new ArrayList<Signer>();
        signers.add(one.keys().federationSigner());
        if (!house) {
            signers.add(other.keys().federationSigner());
        }
        Agreement agreement;
        try {
            agreement = Agreement.sign(terms(one, other, grants), signers);
        } catch (Refusal e) {
            throw new IllegalArgumentException("the plan's grants: " + e.detail(), e);
        }
        if (house) {
            folder(one).json("house.json", agreement.json());
        } else {
            folder(one).json(other.node().folder() + ".json", agreement.json());
            folder(other).json(one.node().folder() + ".json", agreement.json());
        }
    }

    private static Folder folder(Site site) throws IOException {
        return Folder.of(site.folder().resolve("agreements"));
    }

    private ObjectNode terms(Site one, Site other, List<Plan.Grant> grants) {
        ObjectNode terms = Json.object();
        terms.put("type", "sealane-agreement/1");
        terms.put("id", "urn:uuid:" + UUID.randomUUID());
        terms.putArray("parties").add(one.node().name()).add(other.node().name());
        terms.put("validFrom", from.toString());
        terms.put("validUntil", from.plus(LIFE).toString());
        ArrayNode lines = terms.putArray("grants");
        grants.forEach(grant -> lines.add(line(grant)));
        terms.putArray("queries");
        terms.putObject("limits")
                .put("messagesPerSecond", MESSAGES_PER_SECOND)
                .put("bytesPerMessage", BYTES_PER_MESSAGE);
        return terms;
    }

    private ObjectNode line(Plan.Grant grant) {
        ObjectNode line = Json.object();
        line.put("from", nodeName(grant.from()));
        line.put("to", nodeName(grant.to()));
        line.put("documents", grant.documents());
        line.put("role", grant.role());
        if (!grant.parties().isEmpty()) {
            add(line, "parties", grant.parties());
        }
        add(line, "profiles", profiles(grant.documents()));
        add(line, "allow", grant.allow());
        add(line, "require", grant.require());
        line.put("purpose", grant.purpose());
        line.put("retentionDays", grant.retentionDays());
        line.put("unlinkable", false);
        return line;
    }

    /** Every profile that this build has of a type and major version. */
    private List<String> profiles(String documents) {
        List<String> profiles =
                catalogue.types().stream()
                        .filter(type -> type.vct().startsWith(documents + "."))
                        .map(DocumentType::profile)
                        .map(profile -> profile.id())
                        .toList();
        if (profiles.isEmpty()) {
            throw new IllegalArgumentException("a grant of an unknown type: " + documents);
        }
        return profiles;
    }

    private static boolean isBetween(Plan.Grant grant, Site one, Site other) {
        String a = one.node().folder();
        String b = other.node().folder();
        return (grant.from().equals(a) && grant.to().equals(b))
                || (grant.from().equals(b) && grant.to().equals(a));
    }

    private String nodeName(String folder) {
        for (Site site : sites) {
            if (site.node().folder().equals(folder)) {
                return site.node().name();
            }
        }
        throw new IllegalStateException("the plan was checked: " + folder);
    }

    private static void add(ObjectNode line, String name, List<String> values) {
        ArrayNode array = line.putArray(name);
        values.forEach(array::add);
    }
}
