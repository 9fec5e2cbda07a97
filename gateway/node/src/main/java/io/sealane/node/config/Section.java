package io.sealane.node.config;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One mapping of the YAML file, read member by member. What is wrong is noted and reading goes on,
 * with an empty value in its place, so that an operator sees all problems of a file at once.
 */
final class Section {
    private final Path file;
    private final List<Problem> problems;
    private final String path;
    private final int line;
    private final Map<String, Node> members = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final Set<String> read = new HashSet<>();

    private Section(Path file, List<Problem> problems, String path, MappingNode mapping) {
        this.file = file;
        this.problems = problems;
        this.path = path;
        this.line = lineOf(mapping);
        for (NodeTuple tuple : mapping.getValue()) {
            String name = tuple.getKeyNode() instanceof ScalarNode key ? key.getValue() : "?";
            lines.put(name, lineOf(tuple.getKeyNode()));
            if (members.put(name, tuple.getValueNode()) != null) {
                note(name, "is there twice.", "Keep one.");
            }
        }
    }

    /** The top of a file; null, and a problem noted, if it is no mapping. */
    static @Nullable Section of(Path file, Node root, List<Problem> problems) {
        if (root instanceof MappingNode mapping) {
            return new Section(file, problems, "", mapping);
        }
        problems.add(
                new Problem(
                        file,
                        lineOf(root),
                        "",
                        "Is not a mapping.",
                        "Write members: name: value."));
        return null;
    }

    /** Notes a problem with a member. */
    void note(String name, String what, String remedy) {
        int at = lines.getOrDefault(arrayName(name), line);
        problems.add(new Problem(file, at, pathOf(name), what, remedy));
    }

    boolean has(String name) {
        return members.containsKey(name);
    }

    /** Text; empty, and a problem noted, if it is missing or something else. */
    String text(String name, String remedy) {
        Node node = take(name);
        if (node == null) {
            note(name, "is missing.", remedy);
            return "";
        }
        return textOf(name, node, remedy);
    }

    /** An integer; {@code least}, and a problem noted, if it is missing or something else. */
    int integer(String name, int least, int most) {
        Node node = take(name);
        String remedy = "Write a number from " + least + " to " + most + ".";
        if (node == null) {
            note(name, "is missing.", remedy);
            return least;
        }
        if (node instanceof ScalarNode scalar && scalar.getValue().matches("[0-9]{1,9}")) {
            int value = Integer.parseInt(scalar.getValue());
            if (value >= least && value <= most) {
                return value;
            }
        }
        note(name, "is not such a number.", remedy);
        return least;
    }

    /** As {@link #integer}; {@code otherwise} if it is missing. */
    int integerOr(String name, int otherwise, int least, int most) {
        return members.containsKey(name) ? integer(name, least, most) : otherwise;
    }

    /** A list of texts, without repetitions; empty if it is missing. */
    List<String> texts(String name, String remedy) {
        List<String> texts = new ArrayList<>();
        List<Node> nodes = sequence(name);
        for (int i = 0; i < nodes.size(); i++) {
            String element = name + "[" + i + "]";
            String text = textOf(element, nodes.get(i), remedy);
            if (texts.contains(text) && !text.isEmpty()) {
                note(element, "is there twice.", "Keep one.");
            } else if (!text.isEmpty()) {
                texts.add(text);
            }
        }
        return texts;
    }

    /** A mapping; null if it is missing, or, with a problem noted, something else. */
    @Nullable Section section(String name) {
        Node node = take(name);
        return node == null ? null : sectionOf(name, node);
    }

    /** A mapping that must be there. */
    @Nullable Section required(String name, String remedy) {
        if (!has(name)) {
            note(name, "is missing.", remedy);
            return null;
        }
        return section(name);
    }

    /** A list of mappings; empty if it is missing. */
    List<Section> sections(String name) {
        List<Section> sections = new ArrayList<>();
        List<Node> nodes = sequence(name);
        for (int i = 0; i < nodes.size(); i++) {
            Section section = sectionOf(name + "[" + i + "]", nodes.get(i));
            if (section != null) {
                sections.add(section);
            }
        }
        return sections;
    }

    /** The names of all members. */
    Set<String> names() {
        return Set.copyOf(members.keySet());
    }

    /** All members as text, for a mapping whose members another reader knows. */
    Map<String, String> allTexts() {
        Map<String, String> all = new LinkedHashMap<>();
        for (String name : members.keySet()) {
            all.put(name, text(name, "Write text."));
        }
        return all;
    }

    /** Notes every member that nobody asked for. */
    void end(String known) {
        for (String name : members.keySet()) {
            if (!read.contains(name)) {
                note(name, "is not a member known here.", "Known are: " + known + ".");
            }
        }
    }

    private @Nullable Node take(String name) {
        read.add(name);
        Node node = members.get(name);
        return node == null || node.getTag().equals(Tag.NULL) ? null : node;
    }

    private List<Node> sequence(String name) {
        Node node = take(name);
        if (node == null) {
            return List.of();
        }
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        note(name, "is not a list.", "Write [a, b] or one \"- \" line an element.");
        return List.of();
    }

    private @Nullable Section sectionOf(String name, Node node) {
        if (node instanceof MappingNode mapping) {
            return new Section(file, problems, pathOf(name), mapping);
        }
        note(name, "is not a mapping.", "Write members: name: value.");
        return null;
    }

    private String textOf(String name, Node node, String remedy) {
        if (!(node instanceof ScalarNode scalar)) {
            note(name, "is not text.", remedy);
            return "";
        }
        // YAML reads no, 1e3 and 0x1 as something else than text.
        if (!scalar.getTag().equals(Tag.STR)) {
            note(name, "is not text.", "Put it into quotes.");
            return "";
        }
        if (scalar.getValue().isBlank()) {
            note(name, "is empty.", remedy);
            return "";
        }
        return scalar.getValue();
    }

    private String pathOf(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static String arrayName(String name) {
        int bracket = name.indexOf('[');
        return bracket < 0 ? name : name.substring(0, bracket);
    }

    private static int lineOf(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
