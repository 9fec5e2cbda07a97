package io.sealane.node;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.certs.KeyPairs;
import io.sealane.certs.Site;
import io.sealane.core.agreement.Agreement;
import io.sealane.core.agreement.Directory;
import io.sealane.core.disclosure.KeyBinding;
import io.sealane.core.disclosure.Presentation;
import io.sealane.core.disclosure.Selection;
import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;
import io.sealane.core.document.FieldClass;
import io.sealane.core.exchange.Identifiers;
import io.sealane.core.identity.KeySigner;
import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;
import io.sealane.core.ledger.Kind;
import io.sealane.core.ledger.Leaf;
import io.sealane.core.ledger.MemoryTiles;
import io.sealane.core.ledger.NoteSigner;
import io.sealane.core.ledger.Proofs;
import io.sealane.core.ledger.Scope;
import io.sealane.core.ledger.SignatureType;
import io.sealane.core.seal.IssuerClaims;
import io.sealane.core.seal.SealedDocument;
import io.sealane.core.seal.Sealer;
import io.sealane.node.config.NodeConfig;
import io.sealane.node.federation.PinnedTrust;
import io.sealane.node.http.Access;
import io.sealane.node.http.Answer;
import io.sealane.node.http.Caller;
import io.sealane.node.http.Listeners;
import io.sealane.node.http.Route;
import io.sealane.node.http.Routes;
import io.sealane.node.http.Server;
import io.sealane.node.keys.TlsIdentity;
import io.vertx.core.Vertx;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import javax.net.ssl.SSLContext;

/**
 * A partner that lies. It holds the real keys of its node, answers who its parties are, keeps a log
 * in memory, and makes each delivery by hand as PROTOCOL.md says, but for the lie of a test.
 */
final class Rogue implements AutoCloseable {
    static final String CANARY = "Canary-4711";

    /** A party of this node that signs its own documents. */
    static final String OWN = "straits-own-line";

    static final DocumentType TYPE = type();

    /** Its key. */
    final KeySigner ownKey = KeyPairs.signer(KeyPairs.p256());

    private final Site own;
    private final Site target;
    private final KeySigner second;
    private final Portrait portrait;

    /** What its checkpoints are signed with. */
    NoteSigner logSigner;

    /** What it signs with for its parties. */
    KeySigner acting;

    /** What it binds deliveries with. */
    KeySigner presenter;

    /** What its directory, offers and notices are signed with. */
    KeySigner federation;

    private final MemoryTiles log = new MemoryTiles();
    private final Identifiers identifiers =
            new Identifiers(InstantSource.system(), new Random(2026));
    private final Vertx vertx = Vertx.vertx();
    private final Server server;

    /** What its deliveries name. */
    Agreement agreement;

    private final HttpClient client;

    Rogue(Site own, Site target) throws Exception {
        this.own = own;
        this.target = target;
        agreement =
                Agreement.parse(
                        Files.readAllBytes(own.folder().resolve("agreements").resolve("nl.json")));
        second = KeyPairs.second(own.keys().issuingSecond());
        logSigner = NoteSigner.of(own.node().origin(), SignatureType.ED25519, own.keys().log());
        federation = own.keys().federationSigner();
        acting = KeyPairs.signer(own.keys().issuing());
        presenter = KeyPairs.signer(own.keys().presentation());
        String endpoint = "https://127.0.0.1:" + own.node().ports().federation();
        portrait = new Portrait(own.node().name(), own.keys(), endpoint);
        server = server().start();
        client = TestTls.client(tls(own), HttpClient.Version.HTTP_2);
    }

    /** What a partner's TLS client shows and trusts. */
    SSLContext tls(Site site) throws Exception {
        return TestTls.as(
                site.keys().tls(), site.keys().tlsCertificate(), target.authority().certificate());
    }

