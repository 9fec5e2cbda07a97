package io.sealane.core.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.exchange.Store.Outgoing;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Json;
import io.sealane.core.json.Members;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The body of {@code POST /federation/v1/deliveries}: JSON lines, the sender's checkpoint first,
 * then one presentation or void a line, in channel order.
 */
record Batch(Head head, List<Line> lines) {
    /** More lines than this are refused; a sender sends them in the next batch. */
    static final int MAX_LINES = 512;

    private static final String SECOND = "secondSignature";
    private static final Set<String> VOID = Set.of("void", "blinding", "index", "proof");
    private static final Set<String> PRESENTATION =
            Set.of("presentation", SECOND, "blinding", "index", "proof");

    /** A sender puts no more than this into one, but at least one line: readers take 16 MiB. */
    static final int BYTES = 4 << 20;

    /** The first of these lines, as many as go into one batch. */
    static List<Outgoing> fitting(List<Outgoing> lines) {
        long bytes = 0;
        for (int i = 0; i < lines.size(); i++) {
            bytes += length(lines.get(i));
            if (bytes > BYTES && i > 0) {
                return lines.subList(0, i);
            }
        }
        return lines;
    }

    private static long length(Outgoing line) {
        return line.wire().length() + (line.second() == null ? 0L : line.second().length());
    }

    /**
     * The first line: the sender's log.
     *
     * @param checkpoint the sender's signed note
     * @param old size of its checkpoint that this reader last told it knows
     * @param consistency from {@code old} to the checkpoint
     * @param seen size of the reader's own log that the sender last verified
     */
    record Head(String checkpoint, long old, List<byte[]> consistency, long seen) {}

    /**
     * One delivery.
     *
     * @param wire the compact presentation, or the void
     * @param second the issuer's second signature, beside a presentation; null if it has none
     * @param blinding 32 bytes: opens the sender's own leaf
     * @param index of that leaf
     * @param proof that the leaf is in the checkpoint's tree
     */
    record Line(
            String wire,
            @Nullable String second,
            boolean isVoid,
            byte[] blinding,
            long index,
            List<byte[]> proof) {}

    byte[] toJsonLines() {
        var out = new ByteArrayOutputStream(lines.size() * 8192);
        ObjectNode first =
                Json.object().put("checkpoint", head.checkpoint()).put("old", head.old());
        first.set("consistency", hashes(head.consistency()));
        first.put("seen", head.seen());
        JsonLines.add(out, first);
        for (Line line : lines) {
            ObjectNode json =
                    Json.object()
                            .put(line.isVoid() ? "void" : "presentation", line.wire())
                            .put("blinding", Base64Url.encode(line.blinding()))
                            .put("index", line.index());
            if (line.second() != null) {
                json.put(SECOND, line.second());
            }
            json.set("proof", hashes(line.proof()));
            JsonLines.add(out, json);
        }
        return out.toByteArray();
    }

    static Batch parse(byte[] body) throws Refusal {
        List<byte[]> texts = JsonLines.split(body, MAX_LINES + 1);
        if (texts.isEmpty() || texts.size() > MAX_LINES + 1) {
            throw new Refusal(
                    Code.MALFORMED_DELIVERY,
                    "A batch is a checkpoint line and at most " + MAX_LINES + " deliveries.");
        }
        Members first = members(Json.parse(texts.getFirst()));
        first.only(Set.of("checkpoint", "old", "consistency", "seen"));
        var head =
                new Head(
                        first.text("checkpoint"),
                        first.count("old"),
                        hashes(first, "consistency"),
                        first.count("seen"));
        var lines = new ArrayList<Line>(texts.size());
        for (byte[] text : texts.subList(1, texts.size())) {
            JsonNode json = Json.parse(text);
            boolean isVoid = json.has("void");
            String name = isVoid ? "void" : "presentation";
            Members line = members(json).only(isVoid ? VOID : PRESENTATION);
            lines.add(
                    new Line(
                            line.text(name),
                            line.textOrNull(SECOND),
                            isVoid,
                            Base64Url.decode(line.base64Url("blinding", 32)),
                            line.count("index"),
                            hashes(line, "proof")));
        }
        return new Batch(head, lines);
    }

    private static Members members(JsonNode json) throws Refusal {
        return Members.of(json, Code.MALFORMED_DELIVERY, "A line of a batch");
    }

    static ArrayNode hashes(List<byte[]> hashes) {
        ArrayNode list = Json.array();
        hashes.forEach(hash -> list.add(Base64Url.encode(hash)));
        return list;
    }

    static List<byte[]> hashes(Members line, String name) throws Refusal {
        var hashes = new ArrayList<byte[]>();
        for (String text : line.texts(name)) {
            hashes.add(Base64Url.decode(text, 32));
        }
        return hashes;
    }
}
