package io.sealane.core.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.agreement.Agreement;
import io.sealane.core.agreement.Agreements;
import io.sealane.core.agreement.Directory;
import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;
import io.sealane.core.document.PseudonymKey;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.KeySigner;
import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.Refusal;
import io.sealane.core.identity.Signer;
import io.sealane.core.identity.TestKeys;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;
import io.sealane.core.ledger.NoteSigner;
import io.sealane.core.ledger.SignatureType;

import org.jspecify.annotations.Nullable;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One node's core on a memory store, with real keys, for tests of the paths. */
final class TestNode {
    static final Catalogue CATALOGUE = Catalogue.bundled();
    static final String TYPE = "transport-document/1.0";
    static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

    final Self self;

    /** What it signs with; a test puts another one here. */
    Keyring ring;

    final KeySigner issuing;
    final KeySigner issuingSecond = TestKeys.mlDsa65();
    final KeySigner presentation;
    final KeySigner federation;
    final BreakableStore store;
    final Map<String, Set<String>> roles = new LinkedHashMap<>();
    final Identifiers identifiers;
    final PseudonymKey pseudonyms;

    /** The keys of parties that sign their own documents. */
    final Map<String, List<Key>> keys = new LinkedHashMap<>();

    /** What a test may exchange before the node is wired. */
    Catalogue catalogue = CATALOGUE;

    Function<List<Agreement>, Agreements> agreeing = Agreements::new;
    Sequencing sequencing =
            (self, store, journal) -> new Sequencer(self, store, journal, Observer.NONE);

    /** The roots of all trees this node signed, by their size. */
    final Map<Long, Set<String>> signed = new TreeMap<>();

    @Nullable Paths paths;

    /** How a sequencer is made. */
    interface Sequencing {
        Sequencer of(Self self, Store store, Journal journal);
    }

    /** What a node's main wires. */
    record Paths(
            Neighbours neighbours,
            Sequencer sequencer,
            Submission submission,
            Reception reception,
            Dispatch dispatch) {}

    Paths paths() {
        return Objects.requireNonNull(paths);
    }

