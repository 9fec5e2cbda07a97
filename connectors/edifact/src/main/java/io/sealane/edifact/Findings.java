package io.sealane.edifact;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Passes findings on and counts them. Of one code in one message the first {@value #EACH} are told
 * one by one and the others in one sum, so that no file makes a report that nobody can read.
 */
final class Findings {
    static final int EACH = 100;

    private final Consumer<Finding> to;
    private final Map<Finding.Kind, Integer> counts = new EnumMap<>(Finding.Kind.class);
    private final Map<String, Integer> inMessage = new LinkedHashMap<>();
    private final Map<String, Finding> lastOf = new LinkedHashMap<>();

    Findings(Consumer<Finding> to) {
        this.to = to;
    }

    void add(Finding finding) {
        counts.merge(finding.kind(), 1, Integer::sum);
        if (inMessage.merge(finding.code(), 1, Integer::sum) <= EACH) {
            to.accept(finding);
        } else {
            lastOf.put(finding.code(), finding);
        }
    }

    /** A message, or the interchange, is over: sums are told. */
    void endOfMessage() {
        lastOf.forEach((code, last) -> {
            int more = inMessage.getOrDefault(code, 0) - EACH;
            to.accept(
                    new Finding(
                            last.kind(),
                            code,
                            last.message(),
                            last.segment(),
                            last.tag(),
                            "and " + more + " more of this kind, the last one here."));
        });
        lastOf.clear();
        inMessage.clear();
    }

    int count(Finding.Kind kind) {
        return counts.getOrDefault(kind, 0);
    }
}
