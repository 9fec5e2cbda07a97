package io.sealane.command.conformance;

import java.util.List;

/**
 * What one file came to.
 *
 * @param file its path below the folder, with slashes
 * @param format of which known format it is, or why it is of none
 * @param role what became of it
 * @param refusedByAlgorithm how many of those that passed are of an algorithm that is not accepted
 *     and were refused for it
 * @param notRun cases that ask for something that is not built, each with why
 */
public record Result(
        String file,
        String format,
        Role role,
        int passed,
        int refusedByAlgorithm,
        List<Failure> failures,
        List<Omission> notRun) {

    public Result {
        failures = List.copyOf(failures);
        notRun = List.copyOf(notRun);
    }

    /** What became of a file. */
    public enum Role {
        /** Its cases were run. */
        RUN,
        /** It holds no case: other files' cases need it. */
        READ,
        /** It is of no known format, or nothing in it can be run. */
        NOT_UNDERSTOOD
    }

    /** A case in which our code did not do what was expected. */
    public record Failure(String name, String expected, String actual) {}

    /** A case that was not run. */
    public record Omission(String name, String why) {}

    static Result notUnderstood(String file, String why) {
        return new Result(file, why, Role.NOT_UNDERSTOOD, 0, 0, List.of(), List.of());
    }

    static Result read(String file, String what) {
        return new Result(file, what, Role.READ, 0, 0, List.of(), List.of());
    }

    public int failed() {
        return failures.size();
    }
}
