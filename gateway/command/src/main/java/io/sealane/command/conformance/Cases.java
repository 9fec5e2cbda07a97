package io.sealane.command.conformance;

import io.sealane.command.conformance.Result.Failure;
import io.sealane.command.conformance.Result.Omission;
import io.sealane.core.identity.Code;
import io.sealane.core.identity.Refusal;

import java.util.ArrayList;
import java.util.List;

/** The cases of one file, counted as they are run. */
final class Cases {
    private final String file;
    private final String format;
    private final List<Failure> failures = new ArrayList<>();
    private final List<Omission> notRun = new ArrayList<>();
    private int passed;
    private int refusedByAlgorithm;

    Cases(String file, String format) {
        this.file = file;
        this.format = format;
    }

    /** One case of an algorithm that is accepted, or of none. */
    void judge(String name, Expected expected, Attempt attempt) {
        judge(name, true, expected, attempt);
    }

    /**
     * One case.
     *
     * @param ours whether its algorithm is one that is accepted; if not, it must be refused for
     *     that, whatever the vector expects of those who have the algorithm
     */
    void judge(String name, boolean ours, Expected expected, Attempt attempt) {
        String wanted = ours ? expected.toString() : "refused: " + Code.ALGORITHM_NOT_ALLOWED;
        try {
            attempt.run();
            count(ours && expected.allows(true), name, wanted, "accepted");
        } catch (Refusal refusal) {
            boolean forAlgorithm = refusal.code() == Code.ALGORITHM_NOT_ALLOWED;
            boolean good = ours ? expected.allows(false) : forAlgorithm;
            refusedByAlgorithm += good && !ours ? 1 : 0;
            count(good, name, wanted, "refused: " + refusal.code() + ": " + refusal.detail());
        } catch (Otherwise otherwise) {
            fail(name, wanted, "accepted, but " + otherwise.what());
        } catch (MalformedVector malformed) {
            malformed(name, malformed);
        } catch (RuntimeException | StackOverflowError bug) {
            fail(name, wanted, "our code threw " + bug);
        }
    }

    /** One case whose vector is read before it can be judged. */
    void read(String name, Reading reading) {
        try {
            reading.run();
        } catch (MalformedVector malformed) {
            malformed(name, malformed);
        }
    }

    /** Reads a vector, and judges it. */
    @FunctionalInterface
    interface Reading {
        void run() throws MalformedVector;
    }

    void fail(String name, String expected, String actual) {
        failures.add(new Failure(name, expected, actual));
    }

    void notRun(String name, String why) {
        notRun.add(new Omission(name, why));
    }

    private void malformed(String name, MalformedVector malformed) {
        fail(name, "a vector that can be read", malformed.what());
    }

    private void count(boolean good, String name, String expected, String actual) {
        if (good) {
            passed++;
        } else {
            fail(name, expected, actual);
        }
    }

    Result result() {
        boolean ran = passed > 0 || !failures.isEmpty();
        if (!ran && notRun.isEmpty()) {
            return Result.notUnderstood(file, format + " without a case in it");
        }
        return new Result(
                file,
                ran ? format : format + ": " + notRun.getFirst().why(),
                ran ? Result.Role.RUN : Result.Role.NOT_UNDERSTOOD,
                passed,
                refusedByAlgorithm,
                failures,
                notRun);
    }
}
