package io.sealane.node.store;

import io.sealane.core.document.FieldClass;
import io.sealane.core.document.Reference;
import io.sealane.core.exchange.Change.Admitted;
import io.sealane.core.exchange.Change.PendingPresentation;
import io.sealane.core.exchange.Change.Receipted;
import io.sealane.core.exchange.Change.Received;
import io.sealane.core.exchange.Change.ReceivedLine;
import io.sealane.core.exchange.Change.Refused;
import io.sealane.core.exchange.Change.SenderLeaf;
import io.sealane.core.exchange.Change.Sent;
import io.sealane.core.exchange.Change.SentLine;
import io.sealane.core.exchange.Change.Submitted;
import io.sealane.core.exchange.Change.Voided;
import io.sealane.core.exchange.ChannelName;
import io.sealane.core.exchange.Commitment;
import io.sealane.core.exchange.Identifiers;
import io.sealane.core.exchange.Receipt;
import io.sealane.core.exchange.Recipient;
import io.sealane.core.exchange.StoredDocument;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.PartyId;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Digest;
import io.sealane.core.ledger.Kind;
import io.sealane.core.ledger.Scope;
import io.sealane.core.seal.SealedDocument;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * Makes changes as the paths would: tokens of the right shape and size, without the cost of real
 * signatures, which the store does not look at. One seed, one exchange.
 */
final class Exchanges {
    static final String US = "us.sealane.example";
    static final String NL = "nl.sealane.example";
    static final String SG = "sg.sealane.example";
    static final PartyId ACME = new PartyId("acme-line", US);
    static final ChannelName TO_NL = new ChannelName(US, 1, NL);
    static final ChannelName TO_SG = new ChannelName(US, 1, SG);
    static final ChannelName HOUSE = new ChannelName(US, 1, US);
    static final ChannelName FROM_NL = new ChannelName(NL, 1, US);
    static final Instant NOW = Instant.parse("2026-11-23T18:00:00Z");

    private static final byte[] AGREEMENT = Digest.sha256(new byte[] {7});

    private final String origin;
    private final Random random;
    private final Identifiers identifiers;
    private int made;

    /**
     * @param log that the changes go to: each test may have its own
     */
    Exchanges(long seed, int log) {
        this(seed, log, NOW);
    }

    Exchanges(long seed, int log, Instant now) {
        this.origin = origin(log);
        this.random = new Random(seed);
        this.identifiers = new Identifiers(() -> now.plusMillis(made++), random);
    }

    static String origin(int log) {
        return US + "/log/" + log;
    }

    UUID id() {
        return identifiers.next();
    }

    byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A token of the form {@code header.payload.signature}. */
    String jws(String payload) {
        return text("{\"alg\":\"ES256\",\"typ\":\"test\"}")
                + "."
                + text(payload)
                + "."
                + Base64Url.encode(bytes(64));
    }

    private static String text(String json) {
        return Base64Url.encode(json.getBytes(StandardCharsets.UTF_8));
    }

    String disclosure(String name, String value) {
        return text("[\"%s\",\"%s\",\"%s\"]".formatted(Base64Url.encode(bytes(16)), name, value));
    }

    StoredDocument document(int hidden, String... values) {
        List<SealedDocument.Item> items = new ArrayList<>();
        StringBuilder digests = new StringBuilder();
        for (int i = 0; i < hidden; i++) {
            String value = i < values.length ? values[i] : "field value number " + i;
            String encoded = disclosure("field" + i, value);
            items.add(
                    new SealedDocument.Item(
                            encoded,
                            new FieldClass(i % 3 == 0 ? "cargo" : "party.consignee"),
                            i % 5 == 4 ? i - 1 : SealedDocument.NO_PARENT));
            digests.append('"').append(Base64Url.encode(bytes(32))).append("\",");
        }
        UUID id = id();
        return new StoredDocument(
                id,
                ACME,
                "transport-document/1.0",
                NOW,
                new SealedDocument(
                        jws("{\"jti\":\"" + id + "\",\"_sd\":[" + digests + "0]}"),
                        items,
                        disclosure("_classes", "all of them")));
    }

    Submitted submitted(String key, StoredDocument document, ChannelName... channels) {
        List<PendingPresentation> pending =
                Arrays.stream(channels)
                        .map(channel ->
                                new PendingPresentation(
                                        id(),
                                        new Recipient(
                                                new PartyId("terminal", channel.to()), "terminal"),
                                        channel))
                        .toList();
        return new Submitted(
                key,
                bytes(32),
                ("{\"id\":\"" + document.id() + "\"}").getBytes(StandardCharsets.UTF_8),
                document,
                List.of(
                        new Reference("equipmentReference", "MSKU" + document.id()),
                        new Reference("carrierBookingReference", "BOOKING-7")),
                pending,
                commitment(Scope.own(origin, Kind.SUBMITTED), "submitted " + document.id()));
    }

