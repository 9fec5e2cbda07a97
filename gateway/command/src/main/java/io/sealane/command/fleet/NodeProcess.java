package io.sealane.command.fleet;

import io.sealane.core.identity.Outage;
import io.sealane.core.identity.Refusal;
import io.sealane.core.json.Json;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One node's process and the database server that it runs: started, watched, stopped, killed. */
public final class NodeProcess {
    private static final Duration DRAIN = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final int PROBE_MILLIS = 2000;
    private static final int LONGEST_REPORT = 65_536;
    private static final int LAST_LINES = 20;

    private final Berth berth;
    private final Program program;
    private final Map<String, String> environment;
    private @Nullable Process process;
    private boolean wanted;

    NodeProcess(Berth berth, Program program, Map<String, String> environment) {
        this.berth = berth;
        this.program = program;
        this.environment = environment;
    }

    public Berth berth() {
        return berth;
    }

    /** Starts it; {@code node.pid} names the process, and stays when it has ended. */
    public synchronized void start() throws IOException {
        Optional<ProcessHandle> other = running(berth.pidFile()).filter(this::isThisNode);
        if (other.isPresent()) {
            throw new Outage(berth.node() + " runs already, as process " + other.get().pid(), 1);
        }
        var builder =
                new ProcessBuilder(program.node(berth.configuration()))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(berth.output().toFile()));
        builder.environment().putAll(environment);
        Process started = builder.start();
        started.getOutputStream().close();
        process = started;
        wanted = true;
        Files.writeString(berth.pidFile(), started.pid() + "\n");
    }

    /**
     * Waits until the node says that it is ready.
     *
     * @throws Outage if it ends, or the time is up
     */
    public void awaitReady(Duration longest) {
        awaitReady(longest, this::check);
    }

    /**
     * Waits until the node says that it is ready.
     *
     * @param meanwhile asked again and again: what it throws ends the waiting
     */
    void awaitReady(Duration longest, Runnable meanwhile) {
        long deadline = System.nanoTime() + longest.toNanos();
        while (!isReady()) {
            meanwhile.run();
            if (!isAlive()) {
                throw Fleet.outage(berth.node() + " was stopped while it started", berth.output());
            }
            if (System.nanoTime() - deadline >= 0) {
                throw Fleet.outage(
                        berth.node() + " is not ready after " + longest.toSeconds() + " s",
                        berth.output());
            }
            rest();
        }
    }

    /** Whether this very process says so: another may have the port of one that cannot listen. */
    private boolean isReady() {
        try {
            var address =
                    URI.create("http://127.0.0.1:" + berth.managementPort() + "/health/ready");
            var connection = (HttpURLConnection) address.toURL().openConnection();
            connection.setConnectTimeout(PROBE_MILLIS);
            connection.setReadTimeout(PROBE_MILLIS);
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK
                        && processOf(connection.getInputStream()) == pid();
            } finally {
                connection.disconnect();
            }
        } catch (IOException | Refusal e) {
            return false;
        }
    }

    private static long processOf(InputStream report) throws IOException, Refusal {
        return Json.parse(report.readNBytes(LONGEST_REPORT)).path("process").longValue();
    }

    public synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** The process id of the node, while it runs. */
    public synchronized long pid() {
        if (process == null) {
            throw new IllegalStateException(berth.node() + " was not started");
        }
        return process.pid();
    }

    /**
     * Does nothing while it runs, or is not to run.
     *
     * @throws Outage if it has ended by itself: how (128 and a signal's number is an end by that
     *     signal), and what it said last
     */
    synchronized void check() {
        if (wanted && process != null && !process.isAlive()) {
            throw new Outage(
                    "%s has ended, with exit code %d; the end of %s:%n%s"
                            .formatted(berth.node(), process.exitValue(), berth.output(), said()),
                    1);
        }
    }

    private String said() {
        try (var lines = Files.lines(berth.output())) {
            var last = new ArrayDeque<String>();
            lines.forEach(line -> {
                last.add(line);
                if (last.size() > LAST_LINES) {
                    last.remove();
                }
            });
            return String.join("\n", last);
        } catch (IOException | java.io.UncheckedIOException e) {
            return "(it cannot be read)";
        }
    }

    /** SIGTERM: the node drains, stops its database and ends. Does not wait. */
    public synchronized void askToStop() {
        wanted = false;
        if (process != null) {
            process.destroy();
        }
    }

    /** Stops it, by force if it does not end by itself. */
    public void stop() {
        askToStop();
        if (!ends(DRAIN)) {
            kill();
        }
        killDatabase();
    }

    /** SIGKILL to the node alone: its database server lives on. */
    public void kill() {
        synchronized (this) {
            wanted = false;
            if (process != null) {
                process.descendants()
                        .filter(child -> !isDatabase(child))
                        .forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
        if (!ends(DRAIN)) {
            throw Fleet.outage(berth.node() + " survives SIGKILL", berth.output());
        }
    }

    /** SIGSTOP: it stands still, and holds all that it has. */
    public void pause() {
        signal("STOP", pid());
    }

    /** SIGCONT: it goes on where it stood. */
    public void goOn() {
        signal("CONT", pid());
    }

    /** SIGINT to the database server, if it runs: it ends all sessions, and then in order. */
    public void stopDatabase() {
        Optional<ProcessHandle> server = database();
        if (server.isPresent()) {
            signal("INT", server.get().pid());
            server.get().onExit().orTimeout(DRAIN.toSeconds(), TimeUnit.SECONDS).join();
        }
    }

    private void signal(String name, long pid) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start();
            if (kill.waitFor() != 0) {
                throw Fleet.outage("no process takes SIG" + name, berth.output());
            }
        } catch (IOException e) {
            throw new Outage("there is no command kill", 1, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Outage("interrupted while signalling", 1, e);
        }
    }

    /** SIGKILL to the database server and its workers, if they run. */
    public void killDatabase() {
        Optional<ProcessHandle> server = database();
        if (server.isPresent()) {
            // Workers first: without its postmaster a worker would be another's child.
            server.get().descendants().forEach(ProcessHandle::destroyForcibly);
            server.get().destroyForcibly();
            server.get().onExit().orTimeout(DRAIN.toSeconds(), TimeUnit.SECONDS).join();
        }
    }

    /** The database server of this node's data folder, if it runs. */
    public Optional<ProcessHandle> database() {
        try (var files = Files.find(berth.data(), 4, (file, about) -> isPostmaster(file))) {
            return files.map(NodeProcess::running).flatMap(Optional::stream).findFirst();
        } catch (IOException | java.io.UncheckedIOException e) {
            return Optional.empty(); // No data folder yet, or a file of it was just removed.
        }
    }

    private boolean ends(Duration longest) {
        Process ending;
        synchronized (this) {
            ending = process;
        }
        try {
            return ending == null || ending.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean isPostmaster(Path file) {
        return file.endsWith("postmaster.pid");
    }

    private static boolean isDatabase(ProcessHandle process) {
        return process.info().command().orElse("").endsWith("postgres");
    }

    /** The live process that a pid file names: its number may have passed to a stranger. */
    private static Optional<ProcessHandle> running(Path pidFile) {
        try (var lines = Files.lines(pidFile)) {
            return lines.findFirst()
                    .flatMap(line -> ProcessHandle.of(Long.parseLong(line.strip())))
                    .filter(ProcessHandle::isAlive)
                    .filter(found -> isDatabase(found) == isPostmaster(pidFile));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Whether it runs this folder: the number in a stale pid file may name a stranger. */
    private boolean isThisNode(ProcessHandle process) {
        String configuration = berth.configuration().toString();
        return Arrays.asList(process.info().arguments().orElse(new String[0]))
                .contains(configuration);
    }

    private static void rest() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Outage("interrupted while waiting for a node", 1, e);
        }
    }
}
