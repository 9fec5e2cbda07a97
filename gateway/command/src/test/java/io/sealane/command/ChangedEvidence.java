package io.sealane.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealane.audit.EvidenceAudit;
import io.sealane.audit.Report;
import io.sealane.audit.Trust;
import io.sealane.audit.Verdict;
import io.sealane.core.document.Catalogue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** Evidence in which one byte is another one. */
final class ChangedEvidence {
    private static final String ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private final Trust trust;
    private final Catalogue catalogue;

    ChangedEvidence(Trust trust, Catalogue catalogue) {
        this.trust = trust;
        this.catalogue = catalogue;
    }

    /**
     * Every fifth byte made another one, each time: rejected, and for a named reason. That none is
     * left over, {@code EvidenceBytesTest} shows of a file of each kind.
     */
    void assertBytesMatter(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Set<String> reasons = ConcurrentHashMap.newKeySet();
        IntStream.range(0, bytes.length)
                .filter(at -> at % 5 == bytes.length % 5)
                .parallel()
                .forEach(at -> {
                    Report report =
                            EvidenceAudit.verify(changed(bytes, at), trust, catalogue, false);
                    Verdict reason =
                            report.verdicts().stream()
                                    .filter(verdict -> !verdict.holds())
                                    .findFirst()
                                    .orElseThrow(() -> new AssertionError(file + ", byte " + at));
                    assertThat(reason.detail()).as("%s, byte %d", file, at).isNotBlank();
                    reasons.add(reason.check());
                });
        assertThat(reasons).contains("form", "issuer").hasSizeGreaterThan(3);
        Report unchanged = EvidenceAudit.verify(bytes, trust, catalogue);
        assertThat(unchanged.holds()).as("%s", unchanged.lines()).isTrue();
    }

    /** A copy with another letter at a position: mostly, the text stays a text of its kind. */
    static byte[] changed(byte[] bytes, int at) {
        byte[] changed = bytes.clone();
        int next = ALPHABET.indexOf(bytes[at]) + 1 + at % (ALPHABET.length() - 1);
        changed[at] = (byte) ALPHABET.charAt(next % ALPHABET.length());
        return changed;
    }
}
