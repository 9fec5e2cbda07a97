package io.sealane.edifact;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.core.document.Catalogue;
import io.sealane.core.document.DocumentType;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Makes documents of a file of interchanges, and a report of all that it could not make any of.
 *
 * <p>A file is read twice: what the end of a message or an interchange says against it has to be
 * known before anything of it is handed on. So nothing of a file is kept in memory but one event.
 */
public final class Converter {
    private final Map<String, SegmentTable> tables = SegmentTable.bundled();
    private final Map<String, Mapping> mappings;
    private final Catalogue catalogue;

    /** The converter of one sender's files. */
    public Converter(Catalogue catalogue, Zones zones, Statuses statuses) {
        this.catalogue = catalogue;
        var events = new Events(new Instants(zones));
        mappings =
                Map.of(
                        "IFTSTA", new Iftsta(events, statuses),
                        "CODECO", ContainerMoves.gates(events),
                        "COARRI", ContainerMoves.lifts(events));
    }

    /** A file that can be read more than once. */
    public interface Source {
        /** From its beginning. */
        InputStream open() throws IOException;
    }

    /** Takes the documents, in the order of the file. */
    public interface Taker {
        /** Takes one. */
        void take(Document document) throws IOException;
    }

    /**
     * A checked document.
     *
     * @param message which message of the file it is from
     * @param segment where its event begins
     */
    public record Document(DocumentType type, JsonNode body, int message, int segment) {
        /** The number of the event, by which it is the same one whenever it is told. */
        public String id() {
            return body.path("eventID").textValue();
        }
    }

    /** What came of a file. */
    public record Result(int documents, int faults, int leftOut, int warnings) {
        /** Whether everything that it tells of became a document. */
        public boolean isWhole() {
            return faults == 0 && documents > 0;
        }
    }

    /** Whether a file's first bytes are those of an interchange, be it broken. */
    public static boolean looksLike(byte[] head) {
        String text = new String(head, java.nio.charset.StandardCharsets.ISO_8859_1);
        return text.replaceFirst("^\u00EF\u00BB\u00BF", "")
                .stripLeading()
                .matches("(?s)UN[ABH]\\W.*");
    }

    /** Reads a file: its findings go to the report, what is sound of it to the taker. */
    public Result convert(Source source, Consumer<Finding> report, Taker taker) throws IOException {
        var soundness = new Soundness();
        var findings = new Findings(report);
        var first = new Pass(this, findings, soundness, document -> {});
        read(source, first);
        findings.endOfMessage();
        int documents = 0;
        if (first.messages() > 0) {
            var second = new Pass(this, findings, soundness.known(), taker);
            read(source, second);
            documents = second.documents();
        }
        if (documents == 0 && findings.count(Finding.Kind.FAULT) == 0) {
            findings.add(
                    new Finding(
                            Finding.Kind.FAULT, "empty", 0, 0, "", "It tells of nothing at all."));
        }
        return new Result(
                documents,
                findings.count(Finding.Kind.FAULT),
                findings.count(Finding.Kind.LEFT_OUT),
                findings.count(Finding.Kind.WARNING));
    }

    private void read(Source source, Pass pass) throws IOException {
        try (InputStream input = source.open()) {
            InterchangeReader.read(input, tables, pass);
        }
        pass.failIfTakerFailed();
    }

    Mapping mapping(String type) {
        Mapping mapping = mappings.get(type);
        if (mapping == null) {
            throw new IllegalStateException("a table without a mapping: " + type);
        }
        return mapping;
    }

    Catalogue catalogue() {
        return catalogue;
    }
}
