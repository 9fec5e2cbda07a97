package io.sealane.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.command.demo.Exposure;
import io.sealane.command.demo.Outcome;
import io.sealane.command.demo.Stage;
import io.sealane.command.fleet.Berth;
import io.sealane.core.json.Json;

/** What came of the demo, for a program: one JSON object on one line. */
final class DemoSummary {
    private DemoSummary() {}

    static String of(Outcome outcome, Stage stage) {
        ObjectNode summary = Json.object().put("holds", outcome.holds());
        ArrayNode nodes = summary.putArray("nodes");
        for (Berth berth : stage.berths()) {
            Outcome.LogState log = outcome.logs().get(berth.name());
            ObjectNode node = nodes.addObject().put("node", berth.node());
            node.put("folder", berth.folder().toString());
            node.put("address", "https://127.0.0.1:" + berth.apiPort());
            if (log != null) {
                node.putObject("log")
                        .put("leaves", log.leaves())
                        .put("checkpoints", log.checkpoints())
                        .put("verified", log.report().holds());
            }
        }
        ArrayNode documents = summary.putArray("documents");
        outcome.documents().forEach(one -> documents.add(document(one)));
        summary.set("exposure", exposure(outcome.exposure()));
        ArrayNode sawEverything = summary.putArray("sawEverything");
        outcome.exposure().sawEverything().forEach(sawEverything::add);
        ObjectNode evidence = summary.putObject("evidence");
        outcome.evidence().forEach((file, report) -> evidence.put(file, report.holds()));
        ArrayNode faults = summary.putArray("faults");
        outcome.faults().forEach(faults::add);
        return Json.text(summary);
    }

    private static ObjectNode document(Outcome.Sent sent) {
        ObjectNode document = Json.object().put("name", sent.name());
        document.put("type", sent.type());
        document.put("id", sent.id().toString());
        document.put("issuer", sent.issuer());
        document.put("warnings", sent.warnings().size());
        ArrayNode arrivals = document.putArray("deliveries");
        for (Outcome.Arrival arrival : sent.arrivals()) {
            ObjectNode one = arrivals.addObject();
            one.put("id", arrival.delivery().id().toString());
            one.put("party", arrival.delivery().party());
            one.put("role", arrival.delivery().role());
            one.put("state", arrival.delivery().state());
            one.put("sentIndex", arrival.delivery().sentIndex());
            one.put("receiptIndex", arrival.delivery().receiptIndex());
            ArrayNode classes = one.putArray("classes");
            arrival.classes().forEach(classes::add);
            one.put("shown", arrival.shown());
            one.put("hidden", arrival.hidden());
            one.put("verified", arrival.verified());
        }
        return document;
    }

    private static ObjectNode exposure(Exposure exposure) {
        ObjectNode matrix = Json.object();
        for (String node : exposure.nodes()) {
            ObjectNode row = matrix.putObject(node).put("own", exposure.own(node));
            ObjectNode classes = row.putObject("others");
            for (String name : exposure.classes()) {
                Exposure.Share share = exposure.share(node, name);
                classes.putObject(name).put("seen", share.seen()).put("of", share.all());
            }
        }
        return matrix;
    }
}
