package io.sealane.command.conformance;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file below the folder, read when somebody first asks what is in it. */
final class VectorFile {
    /** A larger one is read by nobody but who reads line by line. */
    static final int MAX_BYTES = 64 * 1024 * 1024;

    // Not our own reader: vectors hold what it refuses, such as sizes beyond 2^53.
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private final Path path;
    private final String name;
    private final long size;
    private byte @Nullable [] bytes;
    private @Nullable JsonNode json;
    private @Nullable String jsonFault;

    VectorFile(Path folder, Path path) throws IOException {
        this.path = path;
        this.name = folder.relativize(path).toString().replace('\\', '/');
        this.size = Files.size(path);
    }

    Path path() {
        return path;
    }

    /** The path below the folder, with slashes. */
    String name() {
        return name;
    }

    /** The last part of the path. */
    String fileName() {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /** The path of its folder, with a slash at the end; empty for the folder that was given. */
    String folder() {
        return name.substring(0, name.lastIndexOf('/') + 1);
    }

    long size() {
        return size;
    }

    boolean isTooLarge() {
        return size > MAX_BYTES;
    }

    byte[] bytes() throws IOException {
        if (bytes == null) {
            if (isTooLarge()) {
                throw new IOException(name + " is too large to be read at once.");
            }
            bytes = Files.readAllBytes(path);
        }
        return bytes;
    }

    /** The text, or null if it is not UTF-8. */
    @Nullable String text() throws IOException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes())).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** The JSON object or array in it; null if there is none. */
    @Nullable JsonNode json() throws IOException {
        if (json == null && jsonFault == null) {
            try {
                JsonNode read = looksLikeJson() ? JSON.readTree(bytes()) : null;
                json = read;
                jsonFault = read == null ? "" : null;
            } catch (JsonProcessingException e) {
                JsonLocation at = e.getLocation();
                jsonFault =
                        at == null
                                ? "nested too deep"
                                : "not well-formed at byte " + at.getByteOffset();
            }
        }
        return json;
    }

    /** Why what begins like JSON is none; empty if it does not begin so. */
    String jsonFault() throws IOException {
        return json() == null && jsonFault != null ? jsonFault : "";
    }

    private boolean looksLikeJson() throws IOException {
        for (byte b : bytes()) {
            if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
                return b == '{' || b == '[';
            }
        }
        return false;
    }

    /** Lets go of the bytes once the file is done with. */
    void forget() {
        bytes = null;
        json = null;
        jsonFault = null;
    }
}
