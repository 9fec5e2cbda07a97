package io.sealane.bench;

import io.sealane.command.fleet.Berth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A node's own embedded database, read past the node. */
final class Tables implements AutoCloseable {
    private final Connection connection;

    private Tables(Connection connection) {
        this.connection = connection;
    }

    static Tables of(Berth berth) throws IOException, SQLException {
        Path folder = berth.folder().resolve("data").resolve("postgres");
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

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