    Submitted submitted(String key, ChannelName... channels) {
        return submitted(key, document(5), channels);
    }

    Commitment commitment(Scope scope, String statement) {
        return new Commitment(
                scope, identifiers.blinding(), statement.getBytes(StandardCharsets.UTF_8));
    }

    private Scope scope(Kind kind, ChannelName channel, long seq) {
        String peer = channel.from().equals(US) ? channel.to() : channel.from();
        return Scope.numbered(origin, kind, channel.toString(), seq, peer);
    }

    Sent sent(ChannelName channel, long epoch, long firstSeq, UUID... deliveries) {
        List<SentLine> lines = new ArrayList<>();
        long seq = firstSeq;
        for (UUID delivery : deliveries) {
            String keyBinding = jws("{\"nonce\":\"" + delivery + "\"}");
            lines.add(
                    new SentLine(
                            delivery,
                            seq,
                            List.of(0, 2, 3),
                            keyBinding,
                            bytes(32),
                            AGREEMENT.clone(),
                            NOW.plusSeconds(600),
                            commitment(scope(Kind.SENT, channel, seq), keyBinding)));
            seq++;
        }
        return new Sent(channel, epoch, bytes(32), lines);
    }

    Voided voided(ChannelName channel, long epoch, long seq, UUID delivery) {
        String jws = jws("{\"replaces\":\"" + delivery + "\"}");
        return new Voided(
                channel,
                epoch,
                delivery,
                seq,
                jws,
                commitment(scope(Kind.VOID, channel, seq), jws));
    }

    /** The receipt of a partner. */
    Receipted receipted(ChannelName channel, long seq, UUID delivery, @Nullable Code code) {
        long index = 1000 + seq;
        return new Receipted(
                channel,
                delivery,
                new Receipt(
                        ("{\"delivery\":\"" + delivery + "\"}").getBytes(StandardCharsets.UTF_8),
                        bytes(32),
                        index,
                        List.of(bytes(32), bytes(32)),
                        note(channel.to() + "/log/1", index + 10)),
                code,
                commitment(scope(Kind.RECEIPTED, channel, seq), "receipted " + delivery));
    }

    static String note(String origin, long size) {
        return origin + "\n" + size + "\nroot\n\n— " + origin + " signature\n";
    }

    Received received(ChannelName channel, ReceivedLine... lines) {
        return new Received(channel, bytes(32), List.of(lines));
    }

    ReceivedLine admitted(ChannelName channel, long seq, String... values) {
        return admitted(channel, seq, id(), presentation(values), senderLeaf(channel, seq));
    }

    String presentation(String... values) {
        StoredDocument document = document(Math.max(3, values.length), values);
        StringBuilder compact = new StringBuilder(document.sealed().issuerJwt()).append('~');
        document.sealed().disclosures().forEach(one -> compact.append(one.encoded()).append('~'));
        return compact.append(jws("{\"aud\":\"us\"}")).toString();
    }

    SenderLeaf senderLeaf(ChannelName channel, long seq) {
        return new SenderLeaf(
                bytes(32), seq + 70, List.of(bytes(32)), note(channel.origin(), seq + 100));
    }

    ReceivedLine admitted(
            ChannelName channel, long seq, UUID delivery, String compact, SenderLeaf leaf) {
        return new ReceivedLine(
                delivery,
                seq,
                bytes(32),
                new Admitted(
                        id(),
                        "transport-document/1.0",
                        new PartyId("rhine-forwarding", channel.from()),
                        new Recipient(ACME, "carrier"),
                        AGREEMENT.clone(),
                        compact,
                        null,
                        leaf,
                        List.of(new Reference("equipmentReference", "MSKU-IN-" + seq)),
                        NOW),
                null,
                commitment(scope(Kind.ADMITTED, channel, seq), "admitted " + delivery));
    }

    ReceivedLine refused(ChannelName channel, long seq) {
        UUID delivery = id();
        return new ReceivedLine(
                delivery,
                seq,
                bytes(32),
                null,
                new Refused(
                        Code.OVER_DISCLOSED, "{\"bare\":1}".getBytes(StandardCharsets.UTF_8), NOW),
                commitment(scope(Kind.REFUSED, channel, seq), "refused " + delivery));
    }
}
