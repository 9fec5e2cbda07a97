package io.sealane.node.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;
import io.sealane.core.ledger.EntryBundle;
import io.sealane.core.ledger.EntrySource;
import io.sealane.core.ledger.Tile;
import io.sealane.core.ledger.TileSource;
import io.sealane.core.ledger.Tiles;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/** The log as C2SP tlog-tiles, for partners, parties and auditors. */
public final class LogRoutes {
    // SPEC: C2SP tlog-tiles: tiles never change once they are complete.
    private static final String FOR_EVER = "private, max-age=31536000, immutable";
    private static final int MOST_SIZES = 1_000;

    private final int log;
    private final Source source;
    private final Access access;

    /** What is served: the log of a store. */
    public interface Source {
        /** Size of the tree as it is now. */
        long size();

        TileSource tiles();

        EntrySource entries();

        /** The newest published checkpoint; null before the first. */
        @Nullable String published();

        /** The checkpoint published at that size; null if none was. */
        @Nullable String publishedAt(long size);

        /** Sizes above {@code after} at which a checkpoint was published, rising. */
        List<Long> publishedSizes(long after, int limit);
    }

    public LogRoutes(int log, Source source, Access access) {
        this.log = log;
        this.source = source;
        this.access = access;
    }

    public List<Route> all() {
        String prefix = "/log/" + log + "/";
        return List.of(
                Route.get(prefix + "checkpoint", access, Set.of(), this::checkpoint),
                Route.get(prefix + "checkpoint.{size}", access, Set.of(), this::checkpointOf),
                Route.get(prefix + "checkpoints", access, Set.of("after"), this::checkpoints),
                Route.get(prefix + "tile/{+tile}", access, Set.of(), this::tile));
    }

    private Answer checkpoint(Ask ask) throws Refusal {
        return note(source.published());
    }

    private Answer checkpointOf(Ask ask) throws Refusal {
        String size = ask.place("size");
        if (!size.matches("0|[1-9][0-9]{0,17}")) {
            throw nothing();
        }
        return note(source.publishedAt(Long.parseLong(size))).with("Cache-Control", FOR_EVER);
    }

    private static Answer note(@Nullable String note) throws Refusal {
        if (note == null) {
            throw nothing();
        }
        return Answer.text(note);
    }

    private Answer checkpoints(Ask ask) throws Refusal {
        String after = ask.parameter("after");
        if (after != null && !after.matches("[0-9]{1,18}")) {
            throw new Refusal(Code.INVALID_REQUEST, "The parameter after is a size.");
        }
        List<Long> sizes =
                source.publishedSizes(after == null ? -1 : Long.parseLong(after), MOST_SIZES);
        ObjectNode json = Json.object();
        ArrayNode list = json.putArray("sizes");
        sizes.forEach(list::add);
        return Answer.json(200, json.put("more", sizes.size() == MOST_SIZES));
    }

    private Answer tile(Ask ask) throws Refusal {
        Tile tile = Tile.parse("tile/" + ask.place("tile"));
        if (!Tiles.has(tile, source.size())) {
            throw nothing();
        }
        byte[] bytes =
                tile.level() == Tile.ENTRIES
                        ? EntryBundle.encode(
                                source.entries().entries(tile.index() * Tile.WIDTH, tile.width()))
                        : source.tiles().hashes(tile.level(), tile.index(), tile.width());
        return Answer.of(200, Answer.BYTES, bytes).with("Cache-Control", FOR_EVER);
    }

    private static Refusal nothing() {
        return new Refusal(Code.NOT_FOUND, "The log has no such file.");
    }
}
