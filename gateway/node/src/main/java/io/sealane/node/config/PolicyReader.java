package io.sealane.node.config;

import io.sealane.core.document.Catalogue;
import io.sealane.core.document.Policy;
import io.sealane.core.document.WatchList;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads what an operator decides about documents beyond their schemas. */
final class PolicyReader {
    private PolicyReader() {}

    static Policy read(Section top) {
        Section section = top.section("policy");
        if (section == null) {
            return Policy.NONE;
        }
        List<String> errors = section.texts("errors", "Write the names of warnings.");
        if (!Policy.WARNINGS.containsAll(errors)) {
            section.note(
                    "errors",
                    "names a warning that there is not.",
                    "There are: " + String.join(", ", new TreeSet<>(Policy.WARNINGS)) + ".");
        }
        WatchList watched = watchList(section);
        section.end("errors, watchList");
        return new Policy(Set.copyOf(errors), watched);
    }

    private static WatchList watchList(Section policy) {
        Section section = policy.section("watchList");
        if (section == null) {
            return WatchList.EMPTY;
        }
        Map<String, List<String>> values = new LinkedHashMap<>();
        Set<String> known = Catalogue.bundled().memberNames();
        for (String field : section.names()) {
            List<String> texts = section.texts(field, "Write texts; * is any text.");
            if (!known.contains(field)) {
                section.note(
                        field,
                        "is no field of any document type.",
                        "'sealane schema show TYPE' has them all.");
            } else if (texts.isEmpty() || texts.stream().anyMatch(text -> isAnything(text))) {
                section.note(field, "names everything or nothing.", "Write names or numbers.");
            } else {
                values.put(field, texts);
            }
        }
        return WatchList.of(values);
    }

    private static boolean isAnything(String text) {
        return text.replace("*", "").isBlank();
    }
}
