package io.sealane.audit;

import java.util.List;

/**
 * What one check came to.
 *
 * @param check its name, e.g. {@code prefixes}
 * @param detail one sentence for a reader
 * @param findings what is wrong, each with its place; never a value of a document's field
 */
public record Verdict(String check, boolean holds, String detail, List<String> findings) {
    public Verdict {
        findings = List.copyOf(findings);
    }

    static Verdict holds(String check, String detail) {
        return new Verdict(check, true, detail, List.of());
    }

    static Verdict fails(String check, String detail) {
        return new Verdict(check, false, detail, List.of());
    }
}
