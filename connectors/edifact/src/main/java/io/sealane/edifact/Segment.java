package io.sealane.edifact;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.StringJoiner;

/**
 * A segment, and which of its elements found a place in a document: what nobody took is told in the
 * report.
 */
final class Segment {
    private static final int WIDTH = 64;

    private final String tag;
    private final int position;
    private final String group;
    private final List<List<String>> elements;
    private final BitSet taken = new BitSet();

    /**
     * A segment as it was read.
     *
     * @param group the group of the segment table that it stands in; empty outside of groups
     */
    Segment(String tag, int position, String group, List<List<String>> elements) {
        this.tag = tag;
        this.position = position;
        this.group = group;
        this.elements = elements;
    }

    String tag() {
        return tag;
    }

    int position() {
        return position;
    }

    String group() {
        return group;
    }

    /** The text of a component, both counted from 1; empty if it is not there. It is not taken. */
    String look(int element, int component) {
        if (element > elements.size() || component > elements.get(element - 1).size()) {
            return "";
        }
        return elements.get(element - 1).get(component - 1);
    }

    /** The text of a component, which has found its place by this. */
    String take(int element, int component) {
        taken.set(element * WIDTH + component);
        return look(element, component);
    }

    /** Everything in it is accounted for. */
    void takeAll() {
        for (int element = 1; element <= elements.size(); element++) {
            for (int component = 1; component <= elements.get(element - 1).size(); component++) {
                take(element, component);
            }
        }
    }

    /** Whether a text could not be decoded in the interchange's character set. */
    boolean isUnreadable() {
        return elements.stream()
                .anyMatch(one -> one.stream().anyMatch(t -> t.indexOf(0xFFFD) >= 0));
    }

    /** Where something stands that nobody took, e.g. {@code 2, 3.4}; empty if there is nothing. */
    String leftOut() {
        var places = new StringJoiner(", ");
        for (int element = 1; element <= elements.size(); element++) {
            List<String> components = elements.get(element - 1);
            for (int component = 1; component <= components.size(); component++) {
                if (!look(element, component).isEmpty()
                        && !taken.get(element * WIDTH + component)) {
                    places.add(components.size() == 1 ? "" + element : element + "." + component);
                }
            }
        }
        return places.toString();
    }

    /** The qualifier that it begins with, if it looks like one: {@code DTM+137} is of 137. */
    String qualifier() {
        String first = look(1, 1);
        return first.matches("[A-Z0-9]{1,3}") ? first : "";
    }

    /** All texts, in one form. */
    String text() {
        var text = new ArrayList<String>();
        elements.forEach(one -> text.add(String.join("\u001f", one)));
        return tag + "\u001e" + String.join("\u001e", text);
    }
}
