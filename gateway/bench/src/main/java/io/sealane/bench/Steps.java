package io.sealane.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;

import io.sealane.core.disclosure.KeyBinding;
import io.sealane.core.disclosure.Presentation;
import io.sealane.core.disclosure.Selection;
import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;
import io.sealane.core.document.FieldClass;
import io.sealane.core.document.Warning;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.KeySigner;
import io.sealane.core.identity.NativeProvider;
import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Json;
import io.sealane.core.ledger.Checkpoint;
import io.sealane.core.ledger.Growth;
import io.sealane.core.ledger.Note;
import io.sealane.core.ledger.NoteSigner;
import io.sealane.core.ledger.RightEdge;
import io.sealane.core.ledger.SignatureType;
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

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Single steps of the core on one warm thread, with the provider that a node signs with. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls prepare() before all else.
public class Steps {
    private static final String TYPE = "transport-document/1.0";
    private static final String ORIGIN = "us.sealane.example/log/1";
    private static final String US = "us.sealane.example";
    private static final int CONTAINERS = 15;
    private static final int GROUP = 100;
    private static final int MESSAGE_BYTES = 1024;
    private static final int HASH_BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final ObjectMapper jackson = new ObjectMapper();
    private DocumentType type;
    private Set<FieldClass> terminal;
    private Schema plain;
    private byte[] body;
    private byte[] message;
    private KeySigner es256;
    private KeySigner ed25519;
    private byte[] es256Signature;
    private byte[] ed25519Signature;
    private NoteSigner mlDsa44;
    private Checkpoint checkpoint;
    private RightEdge edge;
    private List<byte[]> leaves;
    private SealedDocument small;
    private SealedDocument large;
    private KeyBinding.Terms terms;

    /** Makes keys and documents; nothing of it is measured. */
    @Setup
    public void prepare() throws GeneralSecurityException, Refusal {
        // Keys of ML-DSA-44 are the JDK's, so they come before the native provider.
        KeyPair logKeys = KeyPairGenerator.getInstance("ML-DSA-44").generateKeyPair();
        mlDsa44 = NoteSigner.of(ORIGIN, SignatureType.ML_DSA_44, logKeys);
        NativeProvider.install();
        es256 = signer(KeyPairGenerator.getInstance("EC"), 256);
        ed25519 = signer(KeyPairGenerator.getInstance("Ed25519", "SunEC"), 255);
        message = bytes(MESSAGE_BYTES);
        es256Signature = es256.sign(message);
        ed25519Signature = ed25519.sign(message);
        checkpoint = new Checkpoint(ORIGIN, 1_000_000, bytes(HASH_BYTES));
        edge = RightEdge.empty();
        leaves = new ArrayList<>();
        for (int i = 0; i < GROUP; i++) {
            leaves.add(bytes(HASH_BYTES));
        }
        type = Catalogue.bundled().type(TYPE);
        terminal = type.profile().template("terminal");
        JsonNode document = Objects.requireNonNull(type.examples().get("general-cargo"));
        body = Json.utf8(document);
        plain = plainSchema();
        small = seal(document);
        large = seal(withContainers(document));
        terms = terms();
    }

    private KeySigner signer(KeyPairGenerator generator, int size)
            throws GeneralSecurityException, Refusal {
        generator.initialize(size);
        KeyPair pair = generator.generateKeyPair();
        return new KeySigner(Key.of(pair.getPublic()), pair.getPrivate());
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /** The library as its own documentation begins: our files as they are. */
    private static Schema plainSchema() {
        SchemaRegistryConfig config =
                SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build();
        String address = "https://schemas.sealane.example/";
        Schema schema =
                SchemaRegistry.withDialect(
                                Dialects.getDraft202012(),
                                registry ->
                                        registry.schemaRegistryConfig(config)
                                                .schemaIdResolvers(ids ->
                                                        ids.mapPrefix(
                                                                address, "classpath:schemas/")))
                        .getSchema(SchemaLocation.of(address + "types/" + TYPE + "/schema.json"));
        schema.initializeValidators();
        return schema;
    }

    private static JsonNode withContainers(JsonNode document) {
        ObjectNode larger = document.deepCopy();
        var containers = (ArrayNode) larger.path("utilizedTransportEquipments");
        JsonNode first = containers.path(0);
        while (containers.size() < CONTAINERS) {
            containers.add(first.deepCopy());
        }
        return larger;
    }

    private SealedDocument seal(JsonNode document) throws Refusal {
        var claims =
                new IssuerClaims(
                        new PartyId("acme-line", US),
                        US,
                        Instant.now(),
                        "urn:uuid:0193a1b2-0000-7000-8000-000000000001",
                        TYPE,
                        type.profile().id(),
                        List.of(es256.algorithm().joseName()),
                        es256.kid());
        return new Sealer(random).seal(claims, type.profile().shape(document), es256);
    }

    private KeyBinding.Terms terms() {
        Instant now = Instant.now();
        String hash = Base64Url.encode(bytes(HASH_BYTES));
        return new KeyBinding.Terms(
                now,
                now.plus(KeyBinding.LIFETIME),
                "nl.sealane.example",
                "0193a1b2-0000-7000-8000-000000000002",
                US + "/1>nl.sealane.example",
                1,
                hash,
                "rotterdam-terminal",
                "terminal",
                hash,
                hash);
    }

    @Benchmark
    public byte[] signEs256() {
        return es256.sign(message);
    }

    @Benchmark
    public boolean verifyEs256() {
        return es256.key().verifies(message, es256Signature);
    }

    @Benchmark
    public byte[] signEd25519() {
        return ed25519.sign(message);
    }

    @Benchmark
    public boolean verifyEd25519() {
        return ed25519.key().verifies(message, ed25519Signature);
    }

    @Benchmark
    public Note signCheckpointMlDsa44() {
        return checkpoint.sign(0, List.of(mlDsa44));
    }

    /** Strict JSON, the schema, and the rules between fields, of 4.7 KB. */
    @Benchmark
    public List<Warning> validate() throws Refusal {
        return type.check(Json.parse(body));
    }

    /** The same bytes by Jackson and the schema library alone: no strictness, no rules. */
    @Benchmark
    public List<Error> validatePlain() throws IOException {
        return plain.validate(jackson.readTree(body));
    }

    /** All hidden parts of 4.7 KB: salts, hashes, and the issuer's signature. */
    @Benchmark
    public SealedDocument seal() throws Refusal {
        return seal(Json.parse(body));
    }

    /** For a terminal, up to what is to be signed. */
    @Benchmark
    public Presentation.Draft present() {
        return Presentation.draft(small, shown(small), terms, es256);
    }

    /** The same of a document with 15 containers. */
    @Benchmark
    public Presentation.Draft presentContainers() {
        return Presentation.draft(large, shown(large), terms, es256);
    }

    private List<Integer> shown(SealedDocument document) {
        return Selection.select(
                document, shown -> terminal.stream().anyMatch(line -> line.covers(shown)));
    }

    /** A hundred leaves of one group. */
    @Benchmark
    public Growth append() {
        return edge.grow(leaves);
    }
}
