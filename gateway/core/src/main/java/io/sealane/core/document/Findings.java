package io.sealane.core.document;

import io.sealane.core.identity.Code;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What is found in one document while it is checked. */
final class Findings {
    private final List<Problem> problems = new ArrayList<>();
    private final List<Warning> warnings = new ArrayList<>();

    void broken(String rule, String pointer, String detail) {
        problems.add(new Problem(Code.RULE_VIOLATION, rule, pointer, detail));
    }

    void doubtful(String rule, String pointer, String detail) {
        warnings.add(new Warning(rule, pointer, detail));
    }

    /** Makes problems of the warnings with these names. */
    void refuse(Set<String> rules) {
        for (Warning warning : List.copyOf(warnings)) {
            if (rules.contains(warning.rule())) {
                warnings.remove(warning);
                broken(warning.rule(), warning.pointer(), warning.detail());
            }
        }
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }

    List<Warning> warnings() {
        return List.copyOf(warnings);
    }
}
