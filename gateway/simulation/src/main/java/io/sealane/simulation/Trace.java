package io.sealane.simulation;

import io.sealane.core.json.Base64Url;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What happened, in order, a line each: hashed always, kept only where somebody wants to read. */
final class Trace {
    private final Loop loop;
    private final Instant start;
    private final boolean kept;
    private final List<String> lines = new ArrayList<>();
    private final MessageDigest digest;

    Trace(Loop loop, boolean kept) {
        this.loop = loop;
        this.start = loop.instant();
        this.kept = kept;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException notOfThisPlatform) {
            throw new AssertionError(notOfThisPlatform);
        }
    }

    void add(String who, String what) {
        Duration at = Duration.between(start, loop.instant());
        digest.update(
                (at.toMillis() + " " + who + " " + what + "\n").getBytes(StandardCharsets.UTF_8));
        if (kept) {
            lines.add(
                    String.format(
                            "%d.%02d:%02d:%02d.%03d %-28s %s",
                            at.toDays(),
                            at.toHoursPart(),
                            at.toMinutesPart(),
                            at.toSecondsPart(),
                            at.toMillisPart(),
                            who,
                            what));
        }
    }

    List<String> lines() {
        return lines;
    }

    /** To be asked once, at the end. */
    String hash() {
        return Base64Url.encode(digest.digest());
    }
}
