package io.sealane.node.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.document.PseudonymKey;
import io.sealane.core.identity.Outage;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Json;
import io.sealane.node.disk.DurableFile;
import io.sealane.node.store.DataKey.Slot;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

import javax.crypto.SecretKey;

/**
 * The keys of the encrypted columns: one for each purpose and month, wrapped (AES key wrap, RFC
 * 3394) by the node's storage key, in a file of the data folder that no backup of the database
 * holds. A key is on disk before it encrypts anything; a key that is forgotten takes with it what
 * it covered, in every backup.
 *
 * <p>The processes of a node share the file.
 */
public final class DataKeys {
    private static final String PERMANENT = "permanent";

    /** Leaves 53 bits: every reader of JSON keeps such a number as it is. */
    private static final int ID_SHIFT = 11;

    private static final Comparator<DataKey> BY_MONTH =
            Comparator.comparing((DataKey key) -> key.slot().month())
                    .thenComparing(key -> key.slot().purpose());

    /** A file's lock is the process's: within it, threads need one of their own. */
    private static final ReentrantLock THREADS = new ReentrantLock();

    private final Path file;
    private final SecureRandom random;
    private final Map<Long, DataKey> keys = new ConcurrentHashMap<>();
    private final Map<Slot, DataKey> current = new ConcurrentHashMap<>();

    /** What was let go of, so that a restored row is known for what it is. */
    private final Set<Long> forgotten = ConcurrentHashMap.newKeySet();

    private volatile Wrapping wrapping;

    private DataKeys(Path file, Wrapping wrapping, SecureRandom random) {
        this.file = file;
        this.wrapping = wrapping;
        this.random = random;
    }

    /**
     * Reads the keys there are.
     *
     * @param file in a private folder of the data folder
     * @param storageKeys AES-256, never in the data folder in the clear; the first is the current
     *     one
     * @throws IllegalStateException if none of the storage keys is the one that wrapped them
     */
    public static DataKeys open(Path file, List<SecretKey> storageKeys, SecureRandom random)
            throws IOException {
        DurableFile.createPrivateFolder(Objects.requireNonNull(file.toAbsolutePath().getParent()));
        DataKeys keys = new DataKeys(file, new Wrapping(storageKeys), random);
        keys.read();
        keys.wrap(storageKeys);
        return keys;
    }

    /**
     * Goes by these storage keys from now on: what the first did not wrap is wrapped anew. The
     * columns stay as they are.
     *
     * @return whether anything was wrapped anew
     */
    public boolean wrap(List<SecretKey> storageKeys) {
        var wrapped = new AtomicBoolean();
        locked(() -> {
            wrapping = new Wrapping(storageKeys);
            read();
            List<DataKey> all = new ArrayList<>();
            for (DataKey key : keys.values()) {
                boolean current = wrapping.isCurrent(key.wrapped());
                all.add(current ? key : key.wrapped(wrapping.wrap(key.secret())));
                wrapped.compareAndSet(false, !current);
            }
            if (wrapped.get()) {
                all.sort(BY_MONTH);
                // Crash before: the old storage key opens them. After: the new one does.
                write(all);
                all.forEach(this::add);
            }
        });
        return wrapped.get();
    }

    /** The key with which to encrypt now, made if the month has none yet. */
    DataKey current(String purpose, Instant now) {
        return key(new Slot(purpose, YearMonth.from(now.atOffset(ZoneOffset.UTC)).toString()));
    }

    /** A secret of 32 bytes that stays the same: for blind indexes, not for columns. */
    byte[] permanent(String purpose) {
        return key(new Slot(purpose, PERMANENT)).secret();
    }

    /** What the names follow from by which partners know shipments (unlinkable grants). */
    public PseudonymKey pseudonyms() {
        return new PseudonymKey(permanent("pseudonyms"));
    }

    /**
     * The key with which something was encrypted.
     *
     * @throws IllegalStateException if it was forgotten, or the file of another node is here
     */
    DataKey byId(long id) {
        DataKey key = keys.get(id);
        if (key == null) {
            // Another process of the node may have made it.
            locked(this::read);
            key = keys.get(id);
        }
        if (key == null) {
            throw new IllegalStateException("The data key " + id + " is not in " + file + ".");
        }
        return key;
    }

    /**
     * The keys of a purpose, by month.
     *
     * @param before only those whose month was over, for a day at least, at that time
     */
    List<Long> ids(String purpose, Instant before) {
        return keys.values().stream()
                .filter(key -> key.slot().purpose().equals(purpose))
                .filter(key -> before.equals(Instant.MAX) || isOver(key.slot(), before))
                .sorted(BY_MONTH)
                .map(DataKey::id)
                .toList();
    }

