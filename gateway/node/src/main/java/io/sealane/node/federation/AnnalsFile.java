package io.sealane.node.federation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.exchange.Annals;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Outage;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Digest;
import io.sealane.core.json.Json;
import io.sealane.core.json.Members;
import io.sealane.node.disk.DurableFile;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The annals in a file of the data folder that only grows: a line an entry, of the hash of its JSON
 * and the JSON; forced to disk before it counts. The first line names the node.
 */
public final class AnnalsFile implements Annals, Closeable {
    private static final String TYPE = "sealane-annals/1";

    // Not a FileChannel: an interrupt would close it under all others.
    private final RandomAccessFile file;
    private final Memory memory = new Memory();
    private long length;

    private AnnalsFile(RandomAccessFile file) {
        this.file = file;
    }

    /**
     * Opens the annals of a node, made where there are none.
     *
     * @throws IOException if they cannot be read, are damaged, another node's, or in use
     */
    public static AnnalsFile open(Path path, String node) throws IOException {
        ObjectNode first = Json.object().put("type", TYPE).put("node", node);
        if (!Files.exists(path)) {
            DurableFile.writePrivate(path, line(first));
        }
        var file = new RandomAccessFile(path.toFile(), "rw");
        try {
            lock(file);
            var annals = new AnnalsFile(file);
            annals.read(first);
            return annals;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /** Two who append to one file would write over each other. */
    private static void lock(RandomAccessFile file) throws IOException {
        try {
            if (file.getChannel().tryLock() != null) {
                return; // Until the file is closed, or the process ends.
            }
        } catch (OverlappingFileLockException thisProcess) {
            // Told below.
        }
        throw new IOException("another process uses this data folder: each has one of its own");
    }

    private void read(ObjectNode first) throws IOException {
        byte[] bytes = new byte[Math.toIntExact(file.length())];
        file.readFully(bytes);
        String text = new String(bytes, StandardCharsets.UTF_8);
        // A power cut while a line was written: nothing had been done yet on its word.
        int end = text.lastIndexOf('\n') + 1;
        List<String> lines = text.substring(0, end).lines().toList();
        length = text.substring(0, end).getBytes(StandardCharsets.UTF_8).length;
        if (lines.isEmpty() || !lines.getFirst().equals(text(first))) {
            throw new IOException("the annals are damaged, or another node's");
        }
        try {
            for (String line : lines.subList(1, lines.size())) {
                entry(line);
            }
        } catch (Refusal | RuntimeException damaged) {
            throw new IOException("the annals are damaged", damaged);
        }
    }

    private void entry(String line) throws Refusal {
        JsonNode json = Json.parse(line.substring(line.indexOf(' ') + 1));
        if (!line.equals(text(json))) {
            throw new Refusal(Code.NOT_CANONICAL, "A line is not as it was written.");
        }
        Members members = Members.of(json, Code.NOT_CANONICAL, "A line");
        if (members.has("agreement")) {
            memory.add(
                    new Ended(
                            members.text("agreement"),
                            json.path("by").asText(),
                            json.path("notice").asText()));
        } else if (members.has("revocation")) {
            memory.add(new Revoked(members.text("revocation")));
        } else {
            memory.add(
                    new Listed(
                            members.count("number"),
                            members.text("subject"),
                            members.text("change"),
                            members.text("list")));
        }
    }

    @Override
    public synchronized void add(Ended ended) {
        if (memory.ended(ended.agreement()) == null) {
            write(
                    Json.object()
                            .put("agreement", ended.agreement())
                            .put("by", ended.by())
                            .put("notice", ended.notice()));
            memory.add(ended);
        }
    }

    @Override
    public synchronized void add(Listed listed) {
        if (lists().stream().noneMatch(one -> one.number() == listed.number())) {
            write(
                    Json.object()
                            .put("number", listed.number())
                            .put("subject", listed.subject())
                            .put("change", listed.change())
                            .put("list", listed.list()));
            memory.add(listed);
        }
    }

    @Override
    public synchronized void add(Revoked revoked) {
        if (!revocations().contains(revoked)) {
            write(Json.object().put("revocation", revoked.revocation()));
            memory.add(revoked);
        }
    }

    private void write(ObjectNode json) {
        long written = length;
        try {
            file.setLength(written); // What an earlier try left of a line.
            file.seek(written);
            byte[] line = line(json);
            file.write(line);
            file.getFD().sync();
            length = written + line.length;
        } catch (IOException e) {
            // Nothing is decided for good that could be forgotten.
            throw new Outage("the annals cannot be written", 5, e);
        }
    }

    private static byte[] line(JsonNode json) {
        return (text(json) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String text(JsonNode json) {
        String canonical = Json.canonicalText(json);
        return Digest.base64Url(canonical) + " " + canonical;
    }

    @Override
    public @Nullable Ended ended(String agreement) {
        return memory.ended(agreement);
    }

    @Override
    public List<Ended> ends() {
        return memory.ends();
    }

    @Override
    public List<Listed> lists() {
        return memory.lists();
    }

    @Override
    public List<Revoked> revocations() {
        return memory.revocations();
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
