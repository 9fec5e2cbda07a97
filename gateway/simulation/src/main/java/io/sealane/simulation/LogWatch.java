package io.sealane.simulation;

import io.sealane.core.disclosure.KeyBinding;
import io.sealane.core.exchange.Change.Admitted;
import io.sealane.core.exchange.Change.Refused;
import io.sealane.core.exchange.Change.SentLine;
import io.sealane.core.exchange.Commitment;
import io.sealane.core.exchange.MemoryDelivery;
import io.sealane.core.exchange.MemoryStore;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Json;
import io.sealane.core.ledger.Merkle;
import io.sealane.core.ledger.RightEdge;
import io.sealane.core.ledger.Scope;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Looks at what one honest node holds, leaf by leaf, and believes none of its indices. */
final class LogWatch {
    private final Node node;
    private final Watch watch;
    private final Exposure exposure;
    private final List<String> roots = new ArrayList<>();
    private final Map<String, Long> numbers = new HashMap<>();
    private final Set<String> once = new HashSet<>();
    private final Set<UUID> outbox = new HashSet<>();
    private final Set<UUID> inbox = new HashSet<>();
    private final Set<String> received = new HashSet<>();
    private final Set<UUID> acknowledged = new LinkedHashSet<>();
    private RightEdge edge = RightEdge.empty();
    private @Nullable MemoryStore looked;
    private int deliveries;
    private int refused;

    LogWatch(Node node, Watch watch, Exposure exposure) {
        this.node = node;
        this.watch = watch;
        this.exposure = exposure;
        roots.add(Base64Url.encode(edge.root()));
    }

    /** A party was told that this delivery of its document will be made. */
    void acknowledged(UUID delivery) {
        acknowledged.add(delivery);
        lookAtAcknowledged(node.store());
    }

    /** Looks at what is new since the last time. */
    void look() {
        MemoryStore store = node.store();
        if (!store.equals(looked) || store.deliveries().size() != deliveries) {
            looked = store;
            deliveries = store.deliveries().size();
            lookAtAcknowledged(store);
        }
        List<Commitment> leaves = store.leaves();
        if (leaves.size() < edge.size()) {
            fail("the log has shrunk");
            return;
        }
        if (leaves.size() > edge.size()) {
            List<Commitment> grown =
                    List.copyOf(leaves.subList(Math.toIntExact(edge.size()), leaves.size()));
            for (Commitment leaf : grown) {
                edge = edge.append(List.of(Merkle.leafHash(leaf.entry())));
                roots.add(Base64Url.encode(edge.root()));
            }
            RightEdge head = store.head(1);
            if (head.size() != edge.size() || !rootAt(edge.size(), head.root())) {
                fail("the log is not made of its leaves");
            }
            lookAtInbox(store);
            lookAtRefused(store);
            grown.forEach(leaf -> look(store, leaf));
            store.deliveries().forEach(this::lookAtOutbox);
        }
    }

    private void lookAtOutbox(MemoryDelivery delivery) {
        SentLine sent = delivery.sent();
        if (sent == null) {
            return;
        }
        if (delivery.cancelled() != null) {
            fail("a delivery was cancelled and sent: " + id(delivery));
        }
        if (outbox.add(id(delivery))) {
            String to = delivery.pending().recipient().party().node();
            String wire = delivery.document().wire(sent.disclosed(), sent.keyBinding());
            try {
                String beyond = exposure.of(node.name(), to, wire).beyond();
                if (beyond != null) {
                    fail("is about to send " + beyond + ", which nobody granted");
                }
            } catch (Refusal malformed) {
                fail("is about to send what cannot be read: " + malformed.code());
            }
        }
    }

    private void lookAtAcknowledged(MemoryStore store) {
        for (UUID delivery : acknowledged) {
            if (store.find(delivery) == null) {
                fail("acknowledged and lost: delivery " + delivery);
            }
        }
    }

    private static UUID id(MemoryDelivery delivery) {
        return delivery.pending().delivery();
    }

    /** Whether a tree of this size had this root, once durable. */
    boolean rootAt(long size, byte[] root) {
        return size < roots.size()
                && roots.get(Math.toIntExact(size)).equals(Base64Url.encode(root));
    }

    boolean hasInInbox(UUID delivery) {
        return inbox.contains(delivery);
    }

    private void look(MemoryStore store, Commitment leaf) {
        Scope scope = leaf.scope();
        String channel = scope.ch();
        Long seq = scope.seq();
        if (channel == null || seq == null) {
            return;
        }
        switch (scope.kind()) {
            case SENT -> follows("sent on " + channel, seq);
            case ADMITTED, REFUSED -> follows("received on " + channel, seq);
            case VOID -> happensOnce("void of " + seq + " on " + channel);
            case RECEIPTED -> {
                happensOnce("receipt of " + seq + " on " + channel);
                receipted(store, leaf);
            }
            case SUBMITTED, AGREEMENT, EXCLUSION, KEY, QUERY, ANSWER, READ, ERASURE, CHAFF ->
                    fail("a numbered leaf of kind " + scope.kind());
        }
    }

    private void follows(String what, long seq) {
        long before = numbers.getOrDefault(what, 0L);
        if (seq != before + 1) {
            fail("number " + seq + " follows " + before + ", " + what);
        }
        numbers.put(what, seq);
    }

    private void happensOnce(String what) {
        if (!once.add(what)) {
            fail("logged twice: " + what);
        }
    }

    /** Whoever has a receipt may rely on it: what was admitted is in the other's inbox. */
    private void receipted(MemoryStore store, Commitment leaf) {
        UUID id = UUID.fromString(text(leaf, "delivery"));
        MemoryDelivery delivery = store.find(id);
        if (delivery == null || !delivery.isReceipted()) {
            fail("a receipt is logged and not stored: " + id);
        } else if (delivery.receipted().code() == null) {
            watch.admitted(node, delivery.pending().recipient().party().node(), id);
        }
    }

    private static String text(Commitment leaf, String member) {
        try {
            return Json.parse(leaf.statement()).path(member).asText();
        } catch (Refusal notOurs) {
            throw new IllegalStateException(notOurs);
        }
    }

    private void lookAtInbox(MemoryStore store) {
        for (Admitted one : store.inbox().subList(inbox.size(), store.inbox().size())) {
            String from = one.issuer().node();
            try {
                Exposure.Shown shown = exposure.of(from, node.name(), one.presentation());
                KeyBinding.Terms terms = shown.terms();
                boolean honest = !from.equals(Setting.LIAR);
                if (!inbox.add(UUID.fromString(terms.nonce()))
                        || (honest && !received.add(one.document() + " " + one.recipient()))) {
                    fail("twice in an inbox: " + terms.nonce());
                    return;
                }
                if (!one.recipient().party().name().equals(terms.to())
                        || !one.recipient().role().equals(terms.role())) {
                    fail("admitted for another than it was sent to: " + terms.nonce());
                }
                if (shown.beyond() != null) {
                    fail("holds " + shown.beyond() + ", which nobody granted");
                }
            } catch (Refusal malformed) {
                fail("an inbox holds what cannot be read: " + malformed.code());
            }
        }
    }

    private void lookAtRefused(MemoryStore store) {
        List<Refused> all = store.refused();
        for (Refused one : all.subList(refused, all.size())) {
            if (!exposure.isBare(one.bare())) {
                fail("keeps more of a refusal than hashes and the two tokens: " + one.code());
            }
        }
        refused = all.size();
    }

    private void fail(String what) {
        watch.fail(node.name() + ": " + what);
    }
}
