package io.sealane.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.agreement.Agreement;
import io.sealane.core.disclosure.KeyBinding;
import io.sealane.core.disclosure.Presentation;
import io.sealane.core.disclosure.Selection;
import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;
import io.sealane.core.document.FieldClass;
import io.sealane.core.identity.KeySigner;
import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.Refusal;
import io.sealane.core.identity.TestKeys;
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
import io.sealane.core.ledger.TlogProof;
import io.sealane.core.seal.IssuerClaims;
import io.sealane.core.seal.SealedDocument;
import io.sealane.core.seal.Sealer;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * One exchange and its evidence, made by hand as honest nodes make it; each field that a test
 * changes is a lie that the evidence must not survive.
 */
final class StagedExchange {
    static final Catalogue CATALOGUE = Catalogue.bundled();
    static final String US = "us.sealane.example";
    static final String NL = "nl.sealane.example";
    static final Instant NOW = Instant.ofEpochSecond(1_790_000_000);
    static final Keys US_KEYS = new Keys(US, 10);
    static final Keys NL_KEYS = new Keys(NL, 20);
    static final KeySigner PARTY = TestKeys.es256(30);
    static final String DELIVERY = "019a0000-0000-7000-8000-00000000000d";

    /** A node's keys. */
    static final class Keys {
        final String node;
        final KeySigner federation;
        final KeySigner presentation;
        final KeySigner issuing;
        final KeySigner log;
        final KeySigner issuingSecond = TestKeys.mlDsa65();

        Keys(String node, long seed) {
            this.node = node;
            federation = TestKeys.es256(seed);
            presentation = TestKeys.es256(seed + 1);
            issuing = TestKeys.es256(seed + 2);
            log = TestKeys.ed25519(seed + 3);
        }

        String origin() {
            return node + "/log/1";
        }

        NoteSigner noteSigner() {
            return noteSigner(origin());
        }

        NoteSigner noteSigner(String name) {
            return NoteSigner.of(name, SignatureType.ED25519, log.key().publicKey(), log);
        }

        Trust.Node trusted(Trust.Party... parties) {
            return trusted(Map.of(), parties);
        }

        /** With keys that are compromised, by their thumbprints. */
        Trust.Node trusted(Map<String, Instant> revoked, Trust.Party... parties) {
            return new Trust.Node(
                    node,
                    List.of(federation.key()),
                    List.of(presentation.key()),
                    List.of(issuing.key(), issuingSecond.key()),
                    List.of(new Trust.Log(origin(), List.of(noteSigner().verifier()))),
                    List.of(parties),
                    revoked);
        }
    }

    Trust trust = new Trust(List.of(US_KEYS.trusted(), NL_KEYS.trusted()));
    Keys sender = US_KEYS;
    Keys receiver = NL_KEYS;

    final Random random = new Random(4);
    final DocumentType type;
    UnaryOperator<ObjectNode> document = body -> body;
    PartyId issuer = new PartyId("acme-line", US);
    @Nullable String actor = US;
    KeySigner issuerSigner = US_KEYS.issuing;
    @Nullable KeySigner issuerSecond;
    KeySigner presenter = US_KEYS.presentation;
    KeySigner boundPresenter = US_KEYS.presentation;
    List<String> allow = List.of("routing", "operational", "safety");
    List<String> shown = allow;
    UnaryOperator<ObjectNode> agreement = terms -> terms;
    UnaryOperator<ObjectNode> receipt = statement -> statement;
    Consumer<Note> sentLeaf = note -> {};
    Consumer<Note> receiptLeaf = note -> {};
    UnaryOperator<ObjectNode> file = json -> json;
    String audience = NL;
    String channel = US + "/1>" + NL;
    long seq = 42;
    boolean namesOtherAgreement;

    /** Of the presentation made last: what a void in its place replaces. */
    byte[] signingInputHash = new byte[0];

    boolean promisesOtherBlinding;
    @Nullable String foreignDisclosure;

    /** What is logged, and how: changed by a test that lies there. */
    static final class Note {
        Scope scope;
        byte[] statement;
        List<NoteSigner> signers;
        byte @Nullable [] entry;

        Note(Scope scope, byte[] statement, NoteSigner signer) {
            this.scope = scope;
            this.statement = statement;
            this.signers = List.of(signer);
        }
    }

    StagedExchange() {
        try {
            type = CATALOGUE.type("transport-document/1.0");
        } catch (Refusal e) {
            throw new AssertionError(e);
        }
    }

    /** The evidence of the exchange. */
    byte[] evidence() {
        try {
            return Json.canonical(file.apply(json()));
        } catch (Refusal e) {
            throw new AssertionError(e.code() + ": " + e.detail(), e);
        }
    }

    Report report() {
        return EvidenceAudit.verify(evidence(), trust, CATALOGUE);
    }

