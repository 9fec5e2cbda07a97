package io.sealane.node.keys;

import io.sealane.core.exchange.Keyring;
import io.sealane.core.identity.Key;
import io.sealane.core.identity.KeySigner;
import io.sealane.core.identity.Outage;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Digest;
import io.sealane.core.ledger.NoteSigner;
import io.sealane.core.ledger.NoteVerifier;
import io.sealane.node.config.BadConfig;
import io.sealane.node.config.NodeConfig;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import javax.crypto.SecretKey;

/**
 * The node's keys as they are now. The key file is looked at while the node runs, and read again
 * when it has changed; one that cannot be used changes nothing but the log. Which key of a purpose
 * is the current one changes with the time, too.
 */
public final class LiveKeys {
    private static final Logger LOG = LoggerFactory.getLogger(LiveKeys.class);

    private final NodeConfig.KeyFile keyFile;
    private final @Nullable Token token;
    private final String origin;
    private final InstantSource clock;
    private final List<Runnable> told = new CopyOnWriteArrayList<>();
    private volatile NodeKeys keys;

    /** The same without those that were revoked. */
    private volatile NodeKeys good;

    private volatile Map<String, Instant> revoked = Map.of();
    private String content;
    private String inUse;

    private LiveKeys(
            NodeConfig.KeyFile keyFile,
            @Nullable Token token,
            String origin,
            InstantSource clock,
            NodeKeys keys,
            String content) {
        this.keyFile = keyFile;
        this.token = token;
        this.origin = origin;
        this.clock = clock;
        this.keys = keys;
        this.good = keys;
        this.content = content;
        this.inUse = keys.inUse(clock.instant());
    }

    /**
     * Reads all of the node's keys.
     *
     * @param origin the name of the node's log
     * @throws BadConfig with every problem found
     */
    public static LiveKeys open(NodeConfig.KeyFile keyFile, String origin, InstantSource clock)
            throws BadConfig {
        // Before the keys: a file that changes in between is read once more.
        String content = content(keyFile.file());
        Token token = KeyFileReader.token(keyFile);
        NodeKeys keys = KeyFileReader.read(keyFile, token, origin);
        return new LiveKeys(keyFile, token, origin, clock, keys, content);
    }

    /** What the next handshake shows. */
    public TlsIdentity tls() {
        return good.tls().current(clock.instant());
    }

    /** What the paths sign with. */
    public Keyring ring() {
        return good.ring(clock.instant());
    }

    /** What signs for the node itself. */
    public KeySigner federation() {
        return good.federation().current(clock.instant());
    }

    /** What wraps data keys, and what wrapped them before; the current one first. */
    public List<SecretKey> storage() {
        return keys.storage().at(clock.instant());
    }

    /**
     * The public halves: what others may meet a signature of.
     *
     * @param federation those that sign, and did before, the current one first
     * @param nextFederation null if none waits
     * @param pins of the TLS keys
     * @param presentation those that are revoked too, after the others: what was taken under them
     *     is verified still; likewise the issuing keys
     */
    public record Published(
            List<Key> federation,
            @Nullable Key nextFederation,
            List<String> pins,
            List<Key> presentation,
            List<Key> issuing,
            List<NoteVerifier> log,
            Map<String, Instant> revoked) {}

    public Published published() {
        NodeKeys all = good;
        NodeKeys with = keys;
        Instant now = clock.instant();
        KeySigner next = all.federation().next(now);
        return new Published(
                all.federation().begun(now).stream().map(KeySigner::key).toList(),
                next == null ? null : next.key(),
                all.tls().each(now, tls -> Thumbprint.pin(tls.certificate().getPublicKey())),
                goodFirst(all.presentation(), with.presentation(), now),
                issuers(all, with, now),
                Stream.of(all.log(), all.logPostQuantum())
                        .flatMap(one -> one.each(now, NoteSigner::verifier).stream())
                        .toList(),
                revoked);
    }

    private static List<Key> goodFirst(
            Succession<KeySigner> good, Succession<KeySigner> all, Instant now) {
        return Stream.of(good, all)
                .flatMap(one -> one.each(now, KeySigner::key).stream())
                .distinct()
                .toList();
    }

    /** The thumbprints of this node's own keys by purpose, the current one first. */
    public Map<String, List<String>> thumbprints() {
        return keys.thumbprints(clock.instant());
    }

    /** Whether one of these is the thumbprint of a key of this node. */
    public boolean isOwn(Collection<String> kids) {
        return thumbprints().values().stream().flatMap(List::stream).anyMatch(kids::contains);
    }

    /** Signs without these from now on; who is told is told. */
    public synchronized void revoked(Map<String, Instant> since) {
        if (!since.equals(revoked)) {
            revoked = since;
            good = keys.without(since.keySet());
            changed();
        }
    }

    /** What signs for the node itself when one more key is revoked. */
    public synchronized KeySigner federationWithout(String kid) {
        var all = new HashSet<>(revoked.keySet());
        all.add(kid);
        return keys.without(all).federation().current(clock.instant());
    }

    private void changed() {
        inUse = good.inUse(clock.instant());
        LOG.info(
                "event=keys-read current=\"{}\" certificate={} ends={}",
                inUse,
                Thumbprint.of(tls().certificate()),
                tls().end());
        told.forEach(Runnable::run);
    }

    private static List<Key> issuers(NodeKeys good, NodeKeys all, Instant now) {
        var issuers = new ArrayList<Key>(goodFirst(good.issuing(), all.issuing(), now));
        if (good.issuingSecond() != null && all.issuingSecond() != null) {
            issuers.addAll(goodFirst(good.issuingSecond(), all.issuingSecond(), now));
        }
        return issuers;
    }

    /** Who is told that there are new keys, or that others are current. */
    public void tell(Runnable who) {
        told.add(who);
    }

    /** Looks whether the file has changed, and takes what is new in it. */
    public synchronized void look() {
        String found = content(keyFile.file());
        boolean changed = !found.equals(content);
        content = found;
        if (changed) {
            try {
                keys = KeyFileReader.read(keyFile, token, origin);
                good = keys.without(revoked.keySet());
            } catch (BadConfig bad) {
                changed = false;
                bad.problems()
                        .forEach(problem -> LOG.error("event=bad-keys detail=\"{}\"", problem));
            }
        }
        if (changed || !good.inUse(clock.instant()).equals(inUse)) {
            changed();
        }
    }

    private static String content(Path file) {
        try {
            return Base64Url.encode(Digest.sha256(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new Outage("the key file cannot be read", 5, e);
        }
    }

    @Override
    public String toString() {
        return "the node's keys";
    }
}