    private static boolean isOver(Slot slot, Instant time) {
        YearMonth next = YearMonth.parse(slot.month()).plusMonths(1);
        return next.atDay(2).atStartOfDay(ZoneOffset.UTC).toInstant().isBefore(time);
    }

    /** Lets go of a key for good, in this process, in the file and in the others that read it. */
    void forget(long id) {
        locked(() -> {
            read();
            List<DataKey> rest = new ArrayList<>(keys.values());
            rest.removeIf(key -> key.id() == id);
            rest.sort(BY_MONTH);
            forgotten.add(id);
            // Crash before: it is there, and is let go of again. After: it is gone.
            write(rest);
            read();
        });
    }

    /** Whether a key was let go of, rather than lost. */
    boolean isForgotten(long id) {
        return forgotten.contains(id);
    }

    private DataKey key(Slot slot) {
        DataKey key = current.get(slot);
        if (key == null) {
            locked(() -> readOrMake(slot));
            key = Objects.requireNonNull(current.get(slot));
        }
        return key;
    }

    private void readOrMake(Slot slot) throws IOException {
        read();
        if (current.containsKey(slot)) {
            return;
        }
        byte[] secret = new byte[Xaes256Gcm.KEY_BYTES];
        random.nextBytes(secret);
        DataKey made =
                new DataKey(random.nextLong() >>> ID_SHIFT, slot, secret, wrapping.wrap(secret));
        List<DataKey> all = new ArrayList<>(keys.values());
        all.add(made);
        all.sort(BY_MONTH);
        write(all);
        // A crash before: nobody has used the key. After: whoever needs it finds it.
        add(made);
    }

    private void add(DataKey key) {
        keys.put(key.id(), key);
        current.put(key.slot(), key);
    }

    private void read() throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        try {
            Set<Long> there = new HashSet<>();
            JsonNode whole = Json.parse(Files.readAllBytes(file));
            whole.path("forgotten").forEach(id -> forgotten.add(id.longValue()));
            for (JsonNode one : whole.path("keys")) {
                long id = one.path("id").longValue();
                there.add(id);
                byte[] wrapped = Base64Url.decode(one.path("wrapped").asText());
                DataKey known = keys.get(id);
                if (known == null) {
                    Slot slot = new Slot(one.path("purpose").asText(), one.path("month").asText());
                    add(new DataKey(id, slot, unwrap(wrapped), wrapped));
                } else if (!Arrays.equals(known.wrapped(), wrapped)) {
                    // Another process has wrapped it anew: what it wrote is written again.
                    add(known.wrapped(wrapped));
                }
            }
            // What another process let go of is not kept here, and never written again.
            keys.keySet().retainAll(there);
            current.values().removeIf(key -> !there.contains(key.id()));
        } catch (Refusal e) {
            throw new IllegalStateException("The file of data keys is damaged: " + file, e);
        }
    }

    private void write(List<DataKey> all) throws IOException {
        ObjectNode json = Json.object();
        ArrayNode listed = json.putArray("keys");
        for (DataKey key : all) {
            listed.addObject()
                    .put("id", key.id())
                    .put("purpose", key.slot().purpose())
                    .put("month", key.slot().month())
                    .put("wrapped", Base64Url.encode(key.wrapped()));
        }
        ArrayNode gone = json.putArray("forgotten");
        forgotten.stream().sorted().forEach(gone::add);
        DurableFile.writePrivate(file, Json.text(json).getBytes(StandardCharsets.UTF_8));
    }

    private byte[] unwrap(byte[] wrapped) {
        byte[] secret = wrapping.unwrap(wrapped);
        if (secret == null) {
            throw new IllegalStateException(
                    "The node's storage key does not open " + file + ": another key is needed.");
        }
        return secret;
    }

    private interface Work {
        void run() throws IOException;
    }

    /** Only one process of the node, and one thread of it, reads and writes at a time. */
    private void locked(Work work) {
        Path lock = file.resolveSibling(file.getFileName() + ".lock");
        THREADS.lock();
        try (FileChannel channel =
                        FileChannel.open(
                                lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = channel.lock()) {
            if (held.isValid()) {
                work.run();
            }
        } catch (IOException e) {
            throw new Outage("The file of data keys cannot be read or written.", 5, e);
        } finally {
            THREADS.unlock();
        }
    }
}