    /** The hand that moves every node's clock in a test. */
    static final class Clock implements InstantSource {
        Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }
    }

    TestNode(String node, Clock clock, long seed, BreakableStore store) {
        this.store = store;
        issuing = signer();
        presentation = signer();
        federation = signer();
        identifiers = new Identifiers(clock, new Random(seed));
        pseudonyms = new PseudonymKey(Digest.sha256(node));
        ring =
                new Keyring(
                        issuing,
                        issuingSecond,
                        List.of(presentation),
                        federation,
                        List.of(log(node)),
                        List.of());
        self = new Self(node, 1, () -> ring);
    }

    static NoteSigner log(String node) {
        return NoteSigner.of(node + "/log/1", SignatureType.ED25519, pair("Ed25519", null));
    }

    static KeySigner signer() {
        KeyPair pair = pair("EC", new ECGenParameterSpec("secp256r1"));
        try {
            return new KeySigner(Key.of(pair.getPublic()), pair.getPrivate());
        } catch (Refusal notAKey) {
            throw new AssertionError(notAKey);
        }
    }

    static KeyPair pair(String algorithm, @Nullable AlgorithmParameterSpec spec) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (spec != null) {
                generator.initialize(spec);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException noSuchAlgorithm) {
            throw new AssertionError(noSuchAlgorithm);
        }
    }

    TestNode party(String name, String... held) {
        roles.put(name, Set.of(held));
        return this;
    }

    PartyId id(String party) {
        return new PartyId(party, self.node());
    }

    Partner asPartner() {
        return new Partner(
                self.node(),
                List.of(federation.key()),
                List.of(presentation.key()),
                List.of(issuing.key(), issuingSecond.key()),
                self.origin(),
                List.of(self.logSigner().verifier()));
    }

    Directory directory() {
        var entries = new LinkedHashMap<String, Directory.Entry>();
        roles.forEach((party, held) ->
                entries.put(
                        party,
                        new Directory.Entry(party, held, keys.getOrDefault(party, List.of()))));
        return new Directory(
                self.node(),
                START,
                START.plusSeconds(365L * 86_400),
                catalogue.types().stream().map(DocumentType::vct).collect(Collectors.toSet()),
                Map.copyOf(entries));
    }

    /** Wires the paths as the node's main does. */
    void wire(List<TestNode> all, List<Agreement> agreements, Clock clock, Link link) {
        var neighbours =
                new Neighbours(
                        all.stream().map(TestNode::asPartner).toList(),
                        agreeing.apply(agreements),
                        directory());
        all.forEach(other -> neighbours.learn(other.directory()));
        Sequencer sequencer = sequencing.of(self, store, (origin, size, root) -> sign(size, root));
        paths =
                new Paths(
                        neighbours,
                        sequencer,
                        new Submission(
                                self,
                                catalogue,
                                neighbours,
                                sequencer,
                                store,
                                clock,
                                identifiers,
                                pseudonyms,
                                Observer.NONE),
                        new Reception(
                                self,
                                catalogue,
                                neighbours,
                                sequencer,
                                store,
                                clock,
                                identifiers,
                                Observer.NONE),
                        new Dispatch(
                                self,
                                "process-1",
                                catalogue,
                                neighbours,
                                sequencer,
                                store,
                                link,
                                clock,
                                identifiers,
                                Observer.NONE));
    }

    /** A grant for {@code role} at {@code to} of the given classes. */
    record Line(TestNode from, TestNode to, String role, String party, List<String> allow) {
        Line(TestNode from, TestNode to, String role, String party, String... allow) {
            this(from, to, role, party, List.of(allow));
        }
    }

    static Agreement agreement(TestNode one, TestNode other, List<Line> lines) throws Refusal {
        return agreement(one, other, lines, terms -> {});
    }

    /**
     * An agreement of these lines.
     *
     * @param also what else is agreed, written into the terms
     */
    static Agreement agreement(
            TestNode one, TestNode other, List<Line> lines, Consumer<ObjectNode> also)
            throws Refusal {
        ObjectNode terms =
                Json.object()
                        .put("type", "sealane-agreement/1")
                        .put("id", "urn:uuid:0197a5d0-0000-7000-8000-000000000001")
                        .put("validFrom", "2026-01-01T00:00:00Z")
                        .put("validUntil", "2028-01-01T00:00:00Z");
        terms.putArray("parties").add(one.self.node()).add(other.self.node());
        ArrayNode grants = terms.putArray("grants");
        for (Line line : lines) {
            ObjectNode grant =
                    grants.addObject()
                            .put("from", line.from().self.node())
                            .put("to", line.to().self.node())
                            .put("documents", "transport-document/1")
                            .put("role", line.role())
                            .put("purpose", "a test")
                            .put("retentionDays", 30);
            grant.putArray("parties").add(line.party());
            grant.putArray("profiles").add(profile());
            ArrayNode allow = grant.putArray("allow");
            line.allow().forEach(allow::add);
        }
        also.accept(terms);
        var signers = new ArrayList<Signer>(List.of(one.federation));
        if (one != other) {
            signers.add(other.federation);
        }
        Agreement agreement = Agreement.sign(terms, signers);
        agreement.verify(node ->
                List.of(
                        node.equals(one.self.node())
                                ? one.federation.key()
                                : other.federation.key()));
        return agreement;
    }

    private void sign(long size, byte[] root) {
        signed.computeIfAbsent(size, key -> new HashSet<>()).add(Base64Url.encode(root));
    }

    static String profile() {
        try {
            return CATALOGUE.type(TYPE).profile().id();
        } catch (Refusal unknown) {
            throw new AssertionError(unknown);
        }
    }

    Submission.Request request(String party, String key, JsonNode body, Recipient... to) {
        return new Submission.Request(
                id(party),
                Set.of("transport-document"),
                TYPE,
                List.of(to),
                new Submission.Content.Unsigned(body),
                key,
                Digest.sha256(Json.canonical(body)));
    }
}
