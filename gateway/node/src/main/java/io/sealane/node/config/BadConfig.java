package io.sealane.node.config;

import java.util.List;

/** The operator's configuration cannot be used; each problem says where it is and what to do. */
public final class BadConfig extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public BadConfig(List<Problem> problems) {
        super(
                problems.size()
                        + " problem(s) in the configuration, the first: "
                        + problems.getFirst());
        this.problems = List.copyOf(problems);
    }

    /** All of them, in the order of the file. */
    public List<Problem> problems() {
        return problems;
    }
}
