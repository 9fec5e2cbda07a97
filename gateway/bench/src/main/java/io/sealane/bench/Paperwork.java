package io.sealane.bench;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.disclosure.KeyBinding;
import io.sealane.core.disclosure.Presentation;
import io.sealane.core.disclosure.Selection;
import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;
import io.sealane.core.document.FieldClass;
import io.sealane.core.document.Reference;
import io.sealane.core.exchange.Change.PendingPresentation;
import io.sealane.core.exchange.Change.Sent;
import io.sealane.core.exchange.Change.SentLine;
import io.sealane.core.exchange.Change.Submitted;
import io.sealane.core.exchange.ChannelName;
import io.sealane.core.exchange.Commitment;
import io.sealane.core.exchange.Identifiers;
import io.sealane.core.exchange.Recipient;
import io.sealane.core.exchange.Store.Lease;
import io.sealane.core.exchange.StoredDocument;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.KeySigner;
import io.sealane.core.identity.PartyId;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;
import io.sealane.core.ledger.Kind;
import io.sealane.core.ledger.Scope;
import io.sealane.core.seal.IssuerClaims;
import io.sealane.core.seal.SealedDocument;
import io.sealane.core.seal.Sealer;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What the paths hand to the store, made beforehand: documents really sealed, presentations really
 * bound. Ids, keys, blindings and positions are new for each submission; the sealed bytes, which
 * the store does not look into, come round again.
 */
final class Paperwork {
    private static final String US = "us.sealane.example";
    private static final int DIFFERENT = 100;

    private final String origin;
    private final DocumentType type;
    private final SecureRandom random = new SecureRandom();
    private final Identifiers identifiers = new Identifiers(InstantSource.system(), random);
    private final List<Prepared> prepared = new ArrayList<>();
    private final List<Reference> references;

    private record Prepared(SealedDocument sealed, List<Integer> disclosed, String keyBinding) {}

    Paperwork(String origin, JsonNode body) throws Refusal, GeneralSecurityException {
        this.origin = origin;
        this.type = Catalogue.bundled().type("transport-document/1.0");
        this.references = type.references(body);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        var signer = new KeySigner(Key.of(pair.getPublic()), pair.getPrivate());
        for (int i = 0; i < DIFFERENT; i++) {
            prepared.add(prepare(body, signer));
        }
    }

    private Prepared prepare(JsonNode body, KeySigner signer) throws Refusal {
        Instant now = Instant.now();
        var claims =
                new IssuerClaims(
                        new PartyId("acme-line", US),
                        US,
                        now,
                        "urn:uuid:" + identifiers.next(),
                        type.vct(),
                        type.profile().id(),
                        List.of(signer.algorithm().joseName()),
                        signer.kid());
        SealedDocument sealed = new Sealer(random).seal(claims, type.profile().shape(body), signer);
        Set<FieldClass> terminal = type.profile().template("terminal");
        List<Integer> disclosed =
                Selection.select(
                        sealed, shown -> terminal.stream().anyMatch(line -> line.covers(shown)));
        String hash = Digest.base64Url(identifiers.blinding());
        var terms =
                new KeyBinding.Terms(
                        now,
                        now.plus(KeyBinding.LIFETIME),
                        "nl.sealane.example",
                        identifiers.next().toString(),
                        US + "/1>nl.sealane.example",
                        1,
                        hash,
                        "rotterdam-terminal",
                        "terminal",
                        hash,
                        hash);
        String keyBinding =
                Presentation.draft(sealed, disclosed, terms, signer).sign(signer).keyBindingJwt();
        return new Prepared(sealed, disclosed, keyBinding);
    }

    /** So many documents, each for one recipient at the other end of the channel. */
    List<Submitted> submissions(ChannelName channel, int count) {
        var all = new ArrayList<Submitted>();
        for (int i = 0; i < count; i++) {
            UUID id = identifiers.next();
            var pending =
                    new PendingPresentation(
                            identifiers.next(),
                            new Recipient(
                                    new PartyId("rotterdam-terminal", channel.to()), "terminal"),
                            channel);
            byte[] answer =
                    Json.canonical(Json.object().put("id", id.toString()).put("type", type.vct()));
            all.add(
                    new Submitted(
                            UUID.randomUUID().toString(),
                            identifiers.blinding(),
                            answer,
                            new StoredDocument(
                                    id,
                                    new PartyId("acme-line", US),
                                    type.vct(),
                                    Instant.now(),
                                    prepared.get(i % DIFFERENT).sealed()),
                            references,
                            List.of(pending),
                            new Commitment(
                                    Scope.own(origin, Kind.SUBMITTED),
                                    identifiers.blinding(),
                                    answer)));
        }
        return all;
    }

    /** Their presentations, numbered. */
    Sent sent(ChannelName channel, Lease lease, List<Submitted> submissions) {
        var lines = new ArrayList<SentLine>();
        for (Submitted one : submissions) {
            Prepared of = prepared.get(lines.size() % DIFFERENT);
            long seq = lease.nextSeq() + lines.size();
            lines.add(
                    new SentLine(
                            one.pending().getFirst().delivery(),
                            seq,
                            of.disclosed(),
                            of.keyBinding(),
                            identifiers.blinding(),
                            Digest.sha256(Base64Url.encode(lease.prev())),
                            Instant.now().plus(Duration.ofDays(7)),
                            new Commitment(
                                    Scope.numbered(
                                            origin,
                                            Kind.SENT,
                                            channel.toString(),
                                            seq,
                                            channel.to()),
                                    identifiers.blinding(),
                                    of.keyBinding().getBytes(StandardCharsets.US_ASCII))));
        }
        return new Sent(channel, lease.epoch(), lease.prev(), lines);
    }
}
