package io.sealane.core.ledger;

import java.util.List;

/** Where the entries of a log are read from: a store, a folder, memory. */
public interface EntrySource {
    /**
     * The entries from an index on, in order.
     *
     * @param count never more than the log has there
     */
    List<byte[]> entries(long from, int count);
}
