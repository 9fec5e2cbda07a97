package io.sealane.audit;

import io.sealane.core.document.Catalogue;
import io.sealane.core.identity.Refusal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/**
 * Verifies an evidence file offline, with nothing but the auditor's own trust and the document
 * types that this program knows. Nothing inside the file is believed for being there: every byte is
 * covered by a signature, a hash, a proof or the file's one canonical form.
 */
public final class EvidenceAudit {
    /** What is not looked at in a file that cannot be read. */
    private static final List<String> UNREAD =
            List.of(
                    "issuer",
                    "disclosures",
                    "key-binding",
                    "identity",
                    "agreement",
                    "grant",
                    "required",
                    "sent-log",
                    "receipt",
                    "receipt-log");

    private EvidenceAudit() {}

    /** A file and what it proves. */
    public record Audited(Path file, Report report) {}

    /**
     * Verifies files on all processors. They come in the order given, each as soon as those before
     * it are done.
     *
     * @return throws {@link UncheckedIOException} where a file cannot be read
     */
    public static Stream<Audited> verify(List<Path> files, Trust trust, Catalogue catalogue) {
        int processors = Runtime.getRuntime().availableProcessors();
        return files.stream()
                .gather(Gatherers.mapConcurrent(processors, file -> read(file, trust, catalogue)));
    }

    private static Audited read(Path file, Trust trust, Catalogue catalogue) {
        try {
            return new Audited(file, verify(Files.readAllBytes(file), trust, catalogue));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Makes every check of a file; {@link Report#status} is {@code delivered}, {@code refused} or
     * {@code voided} for an exchange, {@code submitted} for a party's receipt.
     */
    public static Report verify(byte[] file, Trust trust, Catalogue catalogue) {
        return verify(file, trust, catalogue, true);
    }

    /**
     * The same, for who only wants to know whether everything holds.
     *
     * @param all whether checks are made after one that did not hold
     */
    public static Report verify(byte[] file, Trust trust, Catalogue catalogue, boolean all) {
        EvidenceFile evidence;
        try {
            evidence = EvidenceFile.parse(file);
        } catch (Refusal refusal) {
            return unreadable(refusal);
        }
        return switch (evidence) {
            case EvidenceFile.Exchange exchange ->
                    new ExchangeAudit(exchange, trust, catalogue, all).report();
            case EvidenceFile.Submission submission ->
                    SubmissionAudit.report(submission, trust, all);
        };
    }

    private static Report unreadable(Refusal refusal) {
        Checklist list = new Checklist(true);
        list.add(Verdict.fails("form", Checklist.sentence(refusal)));
        UNREAD.forEach(list::skip);
        return new Report(
                "a file that cannot be read as evidence", "unreadable", list.verdicts(), List.of());
    }
}
