package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.HashSet;
import java.util.Set;

/** What must hold between the elements of a list, of whatever type. */
final class ListRules {
    private ListRules() {}

    /**
     * Each element says something of its own.
     *
     * @param member what the elements differ by; empty: they are strings themselves
     * @param at where the list is
     */
    static void once(
            JsonNode list, String member, String at, String rule, String says, Findings findings) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < list.size(); i++) {
            JsonNode element = list.get(i);
            String name = (member.isEmpty() ? element : element.path(member)).asText();
            if (!seen.add(name)) {
                String where = at + "/" + i + (member.isEmpty() ? "" : "/" + member);
                findings.broken(rule, where, says);
            }
        }
    }
}
