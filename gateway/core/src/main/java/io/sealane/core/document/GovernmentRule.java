package io.sealane.core.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A marker of government cargo. It looks at a unit's own value and at nothing else, so that sender
 * and receiver derive the same class.
 *
 * @param name its name in the profile
 * @param each which nodes of the value it looks at
 * @param match conditions that one node must all meet
 * @param unless conditions of which a node must meet none
 * @param reach how far a match raises
 */
record GovernmentRule(
        String name, Each each, List<Condition> match, List<Condition> unless, Reach reach) {

    /** How far a match raises. */
    enum Reach {
        /** The unit alone. */
        UNIT,
        /** The unit and what travels with it: see {@link Together}. */
        SHIPMENT
    }

    /** Which nodes of a value a rule looks at. */
    enum Each {
        /** The value itself. */
        VALUE(""),
        /** Each element of the value, an array. */
        ELEMENT("*"),
        /** Each string in the value, however deep. */
        STRING("**");

        private final String symbol;

        Each(String symbol) {
            this.symbol = symbol;
        }

        static Each of(String symbol) {
            for (Each each : values()) {
                if (each.symbol.equals(symbol)) {
                    return each;
                }
            }
            throw new IllegalStateException("A rule looks at \"\", \"*\" or \"**\".");
        }
    }

    /** What a rule expects of a node. */
    sealed interface Condition {
        /** The member is there. */
        record Present(String member) implements Condition {}

        /**
         * The member, or the node itself if {@code member} is empty, is a string in which the
         * pattern is found, or an array with such a string.
         */
        record Found(String member, Pattern pattern) implements Condition {}

        /** Whether a node is as expected. */
        default boolean holds(JsonNode node) {
            return switch (this) {
                case Present present -> node.has(present.member);
                case Found found ->
                        findsIn(
                                found.pattern,
                                found.member.isEmpty() ? node : node.path(found.member));
            };
        }
    }

    boolean raises(JsonNode value) {
        return switch (each) {
            case VALUE -> fits(value);
            case ELEMENT -> anyElement(value);
            case STRING -> anyString(value);
        };
    }

    private boolean anyElement(JsonNode value) {
        for (JsonNode element : value) {
            if (fits(element)) {
                return true;
            }
        }
        return false;
    }

    private boolean anyString(JsonNode node) {
        if (!node.isContainerNode()) {
            return node.isTextual() && fits(node);
        }
        for (JsonNode child : node) {
            if (anyString(child)) {
                return true;
            }
        }
        return false;
    }

    private boolean fits(JsonNode node) {
        for (Condition condition : match) {
            if (!condition.holds(node)) {
                return false;
            }
        }
        for (Condition condition : unless) {
            if (condition.holds(node)) {
                return false;
            }
        }
        return true;
    }

    private static boolean findsIn(Pattern pattern, JsonNode node) {
        if (node instanceof ArrayNode) {
            for (JsonNode element : node) {
                if (findsIn(pattern, element)) {
                    return true;
                }
            }
            return false;
        }
        return node.isTextual() && pattern.matcher(node.textValue()).find();
    }
}
