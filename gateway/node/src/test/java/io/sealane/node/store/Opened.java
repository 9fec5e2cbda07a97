package io.sealane.node.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import javax.crypto.SecretKey;

/** What a node keeps of what others sent it, opened with the node's own keys. */
public final class Opened {
    private static final int LOG = 1;

    private final Connection connection;
    private final AtRest atRest;

    private interface Reader {
        byte[] plain(ResultSet row) throws SQLException;
    }

    /**
     * Of a node that runs.
     *
     * @param data its data folder
     */
    public Opened(Connection connection, Path data, SecretKey storage) throws IOException {
        this.connection = connection;
        var random = new SecureRandom();
        var keys = DataKeys.open(data.resolve("keys/data-keys.json"), List.of(storage), random);
        this.atRest = new AtRest(keys, random);
    }

    /** What is kept of each refusal. */
    public List<String> refusals() throws SQLException {
        return each(
                "select key_id, content, channel, delivery from refusal",
                row -> atRest.open(row.getLong(1), refusal(row), row.getBytes(2)));
    }

    private static Place refusal(ResultSet row) throws SQLException {
        return Place.refusal(LOG, row.getString(3), row.getObject(4, UUID.class));
    }

    /** Tokens and disclosures of all that was admitted. */
    public List<String> inbox() throws SQLException {
        List<String> all =
                each(
                        "select key_id, content, channel, delivery from inbox",
                        row ->
                                atRest.open(
                                        row.getLong(1),
                                        Place.inbox(
                                                LOG,
                                                row.getString(3),
                                                row.getObject(4, UUID.class)),
                                        row.getBytes(2)));
        try (Compression compression = new Compression()) {
            all.addAll(
                    each(
                            "select body_key_id, body, channel, delivery from inbox",
                            row ->
                                    compression.expanded(
                                            atRest.open(
                                                    row.getLong(1),
                                                    Place.inboxBody(
                                                            LOG,
                                                            row.getString(3),
                                                            row.getObject(4, UUID.class)),
                                                    row.getBytes(2)))));
        }
        return all;
    }

    /** Statements and blindings of every leaf. */
    public List<String> openings() throws SQLException {
        return each(
                "select o.key_id, o.secret, e.entry from log_opening o"
                        + " join log_entry e on e.log = o.log and e.idx = o.idx"
                        + " where o.secret is not null",
                row ->
                        atRest.open(
                                row.getLong(1),
                                Place.opening(LOG, row.getBytes(3)),
                                row.getBytes(2)));
    }

    /** Every row of every table as it stands there. */
    public List<String> rows() throws SQLException {
        var rows = new ArrayList<String>();
        for (String table :
                each(
                        "select relname from pg_class where relkind in ('r', 'p')"
                                + " and not relispartition"
                                + " and relnamespace = 'public'::regnamespace",
                        row -> row.getString(1).getBytes(StandardCharsets.UTF_8))) {
            rows.addAll(
                    each(
                            "select t::text from " + table + " t",
                            row -> row.getString(1).getBytes(StandardCharsets.UTF_8)));
        }
        return rows;
    }

    private List<String> each(String query, Reader reader) throws SQLException {
        var all = new ArrayList<String>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                // One character a byte, so that no bytes are lost.
                all.add(new String(reader.plain(rows), StandardCharsets.ISO_8859_1));
            }
        }
        return all;
    }
}
