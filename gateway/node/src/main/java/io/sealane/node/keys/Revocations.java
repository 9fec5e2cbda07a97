package io.sealane.node.keys;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Outage;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Digest;
import io.sealane.node.disk.DurableFile;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * The revocation lists that this node knows, the newest of each issuer: in a folder of the data
 * folder, outside the database and its backups, where an operator may put one too.
 */
public final class Revocations {
    private static final Logger LOG = LoggerFactory.getLogger(Revocations.class);
    private static final int MOST = 64;
    private static final String SUFFIX = ".pem";
    private static final String OF_PARTNER = "from-";

    private final Path folder;
    private final InstantSource clock;
    private final List<Runnable> told = new CopyOnWriteArrayList<>();
    private volatile Map<String, Kept> lists = Map.of();
    private String content = "";

    /** A list and whether this node's own operator brought it. */
    private record Kept(RevocationList list, boolean own) {}

    private Revocations(Path folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** Reads the lists of a folder, made where there is none. */
    public static Revocations open(Path folder, InstantSource clock) throws IOException {
        DurableFile.createPrivateFolder(folder);
        var revocations = new Revocations(folder, clock);
        revocations.look();
        return revocations;
    }

    /** Who is told that something more is revoked. */
    public void tell(Runnable who) {
        told.add(who);
    }

    public boolean isRevoked(X509Certificate certificate) {
        return lists.values().stream().anyMatch(one -> one.list().revokes(certificate));
    }

    /** What partners are to know too: the lists that this node's operator brought. */
    public List<String> own() {
        return new TreeMap<>(lists)
                .values().stream().filter(Kept::own).map(one -> one.list().pem()).toList();
    }

    /** A list that a partner brought. */
    public synchronized void take(String pem) throws Refusal {
        RevocationList list = parsed(pem);
        Kept known = lists.get(list.issuer());
        if (known != null && list.issuedAt().isBefore(known.list().issuedAt())) {
            throw new Refusal(Code.EXPIRED, "A newer list of this issuer is known.");
        }
        if (known != null && known.list().crl().equals(list.crl())) {
            return;
        }
        if (known == null && lists.values().stream().filter(one -> !one.own()).count() >= MOST) {
            throw new Refusal(Code.TOO_LARGE, "Lists of too many issuers are known.");
        }
        try {
            // Crash before: the list was not taken. Crash after: it is read at the next start.
            Path file = folder.resolve(OF_PARTNER + list.issuer() + SUFFIX);
            DurableFile.writePrivate(file, pem.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new Outage("a revocation list cannot be written", 5, e);
        }
        look();
    }

    /** Looks whether a file was added or changed, and takes what is newer. */
    public synchronized void look() {
        Map<String, byte[]> files = files();
        String found = hash(files);
        if (found.equals(content)) {
            return;
        }
        content = found;
        var all = new HashMap<String, Kept>(lists);
        files.forEach((name, bytes) -> {
            try {
                String pem = new String(bytes, StandardCharsets.UTF_8);
                var read = new Kept(parsed(pem), !name.startsWith(OF_PARTNER));
                all.merge(read.list().issuer(), read, Revocations::newer);
            } catch (Refusal refusal) {
                LOG.error(
                        "event=bad-revocation-list file={} code={} detail=\"{}\"",
                        name,
                        refusal.code(),
                        refusal.detail());
            }
        });
        lists = Map.copyOf(all);
        LOG.info("event=revocation-lists-read issuers={}", all.size());
        told.forEach(Runnable::run);
    }

    private RevocationList parsed(String pem) throws Refusal {
        return RevocationList.parse(pem, clock.instant());
    }

    /** What is known is never unlearned: a list may be replaced by a newer one, not removed. */
    private static Kept newer(Kept known, Kept read) {
        if (read.list().issuedAt().isBefore(known.list().issuedAt())) {
            return known;
        }
        boolean same = read.list().crl().equals(known.list().crl());
        return same ? new Kept(read.list(), known.own() || read.own()) : read;
    }

    private Map<String, byte[]> files() {
        var files = new TreeMap<String, byte[]>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path one : all.filter(file -> file.toString().endsWith(SUFFIX)).toList()) {
                if (Files.size(one) <= RevocationList.MOST_BYTES) {
                    files.put(String.valueOf(one.getFileName()), Files.readAllBytes(one));
                }
            }
            return files;
        } catch (IOException e) {
            throw new Outage("the revocation lists cannot be read", 5, e);
        }
    }

    private static String hash(Map<String, byte[]> files) {
        var text = new StringBuilder();
        files.forEach((name, bytes) ->
                text.append(name)
                        .append(' ')
                        .append(Base64Url.encode(Digest.sha256(bytes)))
                        .append('\n'));
        return Digest.base64Url(text.toString());
    }
}
