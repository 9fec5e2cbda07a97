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
import java.util.List;
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
        return keys.tls().current(clock.instant());
    }

    /** What the paths sign with. */
    public Keyring ring() {
        return keys.ring(clock.instant());
    }

    /** What signs for the node itself. */
    public KeySigner federation() {
        return keys.federation().current(clock.instant());
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
     */
    public record Published(
            List<Key> federation,
            @Nullable Key nextFederation,
            List<String> pins,
            List<Key> presentation,
            List<Key> issuing,
            List<NoteVerifier> log) {}

    public Published published() {
        NodeKeys all = keys;
        Instant now = clock.instant();
        KeySigner next = all.federation().next(now);
        return new Published(
                all.federation().begun(now).stream().map(KeySigner::key).toList(),
                next == null ? null : next.key(),
                all.tls().each(now, tls -> Thumbprint.pin(tls.certificate().getPublicKey())),
                all.presentation().each(now, KeySigner::key),
                issuers(all, now),
                Stream.of(all.log(), all.logPostQuantum())
                        .flatMap(one -> one.each(now, NoteSigner::verifier).stream())
                        .toList());
    }

    private static List<Key> issuers(NodeKeys all, Instant now) {
        var issuers = new ArrayList<Key>(all.issuing().each(now, KeySigner::key));
        if (all.issuingSecond() != null) {
            issuers.addAll(all.issuingSecond().each(now, KeySigner::key));
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
            } catch (BadConfig bad) {
                changed = false;
                bad.problems()
                        .forEach(problem -> LOG.error("event=bad-keys detail=\"{}\"", problem));
            }
        }
        String now = keys.inUse(clock.instant());
        if (changed || !now.equals(inUse)) {
            inUse = now;
            LOG.info(
                    "event=keys-read current=\"{}\" certificate={} ends={}",
                    inUse,
                    Thumbprint.of(tls().certificate()),
                    tls().end());
            told.forEach(Runnable::run);
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
