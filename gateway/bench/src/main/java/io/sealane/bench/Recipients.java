package io.sealane.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.agreement.Agreement;
import io.sealane.core.agreement.Agreements;
import io.sealane.core.agreement.Agreements.Granted;
import io.sealane.core.agreement.Directory;
import io.sealane.core.agreement.Standing;
import io.sealane.core.disclosure.KeyBinding;
import io.sealane.core.disclosure.Presentation;
import io.sealane.core.disclosure.Selection;
import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;
import io.sealane.core.exchange.Neighbours;
import io.sealane.core.exchange.Partner;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.KeySigner;
import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Json;
import io.sealane.core.seal.IssuerClaims;
import io.sealane.core.seal.SealedDocument;
import io.sealane.core.seal.Sealer;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What one recipient may see, at a node that knows a thousand agreements and ten thousand parties,
 * on one warm thread; each call asks about another.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls prepare() before all else.
public class Recipients {
    private static final String TYPE = "transport-document/1.0";
    private static final String US = "us.sealane.example";
    private static final String ROLE = "terminal";
    private static final int AGREEMENTS = 1_000;
    private static final int PARTIES_EACH = 10;

    private final SecureRandom random = new SecureRandom();
    private final Instant now = Instant.now();
    private DocumentType type;
    private KeySigner own;
    private KeySigner theirs;
    private List<Standing> standing;
    private Neighbours neighbours;
    private SealedDocument document;
    private int turn;

    /** Makes agreements, directories and a document; nothing of it is measured. */
    @Setup
    public void prepare() throws GeneralSecurityException, Refusal {
        type = Catalogue.bundled().type(TYPE);
        own = signer();
        theirs = signer();
        standing = new ArrayList<>();
        var partners = new ArrayList<Partner>();
        partners.add(partner(US, own.key()));
        for (int i = 0; i < AGREEMENTS; i++) {
            partners.add(partner(node(i), theirs.key()));
            standing.add(Standing.inForce(agreement(i)));
        }
        neighbours =
                new Neighbours(partners, Agreements.standing(standing), directory(US, Map.of()));
        for (int i = 0; i < AGREEMENTS; i++) {
            Map<String, Directory.Entry> parties = new HashMap<>();
            for (int j = 0; j < PARTIES_EACH; j++) {
                String name = party(i, j);
                parties.put(name, new Directory.Entry(name, Set.of(ROLE), List.of()));
            }
            neighbours.learn(directory(node(i), parties));
        }
        document = sealed();
    }

    private static KeySigner signer() throws GeneralSecurityException, Refusal {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair pair = generator.generateKeyPair();
        return new KeySigner(Key.of(pair.getPublic()), pair.getPrivate());
    }

    private static Partner partner(String node, Key key) {
        List<Key> keys = List.of(key);
        return new Partner(node, keys, keys, keys, node + "/log/1", List.of());
    }

    private Directory directory(String node, Map<String, Directory.Entry> parties) {
        return new Directory(node, now, now.plus(Duration.ofDays(1)), Set.of(TYPE), parties);
    }

    private static String node(int i) {
        return "p%04d.sealane.example".formatted(i);
    }

    private static String party(int i, int j) {
        return "terminal-%d-of-%d".formatted(j, i);
    }

    private Agreement agreement(int i) throws Refusal {
        ObjectNode terms = Json.object().put("type", "sealane-agreement/1");
        terms.put("id", "urn:uuid:0193a1b2-0000-7000-8000-%012d".formatted(i));
        terms.putArray("parties").add(US).add(node(i));
        terms.put("validFrom", "2020-01-01T00:00:00Z").put("validUntil", "2120-01-01T00:00:00Z");
        ArrayNode grants = terms.putArray("grants");
        ObjectNode grant = grants.addObject().put("from", US).put("to", node(i));
        grant.put("documents", "transport-document/1").put("role", ROLE);
        ArrayNode parties = grant.putArray("parties");
        for (int j = 0; j < PARTIES_EACH; j++) {
            parties.add(party(i, j));
        }
        grant.putArray("profiles").add(type.profile().id());
        ArrayNode allow = grant.putArray("allow");
        type.profile().template(ROLE).forEach(one -> allow.add(one.toString()));
        grant.put("purpose", "terminal handling").put("retentionDays", 365);
        return Agreement.sign(terms, List.of(own, theirs));
    }

    private SealedDocument sealed() throws Refusal {
        var claims =
                new IssuerClaims(
                        new PartyId("acme-line", US),
                        US,
                        now,
                        "urn:uuid:0193a1b2-0000-7000-8000-000000000001",
                        TYPE,
                        type.profile().id(),
                        List.of(own.algorithm().joseName()),
                        own.kid());
        var example = Objects.requireNonNull(type.examples().get("general-cargo"));
        return new Sealer(random).seal(claims, type.profile().shape(example), own);
    }

    /** Is there such a party in this role, and what is it granted. */
    @Benchmark
    public Granted evaluateOneOfThousand() throws Refusal {
        int i = turn++ % AGREEMENTS;
        return granted(i, party(i, turn % PARTIES_EACH));
    }

    private Granted granted(int i, String party) throws Refusal {
        neighbours.checkRecipient(new PartyId(party, node(i)), ROLE, now);
        return neighbours
                .agreements()
                .grant(US, node(i), TYPE, type.profile().id(), party, ROLE, now);
    }

    /** The same, and its presentation up to what is to be signed, of 4.7 KB. */
    @Benchmark
    public Presentation.Draft presentOneOfThousand() throws Refusal {
        int i = turn++ % AGREEMENTS;
        String party = party(i, turn % PARTIES_EACH);
        Granted granted = granted(i, party);
        var terms =
                new KeyBinding.Terms(
                        now,
                        now.plus(KeyBinding.LIFETIME),
                        node(i),
                        "0193a1b2-0000-7000-8000-000000000002",
                        US + "/1>" + node(i),
                        1,
                        Base64Url.encode(new byte[32]),
                        party,
                        ROLE,
                        Base64Url.encode(granted.agreement().hash()),
                        Base64Url.encode(new byte[32]));
        return Presentation.draft(
                document, Selection.select(document, granted.grant()::allows), terms, own);
    }

    /** How many messages a second one of the partners may send, asked for each batch. */
    @Benchmark
    public int rateOfOneOfThousand() {
        int i = turn++ % AGREEMENTS;
        return neighbours.agreements().messagesPerSecond(node(i), US, now);
    }

    /** All agreements read anew, at a change of one. */
    @Benchmark
    public Agreements indexThousand() {
        return Agreements.standing(standing);
    }
}
