package io.sealane.audit;

import io.sealane.core.ledger.EntryBundle;
import io.sealane.core.ledger.Growth;
import io.sealane.core.ledger.Leaf;
import io.sealane.core.ledger.Merkle;
import io.sealane.core.ledger.RightEdge;
import io.sealane.core.ledger.Tile;
import io.sealane.core.ledger.Tiles;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Grows the tree again from the entries of a directory, bundle by bundle, and holds every tile and
 * every saved checkpoint against it. Beside it grows the tree that the tiles of level 0 tell of:
 * where the two part, the signed roots say which of them was changed.
 */
final class Replay {
    private static final int MAX_BUNDLE_BYTES = Tile.WIDTH * (2 + 0xFFFF);
    private static final int TILE_BYTES = Tile.WIDTH * Merkle.HASH_BYTES;

    private final LogFolder folder;
    private final Heads heads;
    private final LogAudit.Expectation expectation;
    private final Findings entryFaults = new Findings("entries");
    private final Findings tileFaults = new Findings("tiles");
    private final Findings prefixFaults = new Findings("prefixes");

    private RightEdge fromEntries = RightEdge.empty();
    private RightEdge fromTiles = RightEdge.empty();
    private boolean parted;

    /** Of the levels from 1 up: the hashes as the entries give them. */
    private final List<List<byte[]>> levels = new ArrayList<>();

    private long lastGood;

    Replay(LogFolder folder, Heads heads, LogAudit.Expectation expectation) {
        this.folder = folder;
        this.heads = heads;
        this.expectation = expectation;
    }

    List<Verdict> run() throws IOException {
        checkRoots();
        long size = heads.size();
        while (fromEntries.size() < size) {
            long index = fromEntries.size() / Tile.WIDTH;
            int width = (int) Math.min(Tile.WIDTH, size - index * Tile.WIDTH);
            if (!replay(index, width)) {
                break;
            }
        }
        for (Tile tile : folder.tiles()) {
            if (tile.level() > 0 && Tiles.has(tile, fromEntries.size())) {
                compare(tile, expected(tile));
            }
        }
        heads.bySize()
                .tailMap(fromEntries.size(), false)
                .values()
                .forEach(saved -> prefixFaults.add(saved.getFirst().file() + ": not reached"));
        long leaves = fromEntries.size();
        return List.of(
                entryFaults.verdict(leaves + " entries, every one whole"),
                tileFaults.verdict("every tile is what the entries hash to"),
                prefixFaults.verdict(
                        "every checkpoint is a prefix of the next: "
                                + heads.bySize().size()
                                + " sizes up to "
                                + leaves));
    }

    /** Replays one bundle; false if neither it nor its tile tells all of its leaves. */
    private boolean replay(long index, int width) throws IOException {
        List<byte[]> entries = entries(index, width);
        List<byte[]> hashes = new ArrayList<>(entries.stream().map(Merkle::leafHash).toList());
        List<byte[]> tile = List.of();
        for (Tile candidate : folder.tiles(0, index)) {
            if (candidate.width() <= width) {
                List<byte[]> read = compare(candidate, hashes);
                if (read.size() == width) {
                    tile = read;
                }
            }
        }
        if (hashes.size() < width && tile.isEmpty()) {
            return false;
        }
        // Entries that cannot be read are replaced by the tile's hashes, so that the faults after
        // them are still found. That they could not be read is a finding already.
        for (int i = hashes.size(); i < width; i++) {
            hashes.add(tile.get(i));
        }
        grow(hashes, tile.isEmpty() ? hashes : tile);
        return true;
    }

    /** The entries of a bundle, as many as can be read; every copy of it is checked. */
    private List<byte[]> entries(long index, int width) throws IOException {
        List<byte[]> entries = List.of();
        List<List<byte[]>> copies = new ArrayList<>();
        for (Tile bundle : folder.tiles(Tile.ENTRIES, index)) {
            if (bundle.width() > width) {
                continue;
            }
            byte[] bytes = folder.read(bundle, MAX_BUNDLE_BYTES);
            List<byte[]> read = EntryBundle.salvage(bytes, bundle.width());
            if (read.size() < bundle.width()) {
                entryFaults.add(bundle + " is cut short inside leaf " + bundle.leafAt(read.size()));
            } else if (EntryBundle.encode(read).length != bytes.length) {
                entryFaults.add(bundle + " goes on after leaf " + bundle.leafAt(read.size() - 1));
            }
            copies.add(read);
            entries = read.size() >= entries.size() ? read : entries;
        }
        for (List<byte[]> copy : copies) {
            int bad = firstDifference(copy, entries);
            if (bad < Math.min(copy.size(), entries.size())) {
                entryFaults.add(
                        "the bundles of entries/"
                                + index
                                + " differ first at leaf "
                                + (index * Tile.WIDTH + bad));
            }
        }
        checkForm(index, entries);
        return entries;
    }

