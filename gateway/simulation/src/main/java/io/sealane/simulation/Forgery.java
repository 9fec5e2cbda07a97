package io.sealane.simulation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.disclosure.KeyBinding;
import io.sealane.core.disclosure.Presentation;
import io.sealane.core.exchange.Change.Noted;
import io.sealane.core.exchange.Change.SentLine;
import io.sealane.core.exchange.Commitment;
import io.sealane.core.exchange.Conflict;
import io.sealane.core.exchange.MemoryDelivery;
import io.sealane.core.exchange.Self;
import io.sealane.core.exchange.Sequencer;
import io.sealane.core.exchange.Store;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;
import io.sealane.core.ledger.Checkpoint;
import io.sealane.core.ledger.Kind;
import io.sealane.core.ledger.Proofs;
import io.sealane.core.ledger.Scope;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Batches that the liar makes by hand: signed and logged as they should be, and false. */
final class Forgery {
    /** Makes a batch for a node, or null while there is nothing to lie about. */
    interface Lie {
        byte @Nullable [] about(Instance liar, String to) throws Refusal;
    }

    private final World world;
    private final Network network;

    Forgery(World world, Network network) {
        this.world = world;
        this.network = network;
    }

    /**
     * Another statement under a number that was used, or a delivery id that was used under the next
     * number. All else is right: the signature, the leaf in the log, the checkpoint, its proof.
     */
    byte @Nullable [] otherWord(Instance liar, String to) throws Refusal {
        List<MemoryDelivery> told =
                liar.node().store().deliveries().stream()
                        .filter(one -> one.isReceipted() && one.sent() != null)
                        .filter(one -> one.pending().channel().to().equals(to))
                        .toList();
        if (told.isEmpty()) {
            return null;
        }
        MemoryDelivery used = told.get(world.random().nextInt(told.size()));
        SentLine sent = Objects.requireNonNull(used.sent());
        KeyBinding.Terms first =
                Presentation.parse(used.document().wire(sent.disclosed(), sent.keyBinding()))
                        .keyBinding()
                        .terms();
        var blinding = new byte[32];
        world.random().nextBytes(blinding);
        Store.Incoming next = network.node(to).store().incoming(used.pending().channel());
        boolean sameNumber = world.random().nextBoolean();
        var terms =
                new KeyBinding.Terms(
                        first.iat(),
                        first.exp(),
                        first.aud(),
                        first.nonce(),
                        first.ch(),
                        sameNumber ? first.seq() : next.nextSeq(),
                        sameNumber ? first.prev() : Base64Url.encode(next.prev()),
                        first.to(),
                        first.role(),
                        first.agr(),
                        Digest.base64Url(blinding));
        Self self = liar.node().self();
        Presentation other =
                Presentation.draft(
                                used.document().sealed(),
                                sent.disclosed(),
                                terms,
                                self.presentation())
                        .sign(self.presentation());
        var leaf =
                new Commitment(
                        Scope.numbered(self.origin(), Kind.SENT, terms.ch(), terms.seq(), to),
                        blinding,
                        other.keyBindingJwt().getBytes(StandardCharsets.US_ASCII));
        Sequencer.Appended logged = log(liar, leaf);
        var proofs = new Proofs(liar.node().store().tiles(1), logged.tree().size());
        long known = known(liar, to);
        ObjectNode line =
                Json.object()
                        .put("presentation", other.compact())
                        .put("blinding", Base64Url.encode(blinding))
                        .put("index", logged.firstIndex());
        line.set("proof", hashes(proofs.inclusion(logged.firstIndex())));
        return lines(head(logged.tree().note(), known, proofs.consistency(known)), line);
    }

    /** A checkpoint of the size that the reader knows, of another tree. */
    byte @Nullable [] otherTree(Instance liar, String to) {
        long known = known(liar, to);
        if (known == 0) {
            return null;
        }
        var root = new byte[32];
        world.random().nextBytes(root);
        Self self = liar.node().self();
        String note =
                new Checkpoint(self.origin(), known, root)
                        .sign(0, List.of(self.logSigner()))
                        .format();
        return lines(head(note, known, List.of()));
    }

    private Sequencer.Appended log(Instance liar, Commitment leaf) {
        String name = "forgery " + Digest.base64Url(leaf.statement());
        try {
            return liar.sequencer()
                    .append(new Noted(name, Digest.sha256(leaf.statement()), new byte[0], leaf));
        } catch (Conflict loggedBefore) {
            throw new IllegalStateException(loggedBefore);
        }
    }

    /** The size of the liar's log that a node knows: the second line of the checkpoint it keeps. */
    private long known(Instance liar, String to) {
        String note = network.node(to).store().seenCheckpoint(1, liar.node().self().origin());
        return note == null ? 0 : Long.parseLong(note.lines().skip(1).findFirst().orElseThrow());
    }

    private static ObjectNode head(String note, long known, List<byte[]> consistency) {
        ObjectNode head = Json.object().put("checkpoint", note).put("old", known);
        head.set("consistency", hashes(consistency));
        return head.put("seen", 0);
    }

    private static ArrayNode hashes(List<byte[]> hashes) {
        ArrayNode list = Json.array();
        hashes.forEach(hash -> list.add(Base64Url.encode(hash)));
        return list;
    }

    private static byte[] lines(ObjectNode... lines) {
        var text = new StringBuilder();
        for (ObjectNode line : lines) {
            text.append(Json.text(line)).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
