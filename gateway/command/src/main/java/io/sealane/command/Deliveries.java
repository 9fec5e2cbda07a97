package io.sealane.command;

import io.sealane.client.Accepted;
import io.sealane.client.DocumentState;
import io.sealane.client.View;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;

import java.io.PrintWriter;
import java.util.List;

/** A document's recipients and how far it got with each. */
final class Deliveries {
    private final CommandSpec spec;

    Deliveries(CommandSpec spec) {
        this.spec = spec;
    }

    void print(DocumentState state, List<Accepted.Warning> warnings) {
        PrintWriter out = spec.commandLine().getOut();
        if (Output.of(spec) == Output.JSON) {
            out.println(Printed.json(state));
            return;
        }
        out.println(state.type() + " " + state.id() + " of " + state.issuer());
        printWarnings(out, warnings);
        var table = new Table("recipient", "as", "state", "sees", "sent", "receipt", "delivery");
        for (Accepted.Delivery one : state.deliveries()) {
            table.row(
                    one.party(),
                    one.role(),
                    one.code() == null ? one.state() : one.state() + ": " + one.code(),
                    one.classes() == null ? "" : String.join(" ", one.classes()),
                    index(one.sentIndex()),
                    index(one.receiptIndex()),
                    one.id());
        }
        table.print(out);
    }

    static void printWarnings(PrintWriter out, List<Accepted.Warning> warnings) {
        for (Accepted.Warning warning : warnings) {
            out.println("warning: " + warning.pointer() + ": " + warning.message());
        }
    }

    static void printViews(PrintWriter out, List<View> views) {
        for (View view : views) {
            out.printf(
                    "%s as %s sees %s; %d hidden:%n",
                    view.party(), view.role(), String.join(" ", view.classes()), view.withheld());
            out.println(Printed.indented(view.document()));
        }
    }

    private static String index(@Nullable Long index) {
        return index == null ? "" : "#" + index;
    }
}
