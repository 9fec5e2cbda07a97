package io.sealane.command.demo;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Set;
import java.util.TreeSet;

/** The places of a document's values, as JSON Pointers. */
final class Leaves {
    private Leaves() {}

    static Set<String> of(JsonNode document) {
        var places = new TreeSet<String>();
        collect(document, "", places);
        return places;
    }

    private static void collect(JsonNode node, String place, Set<String> places) {
        if (!node.isContainerNode() || node.isEmpty()) {
            places.add(place);
        } else if (node.isObject()) {
            for (var member : node.properties()) {
                collect(member.getValue(), place + "/" + member.getKey(), places);
            }
        } else {
            for (int i = 0; i < node.size(); i++) {
                collect(node.get(i), place + "/" + i, places);
            }
        }
    }
}
