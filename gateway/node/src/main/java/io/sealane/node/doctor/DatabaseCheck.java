package io.sealane.node.doctor;

import io.sealane.node.config.NodeConfig;
import io.sealane.node.postgres.DatabaseAddress;
import io.sealane.node.postgres.EmbeddedPostgres;
import io.sealane.node.store.Inspection;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;

/** Whether the database can be entered, keeps what it commits, and has this release's tables. */
record DatabaseCheck(NodeConfig config, InstantSource clock) {
    private static final String CHECK = "database";

    /** What was found; null if the database could not be entered. */
    @Nullable Inspection look(boolean nodeRuns, List<Finding> findings) {
        try {
            DatabaseAddress address = address();
            if (address == null) {
                findings.add(
                        nodeRuns
                                ? Finding.failed(
                                        CHECK,
                                        "the embedded server does not run",
                                        "the node starts it again; see its log for why it ends")
                                : Finding.ok(CHECK, "the embedded server starts with the node"));
                return null;
            }
            Inspection found = Inspection.of(address, config.log(), clock);
            findings.add(settings(found));
            findings.add(schema(found));
            findings.add(Clocks.compared("database clock", "the database's clock", found.ahead()));
            return found;
        } catch (SQLException e) {
            findings.add(
                    Finding.failed(
                            CHECK,
                            "it cannot be entered (" + state(e) + ")",
                            "start it, or compare user, password and address"));
        } catch (IOException | IllegalArgumentException e) {
            findings.add(
                    Finding.failed(
                            CHECK,
                            "its address or password cannot be read",
                            "see 'database' in the configuration"));
        }
        return null;
    }

    // What a driver says may quote what it was given: its five letters do not.
    private static String state(SQLException e) {
        return e.getSQLState() == null ? "no answer" : "SQLSTATE " + e.getSQLState();
    }

    private @Nullable DatabaseAddress address() throws IOException {
        NodeConfig.Database external = config.database();
        return external == null
                ? EmbeddedPostgres.running(config.data().resolve("postgres"))
                : DatabaseAddress.parse(
                        external.url(), Files.readString(external.passwordFile()).strip());
    }

    private static Finding settings(Inspection found) {
        String means = "PostgreSQL " + found.server() + " keeps what it commits";
        return found.faults().isEmpty()
                ? Finding.ok(CHECK, means)
                : Finding.failed(
                        CHECK,
                        "PostgreSQL " + found.server() + " does not do",
                        String.join("; ", found.faults()));
    }

    private static Finding schema(Inspection found) {
        String version = found.schema().version();
        if (!found.schema().fits()) {
            return Finding.failed(
                    "schema",
                    "it is at " + version + ", which this release does not know",
                    "run the release that was here last");
        }
        return found.schema().missing() > 0
                ? Finding.warning(
                        "schema",
                        "it is at "
                                + (version == null ? "nothing" : version)
                                + ", and "
                                + found.schema().missing()
                                + " migrations are made at the next start",
                        "make a backup before")
                : Finding.ok("schema", "it is at " + version + ", this release's");
    }
}
