package io.sealane.bench;

import io.sealane.command.fleet.Berth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;

/** A node's own embedded database, read past the node. */
final class Tables implements AutoCloseable {
    private final Connection connection;

    private Tables(Connection connection) {
        this.connection = connection;
    }

    static Tables of(Berth berth) throws IOException, SQLException {
        return in(berth.folder().resolve("data").resolve("postgres"));
    }

    /** The database of an embedded server, by its folder. */
    static Tables in(Path folder) throws IOException, SQLException {
        String port = Files.readString(folder.resolve("port")).strip();
        String password = Files.readString(folder.resolve("sealane.password")).strip();
        return new Tables(
                DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + port + "/sealane?sslmode=disable",
                        "sealane",
                        password));
    }

    /** The one value that a query answers. */
    String ask(String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    long count(String table) throws SQLException {
        return Long.parseLong(ask("select count(*) from " + table));
    }

    /** How many rows each table has, partitions in sum. */
    Map<String, Long> rows() throws SQLException {
        var names = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var found =
                        statement.executeQuery(
                                "select relname from pg_class where relkind in ('r', 'p')"
                                        + " and not relispartition and relnamespace = 'public'"
                                        + "::regnamespace and relname not like 'flyway%'")) {
            while (found.next()) {
                names.add(found.getString(1));
            }
        }
        var rows = new TreeMap<String, Long>();
        for (String name : names) {
            rows.put(name, count(name));
        }
        return rows;
    }

    /** As the rows of a table are stored, without their indexes. */
    int bytesOfRow(String table) throws SQLException {
        return Integer.parseInt(
                ask(
                        "select round(avg(pg_column_size(t.*)))::int from (select * from "
                                + table
                                + " limit 1000) t"));
    }

    void run(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
