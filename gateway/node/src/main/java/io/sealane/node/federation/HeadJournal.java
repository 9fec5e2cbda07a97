package io.sealane.node.federation;

import io.sealane.core.exchange.Journal;
import io.sealane.core.identity.Outage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The largest tree that this node has signed, in a file of its own outside the database: a database
 * that was restored to an older state is smaller than that.
 *
 * <p>The file holds one line of fixed length, written in one call before a signature leaves. It is
 * forced to disk once a second, not for each group: a power cut loses at most the last second of
 * it, in which the database, which is forced, is the larger of the two.
 */
final class HeadJournal implements Journal, Closeable {
    private static final Pattern LINE = Pattern.compile("([0-9]{20}) (\\S+) *\n");
    private static final int BYTES = 512;

    private final FileChannel file;
    private final String origin;
    private final boolean isNew;
    private volatile long highest;
    private long forced;

    private HeadJournal(FileChannel file, String origin) throws IOException {
        this.file = file;
        this.origin = origin;
        this.isNew = file.size() == 0;
        this.highest = isNew ? 0 : read();
        this.forced = highest;
    }

    /**
     * Opens the journal of a log, made where there is none.
     *
     * @throws IOException if it cannot be read, or is another log's
     */
    static HeadJournal open(Path path, String origin) throws IOException {
        FileChannel file =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        try {
            return new HeadJournal(file, origin);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private long read() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        while (bytes.hasRemaining() && file.read(bytes, bytes.position()) > 0) {
            // Until the line is whole.
        }
        String line = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches() || !matcher.group(2).equals(origin)) {
            throw new IOException("it is damaged, or the journal of another log");
        }
        return Long.parseLong(matcher.group(1));
    }

    /** Whether nothing had been signed here before this process. */
    boolean isNew() {
        return isNew;
    }

    long highest() {
        return highest;
    }

    @Override
    public void signing(String itsOrigin, long size) {
        if (!itsOrigin.equals(origin)) {
            throw new IllegalStateException("a tree of another log is signed");
        }
        if (size > highest) {
            write(size);
        }
    }

    private synchronized void write(long size) {
        if (size <= highest) {
            return;
        }
        String line = "%020d %s".formatted(size, origin);
        byte[] bytes =
                (line + " ".repeat(BYTES - 1 - line.length()) + "\n")
                        .getBytes(StandardCharsets.US_ASCII);
        try {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                file.write(buffer, buffer.position());
            }
        } catch (IOException e) {
            // No signature without a trace of it: what was committed is signed when it can be.
            throw new Outage("the journal of the log's head cannot be written", 5, e);
        }
        highest = size;
    }

    /** Makes what was written so far survive a power cut. */
    synchronized void force() throws IOException {
        if (forced != highest) {
            file.force(false);
            forced = highest;
        }
    }

    @Override
    public void close() throws IOException {
        force();
        file.close();
    }
}
