package io.sealane.command.demo;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.audit.LogDirectory;
import io.sealane.client.Client;
import io.sealane.client.Problem;
import io.sealane.core.identity.Outage;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;
import io.sealane.core.ledger.Checkpoint;
import io.sealane.core.ledger.EntryBundle;
import io.sealane.core.ledger.Note;
import io.sealane.core.ledger.Tile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Copies a node's log, as the node serves it, into a folder that any tlog tool can read. */
public final class LogMirror {
    private static final int HASH_BYTES = 32;
    private static final int NOT_FOUND = 404;

    private final Client client;

    public LogMirror(Client client) {
        this.client = client;
    }

    /** The size of the newest published tree. */
    public long size() throws Refusal {
        Note newest = Note.parse(client.log("1/checkpoint"));
        return Checkpoint.parse(newest.text()).size();
    }

    /**
     * Writes every published checkpoint and every tile that they need.
     *
     * @return how many checkpoints
     */
    public int write(Path folder) throws IOException, Refusal {
        var checkpoints = new ArrayList<Note>();
        for (long size : sizes()) {
            checkpoints.add(Note.parse(client.log("1/checkpoint." + size)));
        }
        LogDirectory.write(folder, this::hashes, this::entries, checkpoints);
        return checkpoints.size();
    }

    /** The sizes at which checkpoints were published, rising. */
    private List<Long> sizes() throws Refusal {
        var sizes = new ArrayList<Long>();
        boolean more = true;
        while (more) {
            String after = sizes.isEmpty() ? "" : "?after=" + sizes.getLast();
            JsonNode page = Json.parse(client.log("1/checkpoints" + after));
            page.path("sizes").forEach(size -> sizes.add(size.asLong()));
            more = page.path("more").asBoolean() && !page.path("sizes").isEmpty();
        }
        return sizes;
    }

    /** The size of the newest tree of a mirror. */
    public static long newestSize(Path folder) throws IOException, Refusal {
        Note newest = Note.parse(Files.readAllBytes(folder.resolve("checkpoint")));
        return Checkpoint.parse(newest.text()).size();
    }

    private byte[] hashes(int level, long tile, int width) {
        return Arrays.copyOf(file(new Tile(level, tile, width)), width * HASH_BYTES);
    }

    private List<byte[]> entries(long from, int count) {
        var bundle = new Tile(Tile.ENTRIES, from / Tile.WIDTH, count);
        try {
            return EntryBundle.decode(file(bundle), count);
        } catch (Refusal e) {
            throw new Outage("the node serves a broken " + bundle + ": " + e.detail(), 1, e);
        }
    }

    /** A tile, or the full one that has taken a partial one's place. */
    // SPEC: C2SP tlog-tiles, Partial Tiles: they may go when the full tile is there.
    private byte[] file(Tile tile) {
        try {
            return client.log("1/" + tile.path());
        } catch (Problem e) {
            if (e.status() != NOT_FOUND || !tile.isPartial()) {
                throw e;
            }
            return client.log("1/" + tile.full().path());
        }
    }
}
