package io.sealane.node.store;

import io.sealane.node.federation.PartnerBook;
import io.sealane.node.postgres.DatabaseAddress;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * A look at a database from beside a node: nothing in it is changed.
 *
 * @param server its version, e.g. {@code 18.1}
 * @param faults why a node cannot trust it, with what to change
 * @param schema how its tables stand to this release
 * @param ahead by how much its clock is ahead of ours
 * @param partners those that an operator added; empty where there are no tables yet
 */
public record Inspection(
        String server,
        List<String> faults,
        Migration.State schema,
        Duration ahead,
        List<PartnerBook.Stored> partners) {
    private static final String CLOCK =
            "select current_setting('server_version'), clock_timestamp()";
    private static final String TABLE = "select to_regclass('public.partner') is not null";
    private static final String PARTNERS =
            "select node, address, configuration from partner where log = ? order by node";

    /**
     * Looks.
     *
     * @param log the number of the node's log
     * @throws SQLException if the database cannot be entered
     */
    public static Inspection of(DatabaseAddress address, int log, InstantSource clock)
            throws SQLException {
        try (Connection connection = Migration.source(address).getConnection()) {
            Instant before = clock.instant();
            String server;
            Instant its;
            try (ResultSet row = connection.createStatement().executeQuery(CLOCK)) {
                row.next();
                server = row.getString(1);
                its = row.getTimestamp(2).toInstant();
            }
            return new Inspection(
                    server,
                    faults(connection),
                    Migration.state(address),
                    Duration.between(before, its),
                    partners(connection, log));
        }
    }

    private static List<String> faults(Connection connection) throws SQLException {
        try (ResultSet row = connection.createStatement().executeQuery(ServerCheck.SETTINGS)) {
            row.next();
            return ServerCheck.faults(
                    row.getInt(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    row.getBoolean(6));
        }
    }

    private static List<PartnerBook.Stored> partners(Connection connection, int log)
            throws SQLException {
        var partners = new ArrayList<PartnerBook.Stored>();
        if (!hasTables(connection)) {
            return partners;
        }
        try (PreparedStatement statement = connection.prepareStatement(PARTNERS)) {
            statement.setInt(1, log);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    partners.add(
                            new PartnerBook.Stored(
                                    row.getString(1), row.getString(2), row.getString(3)));
                }
            }
        }
        return partners;
    }

    private static boolean hasTables(Connection connection) throws SQLException {
        try (ResultSet row = connection.createStatement().executeQuery(TABLE)) {
            return row.next() && row.getBoolean(1);
        }
    }
}
