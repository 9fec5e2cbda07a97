package io.sealane.command.conformance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.command.conformance.Result.Role;
import io.sealane.core.json.Json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What all files came to, in the order of their names. */
public record Outcome(List<Result> results) {

    public Outcome {
        results = List.copyOf(results);
    }

    public int passed() {
        return results.stream().mapToInt(Result::passed).sum();
    }

    public int failed() {
        return results.stream().mapToInt(Result::failed).sum();
    }

    private int refusedByAlgorithm() {
        return results.stream().mapToInt(Result::refusedByAlgorithm).sum();
    }

    private int notRun() {
        return results.stream().mapToInt(result -> result.notRun().size()).sum();
    }

    private long in(Role role) {
        return results.stream().filter(result -> result.role() == role).count();
    }

    /** Something was run, and nothing failed. */
    public boolean holds() {
        return failed() == 0 && passed() > 0;
    }

    /** For a terminal: a line a file, a line a case that failed, and the sum on the last. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Result result : results) {
            lines.add(line(result));
            result.failures()
                    .forEach(failure ->
                            lines.add(
                                    "  FAIL %s: expected %s; %s"
                                            .formatted(
                                                    failure.name(),
                                                    failure.expected(),
                                                    failure.actual())));
        }
        lines.add(
                "files: %d run, %d read for others, %d not understood"
                        .formatted(in(Role.RUN), in(Role.READ), in(Role.NOT_UNDERSTOOD)));
        lines.add(
                "of those passed, %d are of algorithms that are not accepted, and were refused"
                        .formatted(refusedByAlgorithm()));
        lines.add(notRun() + " cases ask for what is not built, and were not run");
        lines.add("%d passed, %d failed".formatted(passed(), failed()));
        return lines.stream().map(Outcome::printable).toList();
    }

    private static String line(Result result) {
        return switch (result.role()) {
            case NOT_UNDERSTOOD ->
                    "%s: not understood: %s".formatted(result.file(), result.format());
            case READ -> "%s: read: %s".formatted(result.file(), result.format());
            case RUN -> result.file() + ": " + result.format() + ": " + counts(result);
        };
    }

    private static String counts(Result result) {
        var counts = new StringBuilder();
        counts.append(result.passed()).append(" passed");
        if (result.refusedByAlgorithm() > 0) {
            counts.append(" (").append(result.refusedByAlgorithm());
            counts.append(" refused by algorithm)");
        }
        counts.append(", ").append(result.failed()).append(" failed");
        whyNotRun(result)
                .forEach((why, count) ->
                        counts.append(", ").append(count).append(" not run: ").append(why));
        return counts.toString();
    }

    private static Map<String, Integer> whyNotRun(Result result) {
        Map<String, Integer> reasons = new LinkedHashMap<>();
        result.notRun().forEach(omission -> reasons.merge(omission.why(), 1, Integer::sum));
        return reasons;
    }

    /** Names of files and cases are others': nothing in them that a terminal obeys. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    /** For a program. */
    public ObjectNode toJson() {
        ObjectNode json = Json.object().put("passed", passed()).put("failed", failed());
        json.put("refusedByAlgorithm", refusedByAlgorithm()).put("notRun", notRun());
        ArrayNode files = json.putArray("files");
        for (Result result : results) {
            ObjectNode file = files.addObject();
            file.put("file", result.file());
            file.put("role", result.role().name().toLowerCase(Locale.ROOT).replace('_', '-'));
            file.put("format", result.format());
            file.put("passed", result.passed()).put("failed", result.failed());
            file.put("refusedByAlgorithm", result.refusedByAlgorithm());
            ArrayNode failures = file.putArray("failures");
            for (Result.Failure failure : result.failures()) {
                failures.addObject()
                        .put("case", failure.name())
                        .put("expected", failure.expected())
                        .put("actual", failure.actual());
            }
            ArrayNode notRun = file.putArray("notRun");
            for (Result.Omission omission : result.notRun()) {
                notRun.addObject().put("case", omission.name()).put("why", omission.why());
            }
        }
        return json;
    }
}
