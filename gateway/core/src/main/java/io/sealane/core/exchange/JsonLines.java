package io.sealane.core.exchange;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.json.Json;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** JSON values, one a line, each line ended by one line feed. */
final class JsonLines {
    private JsonLines() {}

    static void add(ByteArrayOutputStream out, JsonNode json) {
        out.writeBytes(Json.utf8(json));
        out.write('\n');
    }

    /**
     * The lines, without their ends; the last one need not have one.
     *
     * @param most that are read: whoever gets one more knows that there are too many. A body of
     *     line feeds would otherwise become as many objects, each larger than a line
     */
    static List<byte[]> split(byte[] body, int most) {
        var lines = new ArrayList<byte[]>();
        int start = 0;
        for (int i = 0; i < body.length && lines.size() <= most; i++) {
            if (body[i] == '\n') {
                lines.add(Arrays.copyOfRange(body, start, i));
                start = i + 1;
            }
        }
        if (start < body.length && lines.size() <= most) {
            lines.add(Arrays.copyOfRange(body, start, body.length));
        }
        return lines;
    }
}
