package io.sealane.core.agreement;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.document.FieldClass;
import io.sealane.core.identity.Algorithm;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;
import io.sealane.core.json.Members;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The payload of an agreement, read strictly (DESIGN 6).
 *
 * @param parties the two nodes
 * @param offerUntil when an offer of these terms ends that nobody countersigned
 * @param supersedes hash of the agreement it replaces, base64url
 * @param queries kept as signed; evaluated where queries are
 * @param messagesPerSecond 0 where the agreement sets no limit
 * @param bytesPerMessage the longest presentation, in bytes
 */
public record AgreementTerms(
        String id,
        List<String> parties,
        Instant validFrom,
        Instant validUntil,
        Instant offerUntil,
        @Nullable String supersedes,
        List<Grant> grants,
        JsonNode queries,
        int messagesPerSecond,
        int bytesPerMessage) {
    public static final String TYPE = "sealane-agreement/1";
    private static final int DEFAULT_BYTES_PER_MESSAGE = 1 << 20;

    /** Classes that say what the cargo is or is worth, or are dangerous to know: S3 and above. */
    private static final Set<String> NAMED_PARTIES_ONLY =
            Set.of("cargo", "money", "safety", "security", "government");

    public boolean isHouse() {
        return parties.get(0).equals(parties.get(1));
    }

    /** The node that agrees with this one; itself in a house agreement. */
    public String peerOf(String node) {
        return parties.get(parties.getFirst().equals(node) ? 1 : 0);
    }

    /** Reads terms strictly; whose they are, and what signs them, is not looked at. */
    public static AgreementTerms read(JsonNode body) throws Refusal {
        Members terms =
                members(body)
                        .only(
                                Set.of(
                                        "type",
                                        "id",
                                        "parties",
                                        "validFrom",
                                        "validUntil",
                                        "offerUntil",
                                        "supersedes",
                                        "grants",
                                        "queries",
                                        "limits"));
        if (!TYPE.equals(terms.text("type"))) {
            throw refusal("The agreement's type is not " + TYPE + ".", "/type");
        }
        List<String> parties = terms.texts("parties");
        if (parties.size() != 2 || !parties.stream().allMatch(PartyId::isNode)) {
            throw refusal("An agreement names two nodes.", "/parties");
        }
        Members limits =
                members(body.has("limits") ? body.get("limits") : Json.object())
                        .only(Set.of("messagesPerSecond", "bytesPerMessage"));
        Instant from = instant(terms, "validFrom");
        Instant until = instant(terms, "validUntil");
        if (!from.isBefore(until)) {
            throw refusal("validUntil is not after validFrom.", "/validUntil");
        }
        return new AgreementTerms(
                terms.text("id"),
                parties,
                from,
                until,
                terms.has("offerUntil") ? instant(terms, "offerUntil") : until,
                terms.textOrNull("supersedes"),
                grants(body.path("grants"), Set.copyOf(parties)),
                body.path("queries"),
                limits.has("messagesPerSecond") ? count(limits, "messagesPerSecond") : 0,
                limits.has("bytesPerMessage")
                        ? count(limits, "bytesPerMessage")
                        : DEFAULT_BYTES_PER_MESSAGE);
    }

    private static List<Grant> grants(JsonNode lines, Set<String> nodes) throws Refusal {
        if (!lines.isArray()) {
            throw refusal("An agreement has a list of grants.", "/grants");
        }
        var grants = new ArrayList<Grant>();
        var keys = new HashSet<List<String>>();
        for (JsonNode line : lines) {
            String pointer = "/grants/" + grants.size();
            Grant grant = grant(line, pointer);
            if (!nodes.contains(grant.from()) || !nodes.contains(grant.to())) {
                throw refusal("A grant goes between the nodes of its agreement.", pointer);
            }
            // SPEC: DESIGN 6: one grant per (from, to, type, role).
            if (!keys.add(List.of(grant.from(), grant.to(), grant.documents(), grant.role()))) {
                throw refusal("There is one grant per from, to, documents and role.", pointer);
            }
            grants.add(grant);
        }
        return List.copyOf(grants);
    }

    private static Grant grant(JsonNode json, String pointer) throws Refusal {
        Members line =
                members(json)
                        .only(
                                Set.of(
                                        "from",
                                        "to",
                                        "documents",
                                        "role",
                                        "parties",
                                        "profiles",
                                        "allow",
                                        "require",
                                        "purpose",
                                        "retentionDays",
                                        "unlinkable",
                                        "signatures"));
        Set<FieldClass> allow = classes(line.texts("allow"), pointer + "/allow");
        Set<FieldClass> require =
                line.has("require")
                        ? classes(line.texts("require"), pointer + "/require")
                        : Set.of();
        Set<String> parties = line.has("parties") ? Set.copyOf(line.texts("parties")) : Set.of();
        // SPEC: DESIGN 6: a grant that shows cargo or above names the parties.
        if (parties.isEmpty() && allow.stream().anyMatch(AgreementTerms::isSensitive)) {
            throw refusal("A grant of cargo or above names its parties.", pointer);
        }
        for (FieldClass needed : require) {
            if (allow.stream().noneMatch(shown -> shown.covers(needed))) {
                throw refusal("A grant requires a class that it withholds.", pointer);
            }
        }
        return new Grant(
                line.text("from"),
                line.text("to"),
                line.text("documents"),
                line.text("role"),
                parties,
                line.texts("profiles"),
                allow,
                require,
                line.text("purpose"),
                count(line, "retentionDays"),
                unlinkable(json, pointer),
                line.has("signatures")
                        ? signatures(line.texts("signatures"), pointer + "/signatures")
                        : List.of());
    }

    // SPEC: DESIGN 6: required signature algorithms are part of the agreement.
    private static List<Algorithm> signatures(List<String> names, String pointer) throws Refusal {
        var signatures = new ArrayList<Algorithm>();
        for (Algorithm algorithm : Algorithm.values()) {
            if (names.contains(algorithm.joseName())) {
                signatures.add(algorithm);
            }
        }
        if (names.isEmpty() || signatures.size() != names.size()) {
            throw refusal("signatures are of ES256, EdDSA and ML-DSA-65, each once.", pointer);
        }
        if (signatures.stream().filter(Algorithm::isFirst).count() > 1) {
            throw refusal("A token has one signature of ES256 or EdDSA, never both.", pointer);
        }
        return List.copyOf(signatures);
    }

    private static boolean unlinkable(JsonNode grant, String pointer) throws Refusal {
        JsonNode wanted = grant.path("unlinkable");
        if (!wanted.isMissingNode() && !wanted.isBoolean()) {
            throw refusal("unlinkable is true or false.", pointer + "/unlinkable");
        }
        return wanted.booleanValue();
    }

    private static boolean isSensitive(FieldClass shown) {
        return NAMED_PARTIES_ONLY.stream().anyMatch(name -> new FieldClass(name).covers(shown));
    }

    private static Set<FieldClass> classes(List<String> names, String pointer) throws Refusal {
        var classes = new LinkedHashSet<FieldClass>();
        for (String name : names) {
            if (!FieldClass.isName(name)) {
                throw refusal("A class is written in lower case, with dots.", pointer);
            }
            classes.add(new FieldClass(name));
        }
        return Set.copyOf(classes);
    }

    private static int count(Members members, String name) throws Refusal {
        long count = members.count(name);
        if (count > Integer.MAX_VALUE) {
            throw refusal(name + " is beyond every limit.", "/" + name);
        }
        return (int) count;
    }

    private static Instant instant(Members terms, String name) throws Refusal {
        try {
            return Instant.parse(terms.text(name));
        } catch (DateTimeException notAnInstant) {
            throw refusal(name + " is not an RFC 3339 time in UTC.", "/" + name);
        }
    }

    private static Members members(JsonNode json) throws Refusal {
        return Members.of(json, Code.MALFORMED_AGREEMENT, "An agreement");
    }

    private static Refusal refusal(String detail, String pointer) {
        return new Refusal(Code.MALFORMED_AGREEMENT, detail, pointer);
    }
}