    private ObjectNode json() throws Refusal {
        Agreement signed = signedAgreement();
        byte[] blinding = bytes();
        SealedDocument sealed = sealed();
        Presentation presentation = presentation(sealed, signed, blinding);
        KeyBinding.Terms terms = presentation.keyBinding().terms();

        Note sent =
                new Note(
                        Scope.numbered(sender.origin(), Kind.SENT, channel, seq, receiver.node),
                        presentation.keyBindingJwt().getBytes(US_ASCII),
                        sender.noteSigner());
        sentLeaf.accept(sent);

        ObjectNode said = Json.object().put("kind", "admitted").put("log", receiver.origin());
        said.put("aud", sender.node).put("delivery", terms.nonce()).put("ch", channel);
        said.put("sd_hash", presentation.keyBinding().sdHash());
        said.put("dset", presentation.keyBinding().dset()).put("cset", cset(presentation));
        said.put("seq", seq).put("agr", terms.agr()).put("at", NOW.getEpochSecond() + 2);
        signingInputHash = presentation.signingInputHash();
        said = receipt.apply(said);
        Kind kind = said.path("kind").asText().equals("refused") ? Kind.REFUSED : Kind.ADMITTED;
        Note received =
                new Note(
                        Scope.numbered(receiver.origin(), kind, channel, seq, sender.node),
                        Json.canonical(said),
                        receiver.noteSigner());
        receiptLeaf.accept(received);

        ObjectNode all = Json.object().put("type", "sealane-evidence/1");
        all.put("presentation", presentation.compact());
        if (sealed.second() != null) {
            all.put("secondSignature", sealed.second());
        }
        all.set("agreement", signed.json());
        all.set("sent", logged(sent, blinding));
        ObjectNode answer = logged(received, bytes());
        all.set("receipt", answer.put("statement", new String(Json.canonical(said), UTF_8)));
        return all;
    }

    private Agreement signedAgreement() throws Refusal {
        ObjectNode terms = Json.object().put("type", "sealane-agreement/1");
        terms.put("id", "urn:uuid:019a0000-0000-7000-8000-00000000000a");
        terms.putArray("parties").add(sender.node).add(receiver.node);
        terms.put("validFrom", NOW.minusSeconds(3_600).toString());
        terms.put("validUntil", NOW.plusSeconds(3_600).toString());
        ObjectNode grant = terms.putArray("grants").addObject();
        grant.put("from", sender.node).put("to", receiver.node);
        grant.put("documents", "transport-document/1").put("role", "terminal");
        grant.putArray("parties").add("rotterdam-terminal");
        grant.putArray("profiles").add(type.profile().id());
        ArrayNode classes = grant.putArray("allow");
        allow.forEach(classes::add);
        grant.putArray("require").add("safety");
        grant.put("purpose", "terminal handling").put("retentionDays", 365);
        terms.putObject("limits").put("messagesPerSecond", 500).put("bytesPerMessage", 1 << 20);
        boolean house = sender.node.equals(receiver.node);
        return Agreement.sign(
                agreement.apply(terms),
                house
                        ? List.of(sender.federation)
                        : List.of(sender.federation, receiver.federation));
    }

    SealedDocument sealed() throws Refusal {
        IssuerClaims claims =
                new IssuerClaims(
                        issuer,
                        actor,
                        NOW,
                        "urn:uuid:019a0000-0000-7000-8000-000000000001",
                        type.vct(),
                        type.profile().id(),
                        Sealer.sigs(issuerSigner, issuerSecond),
                        boundPresenter.kid());
        ObjectNode body =
                document.apply(
                        Objects.requireNonNull(type.examples().get("dangerous-goods")).deepCopy());
        return new Sealer(random)
                .seal(claims, type.profile().shape(body), issuerSigner, issuerSecond);
    }

    private Presentation presentation(SealedDocument sealed, Agreement signed, byte[] blinding) {
        List<FieldClass> classes = shown.stream().map(FieldClass::new).toList();
        List<Integer> selected =
                new ArrayList<>(
                        Selection.select(
                                sealed, one -> classes.stream().anyMatch(cls -> cls.covers(one))));
        SealedDocument document = sealed;
        if (foreignDisclosure != null) {
            List<SealedDocument.Item> more = new ArrayList<>(sealed.disclosures());
            more.add(new SealedDocument.Item(foreignDisclosure, FieldClass.ROUTING, -1));
            document = new SealedDocument(sealed.issuerJwt(), more, sealed.classes());
            selected.add(more.size() - 1);
        }
        byte[] promised = promisesOtherBlinding ? new byte[32] : blinding;
        KeyBinding.Terms terms =
                new KeyBinding.Terms(
                        NOW,
                        NOW.plusSeconds(604_800),
                        audience,
                        DELIVERY,
                        channel,
                        seq,
                        Base64Url.encode(new byte[32]),
                        "rotterdam-terminal",
                        "terminal",
                        Base64Url.encode(namesOtherAgreement ? new byte[32] : signed.hash()),
                        Base64Url.encode(Leaf.blindingHash(promised)));
        return Presentation.draft(document, selected, terms, presenter).sign(presenter);
    }

    /** As the receiver derives it; of what cannot be opened there is none. */
    private String cset(Presentation presentation) {
        try {
            return presentation
                    .disclosed()
                    .classes(one -> type.profile().classOf(one.path(), one.value()))
                    .hash();
        } catch (Refusal e) {
            return Digest.base64Url("none");
        }
    }

    ObjectNode logged(Note note, byte[] blinding) {
        MemoryTiles log = new MemoryTiles();
        byte[] given = note.entry;
        byte[] entry = given != null ? given : Leaf.entry(note.scope, blinding, note.statement);
        log.append(List.of(chaff(), chaff(), entry, chaff()));
        TlogProof proof =
                new TlogProof(
                        2,
                        new Proofs(log, 4).inclusion(2),
                        log.checkpoint(note.scope.log()).sign(NOW.getEpochSecond(), note.signers));
        return Json.object()
                .put("blinding", Base64Url.encode(blinding))
                .put("proof", proof.format());
    }

    private byte[] chaff() {
        return Leaf.entry(Scope.own("x", Kind.CHAFF), bytes(), bytes());
    }

    private byte[] bytes() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return bytes;
    }
}
