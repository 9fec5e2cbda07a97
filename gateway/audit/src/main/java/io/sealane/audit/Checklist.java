package io.sealane.audit;

import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;

import java.util.ArrayList;
import java.util.List;

/** The checks of one file, made one after the other. */
final class Checklist {
    private final boolean all;
    private final List<Verdict> verdicts = new ArrayList<>();

    /**
     * An empty list.
     *
     * @param all whether checks are made after one that did not hold
     */
    Checklist(boolean all) {
        this.all = all;
    }

    /** One check. */
    @FunctionalInterface
    interface Step {
        /** Checks, and says in one sentence what holds. */
        String run() throws Refusal;
    }

    void check(String name, Step step) {
        if (!all && verdicts.stream().anyMatch(verdict -> !verdict.holds())) {
            skip(name);
            return;
        }
        try {
            verdicts.add(Verdict.holds(name, step.run()));
        } catch (Refusal refusal) {
            verdicts.add(Verdict.fails(name, sentence(refusal)));
        }
    }

    /** A check that was not made, since what it needs could not be read. */
    void skip(String name) {
        verdicts.add(Verdict.fails(name, "not checked"));
    }

    void add(Verdict verdict) {
        verdicts.add(verdict);
    }

    List<Verdict> verdicts() {
        return List.copyOf(verdicts);
    }

    static String sentence(Refusal refusal) {
        String where = refusal.pointer() == null ? "" : " (at " + refusal.pointer() + ")";
        return refusal.code() + ": " + refusal.detail() + where;
    }

    static void require(boolean holds, Code code, String otherwise) throws Refusal {
        if (!holds) {
            throw new Refusal(code, otherwise);
        }
    }
}
