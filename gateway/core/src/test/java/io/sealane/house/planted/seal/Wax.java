package io.sealane.house.planted.seal;

import io.sealane.house.planted.json.Reader;

/** Uses an earlier package, as it may; with {@link Reader} it closes a cycle. */
public record Wax(Reader reader) {}
