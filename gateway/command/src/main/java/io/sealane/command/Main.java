package io.sealane.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The entry: wires the commands by hand, runs one, and exits with one of {@link Exit}. */
@Command(
        name = "sealane",
        description = "Exchange trade documents with partner nodes, and prove it.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Main.Version.class,
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  done, or everything that was checked holds",
            "  1  checked, and it does not hold; or refused",
            "  2  the command line is wrong",
            "  3  nothing was decided: a file, the network or the machine stood in the way",
            "",
            "'sealane node --help' tells how to run a node, 'sealane doctor --help' how to see what"
                    + " ails one,",
            "'sealane bench --help' how to measure."
        })
public final class Main {

    /** Every command there is. Each is a {@code Callable<Integer>} that answers an exit code. */
    static List<Object> commands() {
        return List.of(
                new Demo(),
                new Send(),
                new Sign(),
                new Edifact(),
                new ReadInbox(),
                new Show(),
                new Evidence(),
                new Token(),
                new Parties(),
                new Partner(),
                new Agreement(),
                new Exclusion(),
                new Approval(),
                new Keys(),
                new Verify(),
                new Audit(),
                new Conform(),
                new Schema(),
                new Import(),
                new Export(),
                new Certs(),
                new Simulate(),
                new InjectFaults());
    }

    @Option(
            names = "--output",
            paramLabel = "text|json",
            description = "Form of the answer: ${COMPLETION-CANDIDATES}. Default: text.",
            defaultValue = "text",
            scope = ScopeType.INHERIT)
    private Output output = Output.TEXT;

    private Main() {}

    public static void main(String... arguments) {
        System.exit(run(commands(), writer(System.out), writer(System.err), arguments));
    }

    /** One command line, from words to exit code. */
    static int run(List<Object> commands, PrintWriter out, PrintWriter err, String... arguments) {
        var line = new CommandLine(new Main());
        commands.forEach(line::addSubcommand);
        var complaint = new Complaint(err);
        line.setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(complaint::aboutWords)
                .setExecutionExceptionHandler(complaint::aboutRun);
        try {
            return line.execute(arguments);
        } catch (Error e) {
            return complaint.aboutBug(e, arguments);
        }
    }

    /** UTF-8 whatever the locale says: tables draw lines, names have accents. */
    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    Output output() {
        return output;
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"sealane " + (version == null ? "(not packaged)" : version)};
        }
    }
}
