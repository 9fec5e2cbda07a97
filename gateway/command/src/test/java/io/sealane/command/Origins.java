package io.sealane.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.json.Json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the build says of every component: the list of them, joined with the table of suppliers. */
final class Origins {
    /** Of this project: made by the build itself, after the list. */
    private static final String OWN = "io.sealane";

    private final Map<String, Reviewed> table = new TreeMap<>();

    /** What a person read of a group. */
    private record Reviewed(String supplier, Set<String> licences) {}

    /** Reads the table of ORIGINS.md. */
    Origins(String markdown) {
        markdown.lines()
                .dropWhile(line -> !line.startsWith("| group |"))
                .takeWhile(line -> line.startsWith("|"))
                .skip(2)
                .map(line -> line.split("\\|", -1))
                .forEach(cells ->
                        table.put(
                                cells[1].strip(),
                                new Reviewed(
                                        cells[2].strip(), Set.of(cells[3].strip().split("; ")))));
    }

    /** The statement of all components of a CycloneDX list. */
    ObjectNode statement(JsonNode list) {
        ObjectNode statement = Json.object().put("type", "sealane-origins/1");
        ArrayNode all = statement.putArray("components");
        for (JsonNode one : list.path("components")) {
            Reviewed reviewed = table.get(one.path("group").asText());
            ObjectNode line = all.addObject().put("purl", one.path("purl").asText());
            line.put("supplier", reviewed == null ? "" : reviewed.supplier());
            ArrayNode licences = line.putArray("licences");
            licences(one).forEach(licences::add);
            line.put("sha256", sha256(one)).put("page", page(one));
        }
        return statement;
    }

    /** What is missing or was not read; empty where all is well. */
    List<String> faults(JsonNode list) {
        var faults = new ArrayList<String>();
        for (JsonNode one : list.path("components")) {
            String group = one.path("group").asText();
            String name = one.path("purl").asText();
            Reviewed reviewed = table.get(group);
            Set<String> licences = licences(one);
            if (reviewed == null || reviewed.supplier().isEmpty()) {
                faults.add("no supplier: " + name);
            } else if (!reviewed.licences().containsAll(licences)) {
                faults.add("a licence that nobody read: " + name + " " + licences);
            }
            if (licences.isEmpty() || licences.contains("")) {
                faults.add("no licence: " + name);
            }
            if (!group.equals(OWN) && sha256(one).isEmpty()) {
                faults.add("no hash: " + name);
            }
            if (!group.equals(OWN) && page(one).isEmpty()) {
                faults.add("no page: " + name);
            }
        }
        return faults;
    }

    private static Set<String> licences(JsonNode component) {
        var licences = new TreeSet<String>();
        for (JsonNode one : component.path("licenses")) {
            JsonNode licence = one.path("license");
            licences.add(
                    one.path("expression")
                            .asText(licence.path("id").asText(licence.path("name").asText())));
        }
        return licences;
    }

    private static String sha256(JsonNode component) {
        for (JsonNode hash : component.path("hashes")) {
            if (hash.path("alg").asText().equals("SHA-256")) {
                return hash.path("content").asText();
            }
        }
        return "";
    }

    /** As its makers declare it: where it is described, or where its source is. */
    private static String page(JsonNode component) {
        String page = "";
        for (JsonNode one : component.path("externalReferences")) {
            String type = one.path("type").asText();
            if (type.equals("website") || (type.equals("vcs") && page.isEmpty())) {
                page = one.path("url").asText();
            }
        }
        return page;
    }
}
