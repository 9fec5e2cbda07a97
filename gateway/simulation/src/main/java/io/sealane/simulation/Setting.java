package io.sealane.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.agreement.Agreement;
import io.sealane.core.agreement.Directory;
import io.sealane.core.agreement.Grant;
import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;
import io.sealane.core.document.PseudonymKey;
import io.sealane.core.exchange.ChannelName;
import io.sealane.core.exchange.Partner;
import io.sealane.core.exchange.Recipient;
import io.sealane.core.exchange.Self;
import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.Refusal;
import io.sealane.core.identity.Signer;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;
import io.sealane.core.ledger.NoteSigner;
import io.sealane.core.ledger.SignatureType;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * What every history has in common: three honest nodes and one that lies, their keys, parties and
 * agreements. Made once, and the same in every run.
 */
final class Setting {
    static final String US = "us.sealane.example";
    static final String NL = "nl.sealane.example";
    static final String SG = "sg.sealane.example";
    static final String LIAR = "xx.sealane.example";
    static final List<String> HONEST = List.of(US, NL, SG);
    static final List<String> NODES = List.of(US, NL, SG, LIAR);

    /** No history begins before. */
    static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

    /** The agreement between us and sg ends here, which is soon: what waits then is cancelled. */
    static final Instant ENDS = START.plus(Duration.ofMinutes(10));

    /** The channel on which that is seen best. */
    static final ChannelName ENDING = new ChannelName(US, 1, SG);

    private static final Instant LATER = START.plus(Duration.ofDays(365));
    private static final Map<String, List<String>> ALLOWED =
            Map.of(
                    "terminal", List.of("routing", "operational", "safety"),
                    "customs-import",
                            List.of("routing", "operational", "party", "cargo", "safety"));

    private record Line(String vct, String from, String to, String role) {
        boolean isThat(Grant grant) {
            return grant.from().equals(from)
                    && grant.to().equals(to)
                    && grant.role().equals(role)
                    && grant.speaksOf(vct);
        }
    }

    private final Catalogue catalogue = Catalogue.bundled();
    private final Map<String, Self> selves = new LinkedHashMap<>();
    private final Map<String, DerivedSigner> federation = new LinkedHashMap<>();
    private final List<Partner> partners = new ArrayList<>();
    private final List<Agreement> agreements = new ArrayList<>();
    private final Map<Line, Grant> grants = new ConcurrentHashMap<>();
    private final Map<String, JsonNode> shortest = new HashMap<>();

    Setting() {
        for (DocumentType type : catalogue.types()) {
            shortest.put(
                    type.vct(),
                    Collections.min(
                            type.examples().values(),
                            Comparator.comparingInt(one -> Json.canonical(one).length)));
        }
        try {
            NODES.forEach(this::found);
            for (String from : NODES) {
                for (String to : NODES.subList(NODES.indexOf(from), NODES.size())) {
                    agreements.add(agreement(from, to));
                }
            }
        } catch (Refusal refusal) {
            throw new IllegalStateException(refusal);
        }
    }

    private void found(String node) {
        var issuing = new DerivedSigner(node + " issuing");
        var presenting = new DerivedSigner(node + " presenting");
        var signing = new DerivedSigner(node + " federation");
        String origin = node + "/log/1";
        NoteSigner log =
                NoteSigner.of(origin, SignatureType.ED25519, DerivedSigner.logKeys(origin));
        federation.put(node, signing);
        selves.put(node, new Self(node, 1, issuing, null, presenting, signing, log, null));
        partners.add(
                new Partner(
                        node,
                        List.of(signing.key()),
                        List.of(presenting.key()),
                        List.of(issuing.key()),
                        origin,
                        List.of(log.verifier())));
    }

    private Agreement agreement(String one, String other) throws Refusal {
        boolean house = one.equals(other);
        ObjectNode terms =
                Json.object()
                        .put("type", "sealane-agreement/1")
                        .put("id", "urn:uuid:0197a5d0-0000-7000-8000-000000000001")
                        .put("validFrom", "2026-01-01T00:00:00Z")
                        .put("validUntil", (mayEnd(one, other) ? ENDS : LATER).toString());
        terms.putArray("parties").add(one).add(other);
        ArrayNode grants = terms.putArray("grants");
        for (DocumentType type : catalogue.types()) {
            for (Recipient to : recipients(other)) {
                grant(grants, type, one, to);
            }
            for (Recipient to : house ? List.<Recipient>of() : recipients(one)) {
                grant(grants, type, other, to);
            }
        }
        Signer first = signer(one);
        Agreement signed =
                Agreement.sign(terms, house ? List.of(first) : List.of(first, signer(other)));
        signed.verify(node -> List.of(signer(node).key()));
        return signed;
    }

    private static void grant(ArrayNode grants, DocumentType type, String from, Recipient to) {
        ObjectNode grant =
                grants.addObject()
                        .put("from", from)
                        .put("to", to.party().node())
                        .put("documents", type.name() + "/1")
                        .put("role", to.role())
                        .put("purpose", "simulation")
                        .put("retentionDays", 30)
                        .put("unlinkable", to.role().equals("customs-import"));
        grant.putArray("parties").add(to.party().name());
        grant.putArray("profiles").add(type.profile().id());
        ArrayNode allow = grant.putArray("allow");
        Objects.requireNonNull(ALLOWED.get(to.role())).forEach(allow::add);
    }

    /** From which a node's pseudonyms follow. */
    PseudonymKey pseudonyms(String node) {
        return new PseudonymKey(Digest.sha256(node + " pseudonyms"));
    }

    private DerivedSigner signer(String node) {
        return Objects.requireNonNull(federation.get(node));
    }

    /** Whether the agreement of these two ends while a history goes on. */
    static boolean mayEnd(String one, String other) {
        return (one.equals(US) && other.equals(SG)) || (one.equals(SG) && other.equals(US));
    }

    /** Who receives at a node: a terminal and a customs office, which see different things. */
    static List<Recipient> recipients(String node) {
        return List.of(
                new Recipient(new PartyId("terminal", node), "terminal"),
                new Recipient(new PartyId("customs", node), "customs-import"));
    }

    /** Who issues at a node. */
    static PartyId issuer(String node) {
        return new PartyId("line", node);
    }

    Directory directory(String node) {
        return new Directory(
                node,
                START,
                LATER,
                catalogue.types().stream().map(DocumentType::vct).collect(Collectors.toSet()),
                Map.of(
                        "line", new Directory.Entry("line", Set.of("carrier"), List.of()),
                        "terminal", new Directory.Entry("terminal", Set.of("terminal"), List.of()),
                        "customs",
                                new Directory.Entry(
                                        "customs", Set.of("customs-import"), List.of())));
    }

    /** The line of an agreement that covers what goes from one node to a role at another. */
    Grant grant(String vct, String from, String to, String role) {
        return grants.computeIfAbsent(
                new Line(vct, from, to, role),
                line ->
                        agreements.stream()
                                .flatMap(agreement -> agreement.terms().grants().stream())
                                .filter(line::isThat)
                                .findFirst()
                                .orElseThrow());
    }

    /** The shortest of a type's examples: the more histories there are in a minute. */
    JsonNode shortest(DocumentType type) {
        return Objects.requireNonNull(shortest.get(type.vct()));
    }

    Catalogue catalogue() {
        return catalogue;
    }

    Self self(String node) {
        return Objects.requireNonNull(selves.get(node));
    }

    List<Partner> partners() {
        return partners;
    }

    List<Agreement> agreements() {
        return agreements;
    }
}
