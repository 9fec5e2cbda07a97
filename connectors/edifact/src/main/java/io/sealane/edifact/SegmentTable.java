package io.sealane.edifact;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.xlate.edi.schema.EDISchemaException;
import io.xlate.edi.schema.Schema;
import io.xlate.edi.schema.SchemaFactory;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which segments a message has, in which order and groups, as StAEDI checks it: read from {@code
 * tables.txt}.
 *
 * @param unit the group that becomes an event
 * @param parent the group around the unit; empty if there is none
 */
record SegmentTable(String unit, String parent, Schema schema) {
    private static final int ELEMENTS = 11;

    /** No composite of these directories has more; StAEDI forgets each of them at every group. */
    private static final int COMPONENTS = 9;

    private static final Pattern WORD =
            Pattern.compile(
                    "(?<group>SG\\d+)(?<must>!?)(\\[(?<times>\\d+)])?\\("
                            + "|(?<tag>[A-Z]{3})(?<needed>!?)(?<max>\\d*)|(?<close>\\))");

    /** All tables, by type and release: {@code IFTSTA D.00B}. */
    static Map<String, SegmentTable> bundled() {
        var tables = new LinkedHashMap<String, SegmentTable>();
        read().lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .forEach(line -> {
                    String[] parts = line.split(" = ", 2);
                    String[] names = parts[0].split(" ", -1);
                    tables.put(names[0] + " " + names[1], of(names[2], parts[1]));
                });
        return tables;
    }

    private static SegmentTable of(String unit, String table) {
        var structure = new StringBuilder();
        var tags = new TreeSet<String>();
        var open = new java.util.ArrayDeque<String>();
        String parent = "";
        Matcher word = WORD.matcher(table);
        while (word.find()) {
            if (word.group("group") != null) {
                String group = word.group("group");
                if (group.equals(unit)) {
                    parent = open.isEmpty() ? "" : open.peek();
                }
                open.push(group);
                structure.append(
                        "<loop code=\"%s\" minOccurs=\"%d\" maxOccurs=\"%s\"><sequence>"
                                .formatted(
                                        group,
                                        word.group("must").isEmpty() ? 0 : 1,
                                        word.group("times") == null ? "1" : word.group("times")));
            } else if (word.group("close") != null) {
                open.pop();
                structure.append("</sequence></loop>");
            } else {
                tags.add(word.group("tag"));
                structure.append(
                        "<segment type=\"%s\" minOccurs=\"%d\" maxOccurs=\"%s\"/>"
                                .formatted(
                                        word.group("tag"),
                                        word.group("needed").isEmpty() ? 0 : 1,
                                        word.group("max").isEmpty() ? "1" : word.group("max")));
            }
        }
        return new SegmentTable(unit, parent, schema(structure.toString(), tags));
    }

    /** Elements are any texts here: the mappings say what they must be. */
    private static Schema schema(String structure, Iterable<String> tags) {
        var xml = new StringBuilder("<schema xmlns=\"http://xlate.io/EDISchema/v4\"><transaction>");
        xml.append("<sequence>").append(structure).append("</sequence></transaction>");
        xml.append(
                "<elementType name=\"text\" base=\"string\" minLength=\"0\" maxLength=\"99999\"/>");
        xml.append("<compositeType name=\"any\"><sequence>");
        xml.repeat("<element type=\"text\"/>", COMPONENTS).append("</sequence></compositeType>");
        for (String tag : tags) {
            xml.append("<segmentType name=\"").append(tag).append("\"><sequence>");
            xml.repeat("<composite type=\"any\" maxOccurs=\"99\"/>", ELEMENTS);
            xml.append("</sequence></segmentType>");
        }
        xml.append("</schema>");
        try {
            return SchemaFactory.newFactory()
                    .createSchema(new ByteArrayInputStream(xml.toString().getBytes(UTF_8)));
        } catch (EDISchemaException e) {
            throw new IllegalStateException("tables.txt does not make a schema", e);
        }
    }

    private static String read() {
        try (InputStream file = SegmentTable.class.getResourceAsStream("tables.txt")) {
            if (file == null) {
                throw new IllegalStateException("no tables.txt in this module");
            }
            return new String(file.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
