package io.sealane.node.keys;

import io.sealane.core.identity.Outage;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Digest;
import io.sealane.node.config.BadConfig;
import io.sealane.node.config.NodeConfig;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The node's keys as they are now. The key file is looked at while the node runs, and read again
 * when it has changed; one that cannot be used changes nothing but the log.
 */
public final class LiveKeys {
    private static final Logger LOG = LoggerFactory.getLogger(LiveKeys.class);

    private final NodeConfig.KeyFile keyFile;
    private final @Nullable Token token;
    private final String origin;
    private final List<Runnable> told = new CopyOnWriteArrayList<>();
    private volatile NodeKeys keys;
    private String content;

    private LiveKeys(
            NodeConfig.KeyFile keyFile,
            @Nullable Token token,
            String origin,
            NodeKeys keys,
            String content) {
        this.keyFile = keyFile;
        this.token = token;
        this.origin = origin;
        this.keys = keys;
        this.content = content;
    }

    /**
     * Reads all of the node's keys.
     *
     * @param origin the name of the node's log
     * @throws BadConfig with every problem found
     */
    public static LiveKeys open(NodeConfig.KeyFile keyFile, String origin) throws BadConfig {
        // Before the keys: a file that changes in between is read once more.
        String content = content(keyFile.file());
        Token token = KeyFileReader.token(keyFile);
        NodeKeys keys = KeyFileReader.read(keyFile, token, origin);
        return new LiveKeys(keyFile, token, origin, keys, content);
    }

    public NodeKeys now() {
        return keys;
    }

    /** What the next handshake shows. */
    public TlsIdentity tls() {
        return keys.tls();
    }

    /** Who is told that there are new keys. */
    public void tell(Runnable who) {
        told.add(who);
    }

    /** Looks whether the file has changed, and takes what is new in it. */
    public synchronized void look() {
        String found = content(keyFile.file());
        if (found.equals(content)) {
            return;
        }
        content = found;
        try {
            keys = keys.renewed(KeyFileReader.read(keyFile, token, origin));
            LOG.info(
                    "event=keys-read certificate={} ends={}",
                    Thumbprint.of(keys.tls().certificate()),
                    keys.tls().end());
            told.forEach(Runnable::run);
        } catch (BadConfig bad) {
            bad.problems().forEach(problem -> LOG.error("event=bad-keys detail=\"{}\"", problem));
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