    private void checkForm(long index, List<byte[]> entries) {
        if (!expectation.leafEntries()) {
            return;
        }
        for (int i = 0; i < entries.size(); i++) {
            byte[] entry = entries.get(i);
            if (entry.length != Leaf.ENTRY_BYTES || entry[0] != Leaf.VERSION) {
                entryFaults.add(
                        "leaf " + (index * Tile.WIDTH + i) + " is not 33 bytes that begin with 1");
            }
        }
    }

    /** Holds a tile against the hashes it should have, and returns those it has if it is whole. */
    private List<byte[]> compare(Tile tile, List<byte[]> expected) throws IOException {
        byte[] bytes = folder.read(tile, TILE_BYTES);
        List<byte[]> hashes = new ArrayList<>();
        for (int at = 0; at + Merkle.HASH_BYTES <= bytes.length; at += Merkle.HASH_BYTES) {
            hashes.add(Arrays.copyOfRange(bytes, at, at + Merkle.HASH_BYTES));
        }
        int length = tile.width() * Merkle.HASH_BYTES;
        if (bytes.length < length) {
            tileFaults.add(tile + " is cut short at leaf " + tile.leafAt(hashes.size()));
        } else if (bytes.length > length) {
            tileFaults.add(tile + " is longer than " + tile.width() + " hashes");
        }
        int bad = firstDifference(hashes, expected);
        if (bad < Math.min(Math.min(hashes.size(), expected.size()), tile.width())) {
            tileFaults.add(
                    tile + " is not what the entries hash to, first at leaf " + tile.leafAt(bad));
        }
        return bytes.length == length ? hashes : List.of();
    }

    private List<byte[]> expected(Tile tile) {
        List<byte[]> level = levels.get(tile.level() - 1);
        int first = Math.toIntExact(tile.index() * Tile.WIDTH);
        return level.subList(first, Math.min(level.size(), first + Tile.WIDTH));
    }

    /** Grows both trees, stopping at every size of which a checkpoint was saved. */
    private void grow(List<byte[]> entryHashes, List<byte[]> tileHashes) {
        int from = 0;
        while (from < entryHashes.size()) {
            Long next = heads.bySize().higherKey(fromEntries.size());
            long room = next == null ? Long.MAX_VALUE : next - fromEntries.size();
            int to = (int) Math.min(entryHashes.size(), from + Math.min(room, Tile.WIDTH));
            Growth growth = fromEntries.grow(entryHashes.subList(from, to));
            for (Growth.Completed hash : growth.completed()) {
                while (levels.size() < hash.level()) {
                    levels.add(new ArrayList<>());
                }
                levels.get(hash.level() - 1).add(hash.hash());
            }
            parted |= firstDifference(entryHashes, tileHashes) < to;
            fromTiles = parted ? fromTiles.append(tileHashes.subList(from, to)) : growth.after();
            fromEntries = growth.after();
            checkRoots();
            from = to;
        }
    }

    private void checkRoots() {
        long size = fromEntries.size();
        boolean good = true;
        for (Heads.Saved saved : heads.bySize().getOrDefault(size, List.of())) {
            byte[] root = saved.checkpoint().root();
            if (Arrays.equals(root, fromEntries.root())) {
                continue;
            }
            good = false;
            prefixFaults.add(
                    Arrays.equals(root, fromTiles.root())
                            ? saved.file() + " holds for the tiles and not for the entries"
                            : saved.file()
                                    + " is of another tree: a leaf from "
                                    + lastGood
                                    + " to "
                                    + (size - 1)
                                    + " differs from what was signed");
        }
        if (good && heads.bySize().containsKey(size)) {
            lastGood = size;
        }
    }

    /** The first position at which two lists differ, or the length of the shorter. */
    private static int firstDifference(List<byte[]> one, List<byte[]> two) {
        int both = Math.min(one.size(), two.size());
        for (int i = 0; i < both; i++) {
            if (!Arrays.equals(one.get(i), two.get(i))) {
                return i;
            }
        }
        return both;
    }
}
