package io.sealane.edifact;

import com.fasterxml.jackson.databind.JsonNode;

import io.sealane.client.Accepted;
import io.sealane.client.Addressee;
import io.sealane.client.Problem;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * Hands the documents of files to the party's node. The idempotency key is the event's number,
 * which comes of what the interchange says: however often a file is read, an event is submitted
 * once.
 */
public final class Submitter {
    private final Converter converter;
    private final Node node;
    private final List<Addressee> recipients;

    /** Submits what the converter makes to these recipients. */
    public Submitter(Converter converter, Node node, List<Addressee> recipients) {
        this.converter = converter;
        this.node = node;
        this.recipients = List.copyOf(recipients);
    }

    /** The node: {@link io.sealane.client.Client#submit}. */
    public interface Node {
        /** Submits one document. */
        Accepted submit(
                String type, List<Addressee> recipients, JsonNode document, String idempotencyKey);
    }

    /**
     * Submits what a file tells of.
     *
     * @return whether all of the file became documents and the node took every one
     * @throws io.sealane.core.identity.Outage if the node cannot be used: the whole file may be
     *     submitted again
     */
    public boolean submit(Converter.Source file, Consumer<ReportLine> report) throws IOException {
        var refused = new Refused();
        Converter.Result result =
                converter.convert(
                        file,
                        finding -> report.accept(ReportLine.of(finding)),
                        document -> submit(document, refused, report));
        report.accept(ReportLine.of(result, refused.count));
        return result.isWhole() && refused.count == 0;
    }

    private void submit(Converter.Document document, Refused refused, Consumer<ReportLine> report) {
        try {
            Accepted accepted =
                    node.submit(
                            document.type().vct(),
                            recipients,
                            document.body(),
                            "edifact-" + document.id());
            report.accept(ReportLine.of(document, accepted));
        } catch (Problem e) {
            refused.count++;
            report.accept(ReportLine.of(document, e));
        }
    }

    /** How many the node has refused. */
    private static final class Refused {
        private int count;
    }
}
