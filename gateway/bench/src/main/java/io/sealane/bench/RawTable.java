package io.sealane.bench;

/**
 * What a table of the store gets a submission, for the plain client to write as much.
 *
 * @param rows a submission
 * @param bytes a row, on average
 */
record RawTable(String name, int rows, int bytes) {}
