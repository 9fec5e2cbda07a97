package io.sealane.core.exchange;

import io.sealane.core.identity.Outage;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was decided for good, kept outside the database too, so that a database that was restored to
 * an older state takes nothing of it back (DESIGN 7): ends of agreements, exclusions, and
 * revocations of keys.
 *
 * <p>It is written before the database. Crash in between: it says what the database does not, as
 * after a restore, and {@link Negotiation#settle}, {@link Exclusions#settle} and {@link
 * KeyRevocations#settle} make it good; what was asked for is done, though nobody was told. Crash
 * after the database: both say the same. What the database knows and this does not, since another
 * process of the node did it, is added when it is seen.
 *
 * <p>Erasures need no entry: what is over its time is erased again by the first round of {@link
 * Retention}, and the keys that are gone are in no backup of the database.
 *
 * <p>Two implementations: a file, and memory.
 */
public interface Annals {
    /** Durable when this returns; the same again changes nothing. */
    void add(Ended ended) throws Outage;

    /** Durable when this returns; the same again changes nothing. */
    void add(Listed listed) throws Outage;

    /** Durable when this returns; the same again changes nothing. */
    void add(Revoked revoked) throws Outage;

    /** How the agreement with this payload hash ended; null if it did not. */
    @Nullable Ended ended(String agreement);

    /** All ends. */
    List<Ended> ends();

    /** All changes of the exclusion list, oldest first. */
    List<Listed> lists();

    /** All revocations of keys. */
    List<Revoked> revocations();

    /**
     * A key that is compromised.
     *
     * @param revocation the node's word, signed
     */
    record Revoked(String revocation) {}

    /**
     * An agreement that ended.
     *
     * @param agreement base64url hash of its payload
     * @param by the node whose word it was; empty where that is not known here
     * @param notice that word, signed; empty where it is not known here
     */
    record Ended(String agreement, String by, String notice) {}

    /**
     * A change of the exclusion list.
     *
     * @param number of the list
     * @param change {@code excluded} or {@code readmitted}
     * @param list signed, as it was from then on
     */
    record Listed(long number, String subject, String change, String list) {}

    /** In memory: for tests, and for paths that nobody ends anything in. */
    final class Memory implements Annals {
        private final Map<String, Ended> ends = new LinkedHashMap<>();
        private final Map<Long, Listed> lists = new HashMap<>();
        private final Set<Revoked> revocations = new LinkedHashSet<>();

        @Override
        public synchronized void add(Ended ended) {
            ends.putIfAbsent(ended.agreement(), ended);
        }

        @Override
        public synchronized void add(Listed listed) {
            lists.putIfAbsent(listed.number(), listed);
        }

        @Override
        public synchronized void add(Revoked revoked) {
            revocations.add(revoked);
        }

        @Override
        public synchronized List<Revoked> revocations() {
            return List.copyOf(revocations);
        }

        @Override
        public synchronized @Nullable Ended ended(String agreement) {
            return ends.get(agreement);
        }

        @Override
        public synchronized List<Ended> ends() {
            return List.copyOf(ends.values());
        }

        @Override
        public synchronized List<Listed> lists() {
            return lists.values().stream()
                    .sorted((one, other) -> Long.compare(one.number(), other.number()))
                    .toList();
        }
    }
}
