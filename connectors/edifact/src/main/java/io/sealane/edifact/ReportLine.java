package io.sealane.edifact;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.client.Accepted;
import io.sealane.client.Problem;
import io.sealane.core.json.Json;

import java.util.Locale;
import java.util.Objects;

/**
 * A line of the report about a file.
 *
 * @param json for a program: an object with one member that says what it is
 * @param text for a person
 */
public record ReportLine(ObjectNode json, String text) {

    /** What was found. */
    public static ReportLine of(Finding finding) {
        String kind = finding.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
        ObjectNode line = Json.object();
        line.putObject("finding")
                .put("kind", kind)
                .put("code", finding.code())
                .put("message", finding.message())
                .put("segment", finding.segment())
                .put("tag", finding.tag())
                .put("detail", finding.detail());
        return new ReportLine(line, kind + ": " + finding);
    }

    /** A document as it was made; it was not sent. */
    public static ReportLine of(Converter.Document document) {
        ObjectNode line = Json.object();
        about(line.putObject("document"), document).set("body", document.body());
        return new ReportLine(
                line, "document: " + named(document) + "\n" + document.body().toPrettyString());
    }

    /** A document that the node has taken. */
    public static ReportLine of(Converter.Document document, Accepted accepted) {
        ObjectNode line = Json.object();
        about(line.putObject("submitted"), document).put("id", accepted.id().toString());
        return new ReportLine(line, "submitted: " + named(document) + " as " + accepted.id());
    }

    /** A document that the node has refused. */
    public static ReportLine of(Converter.Document document, Problem problem) {
        String detail = Objects.toString(problem.getMessage(), "");
        ObjectNode line = Json.object();
        about(line.putObject("refused"), document)
                .put("code", problem.code())
                .put("detail", detail);
        return new ReportLine(
                line, "refused: " + named(document) + ": " + problem.code() + ": " + detail);
    }

    /**
     * What came of the file: its last line.
     *
     * @param refused how many of the documents the node has refused
     */
    public static ReportLine of(Converter.Result result, int refused) {
        ObjectNode line = Json.object();
        line.putObject("result")
                .put("documents", result.documents())
                .put("refused", refused)
                .put("faults", result.faults())
                .put("leftOut", result.leftOut())
                .put("warnings", result.warnings());
        return new ReportLine(
                line,
                "%d documents, %d of them refused; %d faults, %d left out, %d warnings"
                        .formatted(
                                result.documents(),
                                refused,
                                result.faults(),
                                result.leftOut(),
                                result.warnings()));
    }

    private static ObjectNode about(ObjectNode line, Converter.Document document) {
        return line.put("type", document.type().vct())
                .put("eventID", document.id())
                .put("message", document.message())
                .put("segment", document.segment());
    }

    private static String named(Converter.Document document) {
        return "%s %s of segment %d"
                .formatted(document.type().vct(), document.id(), document.segment());
    }
}
