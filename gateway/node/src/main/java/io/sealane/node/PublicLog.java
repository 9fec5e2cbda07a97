package io.sealane.node;

import io.sealane.core.ledger.EntrySource;
import io.sealane.core.ledger.TileSource;
import io.sealane.node.http.LogRoutes;
import io.sealane.node.store.PostgresStore;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The log of the store, as it is served. */
final class PublicLog implements LogRoutes.Source {
    private final PostgresStore store;
    private final int log;

    PublicLog(PostgresStore store, int log) {
        this.store = store;
        this.log = log;
    }

    @Override
    public long size() {
        return store.head(log).size();
    }

    @Override
    public TileSource tiles() {
        return store.tiles(log);
    }

    @Override
    public EntrySource entries() {
        return store.tree();
    }

    @Override
    public @Nullable String published() {
        return store.published(log);
    }

    @Override
    public @Nullable String publishedAt(long size) {
        return store.checkpoints().at(size);
    }

    @Override
    public List<Long> publishedSizes(long after, int limit) {
        return store.checkpoints().sizes(after, limit);
    }
}
