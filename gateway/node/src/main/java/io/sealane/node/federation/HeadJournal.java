package io.sealane.node.federation;

import io.sealane.core.exchange.Journal;
import io.sealane.core.identity.Outage;
import io.sealane.core.json.Base64Url;
import io.sealane.core.ledger.Merkle;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
public final class HeadJournal implements Journal, Closeable {
    private static final Pattern LINE =
            Pattern.compile("([0-9]{20}) ([A-Za-z0-9_-]{43}) (\\S+) *\n");
    private static final int BYTES = 512;

    // Not a FileChannel: an interrupt would close it under all others.
    private final RandomAccessFile file;
    private final String origin;
    private final boolean isNew;
    private volatile Head highest;
    private Head forced;

    private HeadJournal(RandomAccessFile file, String origin) throws IOException {
        this.file = file;
        this.origin = origin;
        this.isNew = file.length() == 0;
        this.highest = isNew ? new Head(0, Base64Url.encode(Merkle.emptyRoot())) : read();
        this.forced = highest;
    }

    /**
     * A tree that was signed.
     *
     * @param root base64url
     */
    record Head(long size, String root) {}

    /**
     * Opens the journal of a log, made where there is none.
     *
     * @throws IOException if it cannot be read, or is another log's
     */
    public static HeadJournal open(Path path, String origin) throws IOException {
        var file = new RandomAccessFile(path.toFile(), "rw");
        try {
            return new HeadJournal(file, origin);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private Head read() throws IOException {
        byte[] bytes = new byte[BYTES];
        file.seek(0);
        int length = Math.max(file.read(bytes), 0);
        String line = new String(bytes, 0, length, StandardCharsets.US_ASCII);
        Matcher matcher = LINE.matcher(line);
        if (length != BYTES || !matcher.matches() || !matcher.group(3).equals(origin)) {
            throw new IOException("the journal of the log's head is damaged, or another log's");
        }
        return new Head(Long.parseLong(matcher.group(1)), matcher.group(2));
    }

    /** Whether nothing had been signed here before this process. */
    boolean isNew() {
        return isNew;
    }

    Head highest() {
        return highest;
    }

    @Override
    public void signing(String itsOrigin, long size, byte[] root) {
        if (!itsOrigin.equals(origin)) {
            throw new IllegalStateException("a tree of another log is signed");
        }
        var head = new Head(size, Base64Url.encode(root));
        Head known = highest;
        if (size == known.size() && !head.equals(known)) {
            throw new IllegalStateException("two trees of one size: this log would fork");
        }
        if (size > known.size()) {
            write(head);
        }
    }

    private synchronized void write(Head head) {
        if (head.size() <= highest.size()) {
            return;
        }
        String line = "%020d %s %s".formatted(head.size(), head.root(), origin);
        String padded = line + " ".repeat(BYTES - 1 - line.length()) + "\n";
        try {
            file.seek(0);
            file.write(padded.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // No signature without a trace of it: what was committed is signed when it can be.
            throw new Outage("the journal of the log's head cannot be written", 5, e);
        }
        highest = head;
    }

    /** Makes what was written so far survive a power cut. */
    synchronized void force() throws IOException {
        Head written = highest;
        if (!forced.equals(written)) {
            file.getFD().sync();
            forced = written;
        }
    }

    @Override
    public void close() throws IOException {
        force();
        file.close();
    }
}
