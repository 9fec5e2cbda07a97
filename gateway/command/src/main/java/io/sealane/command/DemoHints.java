package io.sealane.command;

import io.sealane.command.demo.Stage;
import io.sealane.command.fleet.Berth;
import io.sealane.command.fleet.Program;

import java.io.PrintWriter;
import java.nio.file.Path;

/** Lines to paste while the demo runs. */
final class DemoHints {
    private final PrintWriter out;

    DemoHints(PrintWriter out) {
        this.out = out;
    }

    void print(Stage stage) {
        out.println();
        var table = new Table("party", "as", "address of its node");
        for (Berth berth : stage.berths()) {
            for (Berth.Party party : berth.parties()) {
                table.row(
                        party.name() + "@" + berth.node(),
                        String.join(" ", party.roles()),
                        address(berth));
            }
        }
        table.print(out);
        Berth first = stage.berths().getFirst();
        Berth second = stage.berths().get(1);
        String sender = first.parties().getFirst().name();
        String receiver = second.parties().get(1).name();
        String sealane = Program.launcher();
        String demo = option(stage.folder());
        out.println();
        out.println("The nodes stay up until Ctrl-C. In another terminal:");
        out.println();
        out.println("  " + curl(first, sender, sealane, demo, "/v1/documents"));
        out.println("  " + curl(second, receiver, sealane, demo, "/v1/inbox"));
        out.println("  " + sealane + " inbox --as " + receiver + demo);
        out.println(
                "  %s verify --trust %s %s"
                        .formatted(
                                sealane,
                                quoted(stage.folder().resolve("trust.json")),
                                quoted(stage.folder().resolve("evidence")) + "/*.json"));
        out.println(
                "  %s audit log %s --key %s"
                        .formatted(
                                sealane,
                                quoted(first.folder().resolve("log")),
                                quoted(first.folder().resolve("log.vkey"))));
        out.println("  curl http://127.0.0.1:" + first.managementPort() + "/metrics");
    }

    private static String curl(
            Berth berth, String party, String sealane, String demo, String path) {
        Path own = berth.profile(party).resolveSibling("");
        String token = "$(" + sealane + " token --as " + party + demo + ")";
        return String.join(
                " ",
                "curl --cert " + quoted(own.resolve("certificate.pem")),
                "--key " + quoted(own.resolve("key.pem")),
                "--cacert " + quoted(berth.folder().resolve("authority").resolve("ca.pem")),
                "-H \"Authorization: Bearer " + token + "\"",
                address(berth) + path);
    }

    private static String address(Berth berth) {
        return "https://127.0.0.1:" + berth.apiPort();
    }

    private static String option(Path folder) {
        return folder.equals(Path.of(Demo.DEFAULT_FOLDER)) ? "" : " --demo " + quoted(folder);
    }

    /** As a shell reads it. */
    static String quoted(Object word) {
        String text = word.toString();
        return text.matches("[A-Za-z0-9_./:@%+=,-]+")
                ? text
                : "'" + text.replace("'", "'\\''") + "'";
    }
}
