package io.sealane.house.planted.bare;

/** Lies in a package without {@code @NullMarked}. */
public record Bare() {}
