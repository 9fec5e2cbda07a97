package io.sealane.command.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * What was handed in and what was acknowledged, kept outside of every node: a line each, on disk
 * before anything else is done with it.
 */
final class Recorder implements AutoCloseable {
    private final FileChannel file;

    Recorder(Path path) throws IOException {
        file =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND,
                        StandardOpenOption.DSYNC);
    }

    void attempted(String key) {
        write("attempted " + key);
    }

    void acknowledged(String key, UUID document) {
        write("acknowledged " + key + " " + document);
    }

    private synchronized void write(String line) {
        try {
            file.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