    private Server server() {
        var identity =
                new TlsIdentity(
                        own.keys().tls().getPrivate(), List.of(own.keys().tlsCertificate()));
        var at = new NodeConfig.Listener("127.0.0.1", own.node().ports().federation());
        InstantSource clock = InstantSource.system();
        var anyPartner = new PinnedTrust(Set.of(target.keys().pin()), clock);
        return new Server(
                vertx,
                "rogue",
                Listeners.federation(at, () -> identity, anyPartner),
                new Routes(
                        List.of(
                                get("parties", this::directory),
                                get("seen", () -> "{\"checkpoint\":null,\"channels\":[]}"),
                                portrait.route())),
                (request, access) -> new Caller.Anyone(),
                (listener, route, caller, status, code, took) -> {},
                clock);
    }

    private static Route get(String name, Supplier<String> answer) {
        return Route.get(
                "/federation/v1/" + name, Access.OPEN, Set.of(), ask -> Answer.text(answer.get()));
    }

    /** What it says of itself to who reads it. */
    Portrait portrait() {
        return portrait;
    }

    private String directory() {
        Instant now = Instant.now();
        Map<String, Directory.Entry> parties =
                Map.of(
                        "straits-line",
                        new Directory.Entry("straits-line", Set.of(), List.of()),
                        OWN,
                        new Directory.Entry(OWN, Set.of(), List.of(ownKey.key())));
        Instant later = now.plus(Duration.ofHours(1));
        return new Directory(own.node().name(), now, later, Set.of(), parties).sign(federation);
    }

    /** As honest as {@link #NONE}, with both signatures. */
    Lie twice() {
        return draft -> draft.second = second;
    }

    /** What a test changes in a delivery. */
    @FunctionalInterface
    interface Lie {
        void in(Draft draft);
    }

    static final Lie NONE = draft -> {};

    /** What a node answered to a batch. */
    record Reply(int status, String body) {
        JsonNode json() throws Refusal {
            return Json.parse(body);
        }

        /** The statement of the one delivery that the batch held. */
        JsonNode receipt() throws Refusal {
            JsonNode line = Json.parse(body.lines().findFirst().orElseThrow());
            return Json.parse(line.path("statement").asText());
        }
    }

    /** Makes a delivery, the next that the node expects, and hands it over. */
    Reply deliver(Lie lie) throws Exception {
        return post(batch(made(lie)));
    }

