package io.sealane.command;

import io.sealane.client.Accepted;
import io.sealane.command.demo.Exposure;
import io.sealane.command.demo.Outcome;

import org.jspecify.annotations.Nullable;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** What came of the demo, for a person. */
final class DemoTables {
    private final PrintWriter out;

    DemoTables(PrintWriter out) {
        this.out = out;
    }

    void print(Outcome outcome) {
        outcome.documents().forEach(this::printDocument);
        printExposure(outcome.exposure());
        printLogs(outcome);
        printVerdict(outcome);
    }

    private void printDocument(Outcome.Sent document) {
        out.println();
        out.printf("%s  %s %s%n", document.name(), document.type(), document.id());
        out.println("issued by " + document.issuer());
        for (Accepted.Warning warning : document.warnings()) {
            out.println("  taken, but odd: " + warning.pointer() + ": " + warning.message());
        }
        var table = new Table("recipient", "as", "sees", "fields", "sent", "receipt", "verified");
        for (Outcome.Arrival arrival : document.arrivals()) {
            Accepted.Delivery delivery = arrival.delivery();
            table.row(
                    // The node's short name: the whole one is the same for all but two letters.
                    delivery.party().replaceFirst("@.*", "@" + arrival.node()),
                    delivery.role(),
                    String.join(" ", arrival.classes()),
                    arrival.shown() + " of " + (arrival.shown() + arrival.hidden()),
                    index(delivery.sentIndex()),
                    index(delivery.receiptIndex()) + " in " + arrival.node(),
                    arrival.verified() ? "yes" : "NO");
        }
        table.print(out);
    }

    private void printExposure(Exposure exposure) {
        out.println();
        out.println("Who saw what of the documents of others, in hideable fields:");
        var heading = new ArrayList<String>();
        heading.add("class");
        heading.addAll(exposure.nodes());
        var table = new Table(heading.toArray(String[]::new));
        for (String name : exposure.classes()) {
            var row = new ArrayList<String>();
            row.add(name);
            for (String node : exposure.nodes()) {
                row.add(share(exposure.share(node, name)));
            }
            table.row(row.toArray());
        }
        var own = new ArrayList<String>();
        own.add("own documents, whole");
        exposure.nodes().forEach(node -> own.add(Integer.toString(exposure.own(node))));
        table.row(own.toArray());
        table.print(out);
        out.println(
                exposure.sawEverything().isEmpty()
                        ? "No node saw everything of a document that its own parties did not issue."
                        : "Its agreements let "
                                + String.join(" and ", exposure.sawEverything())
                                + " see everything that some document of others holds.");
        out.println("Routing in the clear (ports, vessel, dates) is for every recipient.");
    }

    private static String share(Exposure.Share share) {
        if (share.all() == 0) {
            return "";
        }
        return share.seen() == 0 ? "none of " + share.all() : share.seen() + " of " + share.all();
    }

    private void printLogs(Outcome outcome) {
        out.println();
        var table = new Table("log", "leaves", "checkpoints", "verified");
        outcome.logs()
                .forEach((node, log) ->
                        table.row(
                                node,
                                log.leaves(),
                                log.checkpoints(),
                                log.report().holds() ? "yes" : "NO"));
        table.print(out);
    }

    private void printVerdict(Outcome outcome) {
        long arrivals = outcome.documents().stream().mapToLong(one -> one.arrivals().size()).sum();
        out.println();
        if (outcome.holds()) {
            out.printf(
                    "%d documents, %d deliveries, %d evidence files: all delivered, all verified"
                            + " offline, and nobody holds a field beyond its grant.%n",
                    outcome.documents().size(), arrivals, outcome.evidence().size());
        } else {
            out.println("Not everything holds:");
            outcome.faults().forEach(fault -> out.println("  - " + fault));
            if (arrivals == 0) {
                out.println("  - nothing was delivered");
            }
        }
        notProven(outcome).forEach(limit -> out.println("Not proven: " + limit));
    }

    /** What the audits themselves say that they do not prove, each once. */
    private static List<String> notProven(Outcome outcome) {
        var limits = new ArrayList<String>();
        outcome.evidence().values().forEach(report -> limits.addAll(report.notProven()));
        return limits.stream().distinct().toList();
    }

    private static String index(@Nullable Long index) {
        return index == null ? "?" : "#" + index;
    }
}
