package io.sealane.simulation;

import io.sealane.core.agreement.Grant;
import io.sealane.core.disclosure.Presentation;
import io.sealane.core.document.FieldClass;
import io.sealane.core.exchange.Change.Admitted;
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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** Looks at what one honest node holds, leaf by leaf, and believes none of its indices. */
final class LogWatch {
    private final Node node;
    private final Watch watch;
    private final Setting setting;
    private final List<String> roots = new ArrayList<>();
    private final Map<String, Long> numbers = new HashMap<>();
    private final Set<String> once = new HashSet<>();
    private final Set<UUID> inbox = new HashSet<>();
    private final Set<String> received = new HashSet<>();
    private RightEdge edge = RightEdge.empty();

    LogWatch(Node node, Watch watch, Setting setting) {
        this.node = node;
        this.watch = watch;
        this.setting = setting;
        roots.add(Base64Url.encode(edge.root()));
    }

    /** Looks at what is new since the last time. */
    void look() {
        MemoryStore store = node.store();
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
            grown.forEach(leaf -> look(store, leaf));
            for (MemoryDelivery delivery : store.deliveries()) {
                if (delivery.cancelled() != null && delivery.sent() != null) {
                    fail("a delivery was cancelled and sent: " + id(delivery));
                }
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
            case SUBMITTED, AGREEMENT, KEY, QUERY, ANSWER, READ, ERASURE, CHAFF ->
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
        for (Admitted one : store.inbox().subList(seen(), store.inbox().size())) {
            try {
                Presentation presentation = Presentation.parse(one.presentation());
                String nonce = presentation.keyBinding().terms().nonce();
                boolean honest = !one.issuer().node().equals(Setting.LIAR);
                if (!inbox.add(UUID.fromString(nonce))
                        || (honest && !received.add(one.document() + " " + one.recipient()))) {
                    fail("twice in an inbox: " + nonce);
                    return;
                }
                String beyond =
                        beyond(
                                presentation,
                                setting.grant(
                                        one.issuer().node(), node.name(), one.recipient().role()));
                if (beyond != null) {
                    fail("holds " + beyond + ", which nobody granted");
                }
            } catch (Refusal malformed) {
                fail("an inbox holds what cannot be read: " + malformed.code());
            }
        }
    }

    private int seen() {
        return inbox.size();
    }

    /** A class that is shown and not granted, or null. */
    @Nullable String beyond(Presentation presentation, Grant grant) throws Refusal {
        var profile = setting.type().profile();
        profile.checkClear(presentation.issuer().doc());
        for (FieldClass shown :
                presentation
                        .disclosed()
                        .classes(one -> profile.classOf(one.path(), one.value()))
                        .ofDigestHash()
                        .values()) {
            if (!grant.allows(shown)) {
                return Objects.toString(shown);
            }
        }
        return null;
    }

    private void fail(String what) {
        watch.fail(node.name() + ": " + what);
    }
}
