package io.sealane.core.exchange;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Json;
import io.sealane.core.json.Members;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The answer to a batch: JSON lines, one receipt for each delivery in its order, then the
 * receiver's checkpoint, which all their proofs lead to. Where a delivery was not numbered, the
 * receipts end before it and the last line says why.
 *
 * @param expected the number that the channel expects next
 * @param problem why the batch was not taken further, or null
 */
record Answer(
        List<Line> lines,
        String checkpoint,
        long old,
        List<byte[]> consistency,
        long expected,
        @Nullable Problem problem) {

    /**
     * One receipt.
     *
     * @param statement the receipt's JCS bytes
     */
    record Line(long index, List<byte[]> proof, byte[] blinding, byte[] statement) {}

    record Problem(String code, String detail) {}

    byte[] toJsonLines() {
        var out = new ByteArrayOutputStream(lines.size() * 2048 + 1024);
        for (Line line : lines) {
            ObjectNode json = Json.object().put("index", line.index());
            json.set("proof", Batch.hashes(line.proof()));
            json.put("blinding", Base64Url.encode(line.blinding()))
                    .put("statement", new String(line.statement(), StandardCharsets.UTF_8));
            JsonLines.add(out, json);
        }
        ObjectNode last = Json.object().put("checkpoint", checkpoint).put("old", old);
        last.set("consistency", Batch.hashes(consistency));
        last.put("expected", expected);
        if (problem != null) {
            last.putObject("problem").put("code", problem.code()).put("detail", problem.detail());
        }
        JsonLines.add(out, last);
        return out.toByteArray();
    }

    static Answer parse(byte[] body) throws Refusal {
        List<byte[]> texts = JsonLines.split(body, Batch.MAX_LINES + 1);
        if (texts.isEmpty() || texts.size() > Batch.MAX_LINES + 1) {
            throw new Refusal(Code.MALFORMED_DELIVERY, "An answer ends with a checkpoint line.");
        }
        var lines = new ArrayList<Line>(texts.size());
        for (byte[] text : texts.subList(0, texts.size() - 1)) {
            Members line = members(text).only(Set.of("index", "proof", "blinding", "statement"));
            lines.add(
                    new Line(
                            line.count("index"),
                            Batch.hashes(line, "proof"),
                            Base64Url.decode(line.base64Url("blinding", 32)),
                            line.text("statement").getBytes(StandardCharsets.UTF_8)));
        }
        Members last =
                members(texts.getLast())
                        .only(Set.of("checkpoint", "old", "consistency", "expected", "problem"));
        Problem problem = null;
        if (last.has("problem")) {
            Members said = last.object("problem").only(Set.of("code", "detail"));
            problem = new Problem(said.text("code"), said.text("detail"));
        }
        return new Answer(
                lines,
                last.text("checkpoint"),
                last.count("old"),
                Batch.hashes(last, "consistency"),
                last.count("expected"),
                problem);
    }

    private static Members members(byte[] text) throws Refusal {
        return Members.of(Json.parse(text), Code.MALFORMED_DELIVERY, "A line of an answer");
    }
}