    /** Hands over what it says of an agreement. */
    Reply agreements(String body) throws Exception {
        return send(
                client,
                request("agreements")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Brings a revocation list. */
    Reply revocations(String pem) throws Exception {
        return send(
                client,
                request("revocations")
                        .header("Content-Type", "application/x-pem-file")
                        .POST(HttpRequest.BodyPublishers.ofString(pem)));
    }

    Reply post(byte[] batch) throws Exception {
        return post(client, batch);
    }

    /** Hands a batch over, as whoever the client shows. */
    Reply post(HttpClient as, byte[] batch) throws Exception {
        return post(as, batch, request -> request);
    }

    /** Hands a batch over with other headers. */
    Reply post(byte[] batch, UnaryOperator<HttpRequest.Builder> headers) throws Exception {
        return post(client, batch, headers);
    }

    private Reply post(HttpClient as, byte[] batch, UnaryOperator<HttpRequest.Builder> headers)
            throws Exception {
        HttpRequest.Builder request = request("deliveries");
        request.setHeader("Content-Type", "application/jsonl")
                .POST(HttpRequest.BodyPublishers.ofByteArray(batch));
        return send(as, headers.apply(request));
    }

    /** What the node holds of this one's log and channel. */
    JsonNode seen() throws Exception {
        Reply reply = seen(client);
        if (reply.status() != 200) {
            throw new AssertionError("seen: " + reply);
        }
        return reply.json();
    }

    /** As {@link #seen()}, asked on the connection that every delivery goes over. */
    Reply look() throws Exception {
        return seen(client);
    }

    /** As {@link #seen()}, asked as whoever the client shows. */
    Reply seen(HttpClient as) throws Exception {
        return send(as, request("seen").GET());
    }

    /** Hands a batch to another node than it was made for. */
    Reply post(Site other, byte[] batch) throws Exception {
        SSLContext tls =
                TestTls.as(
                        own.keys().tls(),
                        own.keys().tlsCertificate(),
                        other.authority().certificate());
        try (HttpClient there = TestTls.client(tls, HttpClient.Version.HTTP_2)) {
            return send(
                    there,
                    request(other, "deliveries")
                            .header("Content-Type", "application/jsonl")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(batch)));
        }
    }

    private HttpRequest.Builder request(String path) {
        return request(target, path);
    }

    private static HttpRequest.Builder request(Site of, String path) {
        int port = of.node().ports().federation();
        return HttpRequest.newBuilder(
                        URI.create("https://127.0.0.1:" + port + "/federation/v1/" + path))
                .timeout(Duration.ofSeconds(30));
    }

    private static Reply send(HttpClient as, HttpRequest.Builder request) throws Exception {
        HttpResponse<String> answer =
                as.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Reply(answer.statusCode(), answer.body());
    }

    /**
     * A delivery with its leaf in this node's log.
     *
     * @param next the {@code prev} of the one after it
     */
    @SuppressWarnings("ArrayRecordComponent") // Bytes to send, never compared.
    record Made(String wire, @Nullable String second, byte[] blinding, long index, String next) {}

    /** Makes a delivery, the next that the node expects. */
    Made made(Lie lie) throws Exception {
        JsonNode last = seen().path("channels").path(0);
        return made(lie, last, last.path("seq").asLong() + 1, last.path("prev").asText());
    }

    /** Makes several, one after the other. */
    List<Made> made(int count) throws Exception {
        JsonNode last = seen().path("channels").path(0);
        String prev = last.path("prev").asText();
        var all = new ArrayList<Made>();
        for (int i = 1; i <= count; i++) {
            all.add(made(NONE, last, last.path("seq").asLong() + i, prev));
            prev = all.getLast().next();
        }
        return all;
    }

    private Made made(Lie lie, JsonNode last, long seq, String prev) throws Exception {
        var draft =
                new Draft(
                        presenting(),
                        target.node().name(),
                        last.path("ch").asText(),
                        identifiers.next().toString());
        draft.seq = seq;
        draft.prev = prev;
        lie.in(draft);

        byte[] blinding = identifiers.blinding();
        SealedDocument sealed = sealed(draft);
        Presentation presentation = presentation(draft, sealed, blinding);
        String honest = presentation.keyBindingJwt();
        String keyBinding = draft.keyBinding.apply(honest);
        String compact = presentation.compact();
        String bound = compact.substring(0, compact.length() - honest.length());
        byte[] statement = keyBinding.getBytes(US_ASCII);
        Scope scope =
                Scope.numbered(
                        own.node().origin(),
                        Kind.SENT,
                        draft.channel,
                        draft.seq,
                        target.node().name());
        log.append(List.of(Leaf.entry(scope, draft.logged ? blinding : new byte[32], statement)));
        return new Made(
                draft.wire.apply(bound + keyBinding),
                draft.beside.of(sealed.second()),
                blinding,
                log.size() - 1,
                Base64Url.encode(presentation.signingInputHash()));
    }

    /** A batch of one delivery, under a checkpoint that continues the one the node keeps. */
    byte[] batch(Made made) throws Exception {
        return batch(List.of(made));
    }

    byte[] batch(List<Made> all) throws Exception {
        JsonNode kept = seen().path("checkpoint");
        return batch(
                all, kept.isNull() ? 0 : Long.parseLong(kept.asText().lines().toList().get(1)));
    }

    /** A batch for a node that keeps this log at a size. */
    byte[] batch(List<Made> all, long old) throws Exception {
        var proofs = new Proofs(log, log.size());
        String note = log.checkpoint(own.node().origin()).sign(0, List.of(logSigner)).format();
        ObjectNode head = Json.object().put("checkpoint", note).put("old", old);
        head.set("consistency", hashes(proofs.consistency(old)));
        head.put("seen", 0);
        var lines = new StringBuilder(Json.text(head)).append('\n');
        for (Made made : all) {
            ObjectNode line =
                    Json.object()
                            .put("presentation", made.wire())
                            .put("blinding", Base64Url.encode(made.blinding()))
                            .put("index", made.index());
            if (made.second() != null) {
                line.put("secondSignature", made.second());
            }
            line.set("proof", hashes(proofs.inclusion(made.index())));
            lines.append(Json.text(line)).append('\n');
        }
        return lines.toString().getBytes(UTF_8);
    }

    private Presentation presentation(Draft draft, SealedDocument sealed, byte[] blinding) {
        List<FieldClass> classes = draft.shown.stream().map(FieldClass::new).toList();
        List<Integer> shown =
                Selection.select(sealed, one -> classes.stream().anyMatch(cls -> cls.covers(one)));
        var items = new ArrayList<>(sealed.disclosures());
        SealedDocument.Item first = items.get(shown.getFirst());
        String changed = draft.disclosure.apply(first.encoded());
        items.set(shown.getFirst(), new SealedDocument.Item(changed, first.cls(), first.parent()));
        String token = sealed.issuerJwt();
        if (draft.refersToIt) {
            token =
                    Forged.of(token)
                            .payload(text ->
                                    text.replace(
                                            Digest.base64Url(first.encoded()),
                                            Digest.base64Url(changed)))
                            .signed(issuing())
                            .compact();
        }
        token = draft.token.apply(token);
        var terms =
                new KeyBinding.Terms(
                        draft.at,
                        draft.expires,
                        draft.audience,
                        draft.delivery,
                        draft.channel,
                        draft.seq,
                        draft.prev,
                        draft.to,
                        draft.role,
                        Base64Url.encode(
                                draft.agreement == null ? agreement.hash() : draft.agreement),
                        Base64Url.encode(Leaf.blindingHash(blinding)));
        return Presentation.draft(
                        new SealedDocument(token, items, sealed.classes()),
                        shown,
                        terms,
                        draft.presenter)
                .sign(draft.presenter);
    }

    /** With which it signs for its parties. */
    KeySigner issuing() {
        return acting;
    }

    /** With which it binds deliveries. */
    KeySigner presenting() {
        return presenter;
    }

    private SealedDocument sealed(Draft draft) throws Refusal {
        KeySigner acting = draft.acting == null ? issuing() : draft.acting;
        KeySigner first = draft.byItself == null ? acting : draft.byItself;
        var claims =
                new IssuerClaims(
                        new PartyId(draft.issuer, own.node().name()),
                        draft.byItself == null ? own.node().name() : null,
                        Instant.now(),
                        "urn:uuid:" + identifiers.next(),
                        TYPE.vct(),
                        draft.profile,
                        Sealer.sigs(first, draft.second),
                        draft.bound);
        return new Sealer(identifiers.random())
                .seal(claims, TYPE.profile().shape(document()), first, draft.second);
    }

    /** A document with a canary where a terminal sees it, and where it does not. */
    static ObjectNode document() {
        JsonNode example = TYPE.examples().get("general-cargo");
        if (example == null) {
            throw new AssertionError("there is no such example");
        }
        ObjectNode document = example.deepCopy();
        document.put("termsAndConditions", CANARY + " terms");
        ((ObjectNode) document.at("/transports/vesselVoyages/0")).put("vesselName", CANARY);
        ((ObjectNode) document.at("/documentParties/shipper")).put("partyName", CANARY + " Ltd");
        return document;
    }

    private static ArrayNode hashes(List<byte[]> hashes) {
        ArrayNode list = Json.array();
        hashes.forEach(hash -> list.add(Base64Url.encode(hash)));
        return list;
    }

    private static DocumentType type() {
        try {
            return Catalogue.bundled().type("transport-document/1.0");
        } catch (Refusal e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        client.close();
        server.stop();
        portrait.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
