package io.sealane.house.planted.stray;

/** Lies in a package that has no place in the order. */
public record Stray() {}
