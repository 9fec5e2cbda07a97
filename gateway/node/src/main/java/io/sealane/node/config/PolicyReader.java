package io.sealane.node.config;

import io.sealane.core.document.Catalogue;
import io.sealane.core.document.KnownPlaces;
import io.sealane.core.document.Policy;
import io.sealane.core.document.WatchList;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads what an operator decides about documents beyond their schemas, and about operators. */
final class PolicyReader {
    private static final int MOST_OPERATORS = 2;
    private static final int MOST_HOURS = 24 * 30;

    private PolicyReader() {}

    /** What the operator decided: about documents, and about operators. */
    record Decided(Policy documents, NodeConfig.Approval approval) {}

    static Decided read(Section top, Path folder) {
        Section section = top.section("policy");
        if (section == null) {
            return new Decided(Policy.NONE, NodeConfig.Approval.OF_ONE);
        }
        List<String> errors = section.texts("errors", "Write the names of warnings.");
        if (!Policy.WARNINGS.containsAll(errors)) {
            section.note(
                    "errors",
                    "names a warning that there is not.",
                    "There are: " + String.join(", ", new TreeSet<>(Policy.WARNINGS)) + ".");
        }
        WatchList watched = watchList(section);
        KnownPlaces places = places(section, folder);
        NodeConfig.Approval approval = approval(section);
        section.end("errors, watchList, places, operators, approvalHours");
        return new Decided(new Policy(Set.copyOf(errors), watched, places), approval);
    }

    private static NodeConfig.Approval approval(Section policy) {
        int operators = policy.integerOr("operators", 1, 1, MOST_OPERATORS);
        long hours = NodeConfig.Approval.OF_ONE.within().toHours();
        return new NodeConfig.Approval(
                operators,
                Duration.ofHours(policy.integerOr("approvalHours", (int) hours, 1, MOST_HOURS)));
    }

    private static KnownPlaces places(Section policy, Path folder) {
        if (!policy.has("places")) {
            return KnownPlaces.ANY;
        }
        Path file = folder.resolve(policy.text("places", "Write the path of a list of places."));
        try {
            return KnownPlaces.of(Files.readAllLines(file));
        } catch (IllegalArgumentException e) {
            policy.note(
                    "places",
                    "has a list with a " + e.getMessage() + " of another form.",
                    "Write a UN/LOCODE a line, or one and the code of a terminal there.");
        } catch (IOException e) {
            policy.note("places", "cannot be read.", "Check the path, and that it is text.");
        }
        return KnownPlaces.ANY;
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
