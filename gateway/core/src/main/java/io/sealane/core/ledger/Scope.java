package io.sealane.core.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/**
 * What a leaf speaks of, without what it says: it can be opened alone.
 *
 * @param log the origin of the log that holds the leaf
 * @param ch the channel, e.g. {@code us.sealane.example/1>nl.sealane.example}; absent outside one
 * @param seq the number in the channel, 0 to 2^53; absent where ch is
 * @param peer the host name of the other node; absent if none is concerned
 */
public record Scope(
        String log, Kind kind, @Nullable String ch, @Nullable Long seq, @Nullable String peer) {
    private static final Set<String> MEMBERS = Set.of("log", "kind", "ch", "seq", "peer");
    private static final long MAX_SEQ = 1L << 53;

    public Scope {
        if (log.isEmpty() || (ch == null) != (seq == null) || (seq != null && !isNumber(seq))) {
            throw new IllegalArgumentException("Not a scope: ch and seq come together.");
        }
    }

    /** The scope of what concerns no channel and no other node. */
    public static Scope own(String log, Kind kind) {
        return new Scope(log, kind, null, null, null);
    }

    /** The scope of what concerns another node outside its channels, such as an agreement. */
    public static Scope with(String log, Kind kind, String peer) {
        return new Scope(log, kind, null, null, peer);
    }

    /** The scope of one number of a channel. */
    public static Scope numbered(String log, Kind kind, String ch, long seq, String peer) {
        return new Scope(log, kind, ch, seq, peer);
    }

    /**
     * Reads a scope; members it does not know are refused.
     *
     * @throws Refusal BAD_OPENING, UNKNOWN_MEMBER
     */
    public static Scope parse(JsonNode json) throws Refusal {
        for (var member : json.properties()) {
            if (!MEMBERS.contains(member.getKey())) {
                throw new Refusal(Code.UNKNOWN_MEMBER, "A scope has no such member.");
            }
        }
        String log = text(json, "log");
        String kind = text(json, "kind");
        String ch = text(json, "ch");
        JsonNode seq = json.get("seq");
        boolean numbered =
                seq != null
                        && seq.isIntegralNumber()
                        && seq.canConvertToLong()
                        && isNumber(seq.longValue());
        if (log == null
                || log.isEmpty()
                || kind == null
                || (seq != null && !numbered)
                || (ch == null) != (seq == null)) {
            throw new Refusal(Code.BAD_OPENING, "A scope is log, kind and perhaps ch, seq, peer.");
        }
        return new Scope(
                log,
                Kind.ofWire(kind),
                ch,
                seq == null ? null : (Long) seq.longValue(),
                text(json, "peer"));
    }

    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("log", log).put("kind", kind.wireName());
        if (ch != null && seq != null) {
            json.put("ch", ch).put("seq", seq.longValue());
        }
        if (peer != null) {
            json.put("peer", peer);
        }
        return json;
    }

    /** The JCS form, which the leaf commits to. */
    public byte[] bytes() {
        return Json.canonical(toJson());
    }

    private static @Nullable String text(JsonNode json, String member) throws Refusal {
        JsonNode value = json.get(member);
        if (value != null && !value.isTextual()) {
            throw new Refusal(Code.BAD_OPENING, "A member of a scope is not text.");
        }
        return value == null ? null : value.textValue();
    }

    private static boolean isNumber(long seq) {
        return seq >= 0 && seq <= MAX_SEQ;
    }
}
