package io.sealane.node;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.core.agreement.Agreement;
import io.sealane.core.identity.NativeProvider;
import io.sealane.core.identity.Outage;
import io.sealane.core.json.Json;
import io.sealane.node.config.AgreementFolder;
import io.sealane.node.config.BadConfig;
import io.sealane.node.config.ConfigReader;
import io.sealane.node.config.NodeConfig;
import io.sealane.node.keys.LiveKeys;
import io.sealane.node.watch.LogLines;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** {@code sealane node}: runs one node until it is told to end. */
@Command(
        name = "sealane node",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs a node until SIGTERM or SIGINT.",
            "Prints one line on stdout when it is ready; its log goes to stderr."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:it ended as it was told to",
            "2:the configuration cannot be used; all problems are on stderr",
            "3:the environment failed: a port, the database, the disk"
        })
public final class Main implements Callable<Integer> {
    private static final int OK = 0;
    private static final int BAD_CONFIG = 2;
    private static final int BAD_ENVIRONMENT = 3;

    /** How the node speaks to whoever started it. */
    enum Output {
        text,
        json
    }

    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "The node's YAML file; OPERATING.md describes it.")
    private Path config = Path.of("");

    @Option(
            names = "--output",
            paramLabel = "text|json",
            description = "Form of the log and of what is printed (default: ${DEFAULT-VALUE}).",
            defaultValue = "text")
    private Output output = Output.text;

    private Main() {}

    public static void main(String[] args) {
        int code =
                new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true).execute(args);
        System.exit(code);
    }

    @Override
    public Integer call() throws InterruptedException {
        LogLines.install(output == Output.json);
        chooseCrypto();
        try {
            NodeConfig read = ConfigReader.read(config);
            LiveKeys keys =
                    LiveKeys.open(
                            read.keys(),
                            read.node() + "/log/" + read.log(),
                            InstantSource.system());
            List<Agreement> agreements = AgreementFolder.read(read, keys.published().federation());
            return run(Node.start(read, keys, agreements));
        } catch (BadConfig bad) {
            bad.problems().forEach(problem -> complain(problem.toString()));
            return BAD_CONFIG;
        } catch (Outage | IllegalStateException | IOException e) {
            complain("The node cannot start: " + reason(e));
            return BAD_ENVIRONMENT;
        }
    }

    /** Before any key is read: a key belongs to the provider that read it. */
    private static void chooseCrypto() {
        // Not in a field: the first logger decides who manages logs, and LogLines has to be first.
        Logger log = LoggerFactory.getLogger(Main.class);
        boolean wanted = !"jdk".equals(System.getProperty("sealane.crypto"));
        if (wanted && !NativeProvider.install()) {
            log.warn("event=no-native-crypto reason=\"the library does not load here\"");
        }
        log.info("event=crypto provider=\"{}\"", NativeProvider.inUse());
    }

    private int run(Node node) throws InterruptedException {
        var ended = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform()
                                .name("end")
                                .unstarted(() -> {
                                    int code = node.stop() ? OK : BAD_ENVIRONMENT;
                                    // The JVM would answer SIGTERM with 143.
                                    Runtime.getRuntime().halt(code);
                                }));
        print(ready(node));
        ended.await(); // Until the hook halts the process.
        return OK;
    }

    private String ready(Node node) {
        NodeConfig its = node.config();
        String api = address("https", its.api(), node.apiPort());
        String federation = address("https", its.federation(), node.federationPort());
        String management = address("http", its.management(), node.managementPort());
        if (output == Output.text) {
            return "ready " + its.node() + " api " + api + " federation " + federation;
        }
        ObjectNode line =
                Json.object()
                        .put("event", "ready")
                        .put("node", its.node())
                        .put("api", api)
                        .put("federation", federation)
                        .put("management", management);
        return Json.text(line);
    }

    private static String address(String scheme, NodeConfig.Listener listener, int port) {
        return scheme + "://" + listener.host() + ":" + port;
    }

    private static String reason(Throwable failure) {
        List<String> reasons = new ArrayList<>();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            reasons.add(String.valueOf(cause.getMessage()));
        }
        return String.join("; because: ", reasons);
    }

    private void complain(String what) {
        write(
                System.err,
                output == Output.json ? Json.text(Json.object().put("problem", what)) : what);
    }

    private static void print(String line) {
        write(System.out, line);
    }

    private static void write(PrintStream stream, String line) {
        stream.println(line);
        stream.flush();
    }
}
