package io.sealane.house.planted.json;

import io.sealane.house.planted.seal.Wax;

/** Uses a package that comes later. */
public record Reader(Wax seal) {}
