package io.sealane.audit;

import java.util.ArrayList;
import java.util.List;

/** The faults that one check finds: the first are named, the others counted. */
final class Findings {
    static final int NAMED = 20;

    private final String check;
    private final List<String> named = new ArrayList<>();
    private long count;

    Findings(String check) {
        this.check = check;
    }

    void add(String fault) {
        count++;
        if (named.size() < NAMED) {
            named.add(fault);
        }
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Whether a further fault would no longer be named. */
    boolean isFull() {
        return count >= NAMED;
    }

    Verdict verdict(String ifItHolds) {
        if (isEmpty()) {
            return Verdict.holds(check, ifItHolds);
        }
        String detail =
                count == 1
                        ? "one fault"
                        : count <= NAMED ? count + " faults" : count + " faults, the first named";
        return new Verdict(check, false, detail, named);
    }
}
