package io.sealane.core.disclosure;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.List;

/**
 * A disclosure whose digest was found where it belongs.
 *
 * @param index its place among the disclosures shown
 * @param parent the index of the disclosure it is nested in, or -1
 * @param path names from the top of the payload (of {@code doc} in {@link Disclosed}); an array
 *     position is {@code *}
 * @param value as signed, with {@code _sd} and {@code ...} digests still in it; not to be changed
 * @param digest what stands for it in {@code _sd} or {@code ...}
 */
public record Opened(int index, int parent, List<String> path, JsonNode value, String digest) {
    public Opened {
        path = List.copyOf(path);
    }
}
