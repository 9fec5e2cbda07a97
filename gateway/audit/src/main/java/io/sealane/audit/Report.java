package io.sealane.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.json.Json;

import java.util.ArrayList;
import java.util.List;

/**
 * What an audit came to: one verdict a check, in the order in which they were made.
 *
 * @param subject what was audited, in the words of its own content
 * @param status what it is if everything holds: {@code consistent} of a log; of evidence {@code
 *     delivered}, {@code refused}, {@code voided} or {@code submitted}, and never {@code proven}
 *     while no witness has co-signed
 * @param notProven what a reader might believe to be proven and is not, one sentence each
 */
public record Report(
        String subject, String status, List<Verdict> verdicts, List<String> notProven) {
    public Report {
        verdicts = List.copyOf(verdicts);
        notProven = List.copyOf(notProven);
    }

    /** Whether everything holds. A report without a verdict holds nothing. */
    public boolean holds() {
        return !verdicts.isEmpty() && verdicts.stream().allMatch(Verdict::holds);
    }

    /** The one word: the status if everything holds, else {@code rejected}. */
    public String outcome() {
        return holds() ? status : "rejected";
    }

    /** The report for a terminal: a line a verdict, a finding or a limit. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(outcome() + ": " + subject);
        for (Verdict verdict : verdicts) {
            String word = verdict.holds() ? "ok  " : "FAIL";
            lines.add("  %s  %-13s %s".formatted(word, verdict.check(), verdict.detail()));
            verdict.findings().forEach(finding -> lines.add("          - " + finding));
        }
        notProven.forEach(limit -> lines.add("  not proven: " + limit));
        return lines;
    }

    public ObjectNode toJson() {
        ObjectNode json = Json.object().put("subject", subject).put("holds", holds());
        json.put("outcome", outcome());
        ArrayNode all = json.putArray("verdicts");
        for (Verdict verdict : verdicts) {
            ObjectNode one = all.addObject();
            one.put("check", verdict.check());
            one.put("holds", verdict.holds());
            one.put("detail", verdict.detail());
            ArrayNode findings = one.putArray("findings");
            verdict.findings().forEach(findings::add);
        }
        ArrayNode limits = json.putArray("notProven");
        notProven.forEach(limits::add);
        return json;
    }
}
