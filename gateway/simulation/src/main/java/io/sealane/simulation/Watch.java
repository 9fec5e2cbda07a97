package io.sealane.simulation;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.disclosure.KeyBinding;
import io.sealane.core.disclosure.Presentation;
import io.sealane.core.disclosure.VoidStatement;
import io.sealane.core.exchange.Link;
import io.sealane.core.exchange.MemoryDelivery;
import io.sealane.core.exchange.Submission;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** What must hold after every event, found out from what nodes hold and send, not what they say. */
final class Watch {
    /** A line of a batch: where it stands in its channel, and which delivery it is. */
    private record Place(String channel, long seq, String delivery) {}

    private final Map<String, Node> honest = new LinkedHashMap<>();
    private final Map<String, LogWatch> logs = new LinkedHashMap<>();
    private final Map<Place, String> receipts = new HashMap<>();
    private final Map<String, Place> places = new HashMap<>();
    private final Exposure exposure;
    private @Nullable String violation;

    Watch(Setting setting) {
        exposure = new Exposure(setting);
    }

    void add(Node node) {
        if (node.isHonest()) {
            honest.put(node.name(), node);
            logs.put(node.name(), new LogWatch(node, this, exposure));
        }
    }

    /** Keeps the first thing that is wrong. */
    void fail(String what) {
        if (violation == null) {
            violation = what;
        }
    }

    @Nullable String violation() {
        return violation;
    }

    /** Looks at every node; asked after each event. */
    boolean holds() {
        logs.values().forEach(LogWatch::look);
        return violation == null;
    }

    /** A party hears that its document is taken. */
    void acknowledged(Submission.Request request, Submission.Accepted accepted) {
        LogWatch log = logs.get(request.issuer().node());
        if (log != null) {
            accepted.answer()
                    .path("deliveries")
                    .forEach(one -> log.acknowledged(UUID.fromString(one.path("id").asText())));
        }
    }

    /** A tree is about to be signed: it must be durable, and the one that the leaves make. */
    void signing(Node node, long size, byte[] root) {
        LogWatch log = logs.get(node.name());
        if (log != null) {
            log.look();
            if (!log.rootAt(size, root)) {
                fail(node.name() + ": signs a tree of size " + size + " that is not durable");
            }
        }
    }

    /** A node has a receipt: the other one must have what it receipted. */
    void admitted(Node by, String receiver, UUID delivery) {
        LogWatch log = logs.get(receiver);
        if (log != null) {
            log.look();
            if (!log.hasInInbox(delivery)) {
                fail(by.name() + " has a receipt of what " + receiver + " has not: " + delivery);
            }
        }
    }

    /** A batch leaves a node: nothing beyond a grant may be in it. */
    void leaves(String from, String to, byte[] batch) {
        if (!logs.containsKey(from)) {
            return;
        }
        try {
            for (byte[] line : lines(batch)) {
                JsonNode presented = Json.parse(line).path("presentation");
                if (!presented.isTextual()) {
                    continue;
                }
                String beyond = exposure.of(from, to, presented.asText()).beyond();
                if (beyond != null) {
                    fail(from + " sends " + beyond + ", which nobody granted");
                }
            }
        } catch (Refusal malformed) {
            fail(from + " sends what cannot be read: " + malformed.code());
        }
    }

    /** An honest node answers: a receipt is of the delivery asked about, and always the same. */
    void answers(Node by, byte[] batch, Link.Reply reply) {
        if (reply.status() != 200) {
            return;
        }
        try {
            List<byte[]> asked = lines(batch);
            List<byte[]> told = lines(reply.body());
            for (int i = 0; i < told.size() - 1; i++) {
                Place place = place(Json.parse(asked.get(i + 1)));
                JsonNode receipt = Json.parse(told.get(i));
                JsonNode statement = Json.parse(receipt.path("statement").asText());
                if (!place.delivery().equals(statement.path("delivery").asText())
                        || place.seq() != statement.path("seq").asLong()) {
                    fail(by.name() + " gives a receipt of another delivery than " + place);
                }
                String same = receipt.path("index") + " " + receipt.path("blinding") + statement;
                String first = receipts.putIfAbsent(place, same);
                if (first != null && !first.equals(same)) {
                    fail(by.name() + " gives two different receipts of " + place);
                }
            }
        } catch (Refusal malformed) {
            fail(by.name() + " answers what cannot be read: " + malformed.code());
        }
    }

    private Place place(JsonNode line) throws Refusal {
        String wire = line.path(line.has("void") ? "void" : "presentation").asText();
        Place known = places.get(wire);
        if (known != null) {
            return known;
        }
        Place place;
        if (line.has("void")) {
            VoidStatement claims = VoidStatement.of(VoidStatement.parse(wire));
            place = new Place(claims.ch(), claims.seq(), claims.nonce());
        } else {
            KeyBinding.Terms terms = Presentation.parse(wire).keyBinding().terms();
            place = new Place(terms.ch(), terms.seq(), terms.nonce());
        }
        places.put(wire, place);
        return place;
    }

    private static List<byte[]> lines(byte[] jsonLines) {
        var lines = new ArrayList<byte[]>();
        int start = 0;
        for (int i = 0; i < jsonLines.length; i++) {
            if (jsonLines[i] == '\n') {
                lines.add(Arrays.copyOfRange(jsonLines, start, i));
                start = i + 1;
            }
        }
        return lines;
    }

    /** Whether nothing is under way any more at the honest nodes. */
    boolean isQuiet() {
        return honest.values().stream().allMatch(node -> node.store().busyChannels(1).isEmpty());
    }

    /** The faults are over and time has passed: what was acknowledged has come to its end. */
    void end(Tally tally, boolean mayExpire) {
        for (Node node : honest.values()) {
            if (!node.store().busyChannels(1).isEmpty()) {
                fail(node.name() + " does not settle: " + node.store().busyChannels(1));
            }
            tally.count("admitted", node.store().inbox().size());
            for (MemoryDelivery delivery : node.store().deliveries()) {
                tally.count("deliveries", 1);
                String end = end(node, delivery, mayExpire);
                tally.count(end, 1);
            }
        }
    }

    private String end(Node node, MemoryDelivery delivery, boolean mayExpire) {
        String to = delivery.pending().recipient().party().node();
        if (delivery.cancelled() != null) {
            if (delivery.cancelled() != Code.NO_AGREEMENT || !Setting.mayEnd(node.name(), to)) {
                fail(node.name() + " cancels for no reason: " + delivery.cancelled());
            }
            return "cancelled";
        }
        if (!delivery.isReceipted()) {
            return "open";
        }
        Code code = delivery.receipted().code();
        if (code == null) {
            return "delivered";
        }
        boolean expired = mayExpire && (code == Code.VOIDED || code == Code.EXPIRED);
        boolean ended =
                Setting.mayEnd(node.name(), to)
                        && (code == Code.VOIDED || code == Code.NO_AGREEMENT);
        if (!expired && !ended) {
            fail(to + " refuses what an honest node sent: " + code);
        }
        return Objects.toString(code.wireName());
    }
}
