package io.sealane.command;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.sealane.command.fleet.Berth;
import io.sealane.core.json.Base64Url;
import io.sealane.core.json.Json;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The database of a node that runs, read by SQL and opened with the node's keys. */
final class NodeDatabase implements AutoCloseable {
    private static final int LOG = 1;

    /** Every encrypted column: its key id's column, and the row that is authenticated with it. */
    private static final List<Column> COLUMNS =
            List.of(
                    new Column("document", "content", "key_id", "uuid_send(id)"),
                    new Column("idempotency", "content", "key_id", "tag"),
                    new Column("presentation", "content", "key_id", "uuid_send(delivery)"),
                    new Column("receipt", "content", "key_id", "uuid_send(delivery)"),
                    new Column("inbox", "content", "key_id", Column.RECEIVED),
                    new Column("inbox", "body", "body_key_id", Column.RECEIVED),
                    new Column("refusal", "content", "key_id", Column.RECEIVED),
                    new Column("acknowledgement", "reason", "key_id", "int8send(idx)"),
                    new Column("agreement", "content", "key_id", "hash"),
                    new Column("approval", "content", "key_id", "uuid_send(id)"),
                    new Column("noted", "content", "key_id", "convert_to(name, 'UTF8')"),
                    new Column(
                            "log_opening",
                            "secret",
                            "key_id",
                            "(select entry from log_entry e where e.log = t.log and e.idx ="
                                    + " t.idx)"));

    private final Berth berth;
    private final Connection connection;
    private final ColumnKeys keys;

    private record Column(String table, String name, String key, String row) {
        static final String RECEIVED = "uuid_send(delivery) || convert_to(channel, 'UTF8')";
    }

    /**
     * A column's content in the clear.
     *
     * @param party whose inbox it is in; empty if it is in none
     * @param delivery what it is of, if it came from a partner; else empty
     */
    record Opened(String column, String party, String delivery, byte[] plain) {
        boolean isOf(String table) {
            return column.startsWith(table + ".");
        }
    }

    private NodeDatabase(Berth berth, Connection connection, ColumnKeys keys) {
        this.berth = berth;
        this.connection = connection;
        this.keys = keys;
    }

    static NodeDatabase of(Berth berth) throws Exception {
        return new NodeDatabase(
                berth, connect(berth, "sealane", "sealane"), ColumnKeys.of(berth.folder()));
    }

    private static Connection connect(Berth berth, String database, String role) throws Exception {
        Path folder = berth.folder().resolve("data").resolve("postgres");
        String port = Files.readString(folder.resolve("port")).strip();
        String password = Files.readString(folder.resolve(role + ".password")).strip();
        String url = "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
        return DriverManager.getConnection(url, role, password);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private interface Reader {
        void read(ResultSet row) throws Exception;
    }

    private void each(String query, Reader reader) throws Exception {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                reader.read(rows);
            }
        }
    }

    /** Takes the newest row from the inboxes, as only whoever has the database can. */
    void deleteNewestInInbox() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("delete from inbox where idx = (select max(idx) from inbox)");
        }
    }

    /** Writes something into a table that is not encrypted. */
    void plant(String text) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table planted (note text)");
            statement.execute("insert into planted values ('" + text + "')");
        }
    }

    /** Has the server write everything into its files. */
    void checkpoint() throws Exception {
        try (Connection superuser = connect(berth, "postgres", "postgres");
                Statement statement = superuser.createStatement()) {
            statement.execute("checkpoint");
        }
    }

    private List<String> tables() throws Exception {
        var tables = new ArrayList<String>();
        each(
                "select relname from pg_class where relkind in ('r', 'p') and not relispartition"
                        + " and relnamespace = 'public'::regnamespace",
                row -> tables.add(row.getString(1)));
        return tables;
    }

    /** Every row of every table, as anybody sees it who can read the database: as text. */
    List<String> rows() throws Exception {
        var rows = new ArrayList<String>();
        for (String table : tables()) {
            each("select t::text from " + table + " t", row -> rows.add(row.getString(1)));
        }
        return rows;
    }

    /** Tables with a column for the number of a data key. */
    Set<String> encryptedTables() throws Exception {
        var tables = new TreeSet<String>();
        each(
                "select table_name from information_schema.columns where table_schema = 'public'"
                        + " and column_name like '%key_id'",
                row -> tables.add(row.getString(1)));
        tables.retainAll(tables());
        return tables;
    }

    static Set<String> knownTables() {
        var tables = new TreeSet<String>();
        COLUMNS.forEach(column -> tables.add(column.table()));
        return tables;
    }

    /** All that is encrypted. */
    List<Opened> opened() throws Exception {
        var opened = new ArrayList<Opened>();
        for (Column column : COLUMNS) {
            String party = column.table().equals("inbox") ? "party" : "''";
            String delivery = column.row().equals(Column.RECEIVED) ? "delivery::text" : "''";
            each(
                    "select %s, %s, %s, %s, %s from %s t where %s is not null"
                            .formatted(
                                    column.key(),
                                    column.row(),
                                    column.name(),
                                    party,
                                    delivery,
                                    column.table(),
                                    column.name()),
                    row ->
                            opened.add(
                                    new Opened(
                                            column.table() + "." + column.name(),
                                            row.getString(4),
                                            row.getString(5),
                                            open(
                                                    column,
                                                    row.getLong(1),
                                                    row.getBytes(2),
                                                    row.getBytes(3)))));
        }
        return opened;
    }

    private byte[] open(Column column, long keyId, byte[] row, byte[] sealed) throws Exception {
        byte[] name = (column.table() + "." + column.name()).getBytes(US_ASCII);
        ByteBuffer place = ByteBuffer.allocate(name.length + 1 + Integer.BYTES + row.length);
        place.put(name).put((byte) 0).putInt(LOG).put(row);
        byte[] plain = keys.open(keyId, place.array(), sealed);
        return isCompressed(column) ? Packed.inflated(plain) : plain;
    }

    private static boolean isCompressed(Column column) {
        return column.table().equals("document") || column.name().equals("body");
    }

    private static Column column(String table, String name) {
        return COLUMNS.stream()
                .filter(one -> one.table().equals(table) && one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private byte[] content(String table, String name, String condition) throws Exception {
        Column column = column(table, name);
        var found = new ArrayList<byte[]>();
        each(
                "select %s, %s, %s from %s t where %s"
                        .formatted(column.key(), column.row(), name, table, condition),
                row -> found.add(open(column, row.getLong(1), row.getBytes(2), row.getBytes(3))));
        return found.getFirst();
    }

    /** For every own document, the classes that its issuer signed. */
    Map<String, Map<String, String>> signedClasses() throws Exception {
        var all = new HashMap<String, Map<String, String>>();
        each(
                "select id from document",
                row -> {
                    var packed = new Packed(content("document", "content", is("id", row)));
                    packed.token();
                    JsonNode disclosure = Json.parse(Base64Url.decode(packed.token()));
                    var classes = new HashMap<String, String>();
                    disclosure
                            .path(2)
                            .forEach(pair ->
                                    classes.put(
                                            pair.path(0).textValue(), pair.path(1).textValue()));
                    all.put(row.getString(1), classes);
                });
        return all;
    }

    /** What this node's parties issued, as the demo's views show it, but with added members. */
    List<ObjectNode> issued() throws Exception {
        var views = new ArrayList<ObjectNode>();
        each(
                "select id, issuer, vct from document",
                row -> {
                    var packed = new Packed(content("document", "content", is("id", row)));
                    String token = packed.token();
                    packed.token();
                    skipTexts(packed);
                    var document = new OpenedDocument(token, disclosures(packed));
                    ObjectNode view = Json.object().put("held", "issued");
                    view.put("id", row.getString(1)).put("type", row.getString(3));
                    view.put("issuer", row.getString(2)).set("document", document.document());
                    views.add(view);
                });
        return views;
    }

    private static void skipTexts(Packed packed) {
        int count = packed.number();
        for (int i = 0; i < count; i++) {
            packed.text();
        }
    }

    private static List<String> disclosures(Packed packed) {
        int count = packed.number();
        var disclosures = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            packed.number();
            packed.number();
            disclosures.add(packed.token());
        }
        return disclosures;
    }

    /**
     * What this node received, as the demo's views show it.
     *
     * @param signed classes by document, of all nodes
     */
    List<ObjectNode> received(Map<String, Map<String, String>> signed) throws Exception {
        var views = new ArrayList<ObjectNode>();
        each(
                "select delivery, issuer, party, role, vct, document from inbox",
                row -> {
                    String condition = is("delivery", row);
                    var tokens = new Packed(content("inbox", "content", condition));
                    tokens.skipLeaf();
                    String token = tokens.token();
                    List<String> shown = new Packed(content("inbox", "body", condition)).tokens();
                    var document = new OpenedDocument(token, shown);
                    ObjectNode view = Json.object().put("held", "received");
                    view.put("delivery", row.getString(1)).put("from", row.getString(2));
                    view.put("party", row.getString(3)).put("role", row.getString(4));
                    view.put("type", row.getString(5)).set("document", document.document());
                    ArrayNode classes = view.putArray("classes");
                    document.classes(signed.getOrDefault(row.getString(6), Map.of()))
                            .forEach(classes::add);
                    views.add(view);
                });
        return views;
    }

    /**
     * A delivery in an inbox, opened.
     *
     * @param agreement payload hash, base64url
     * @param opened tokens and disclosures as they are kept
     * @param view the document that they show
     */
    record Received(
            String document,
            String role,
            String vct,
            String agreement,
            byte[] opened,
            JsonNode view) {}

    /** All deliveries in all inboxes. */
    List<Received> inbox() throws Exception {
        var all = new ArrayList<Received>();
        each(
                "select document, role, vct, agreement, key_id, content, body_key_id, body, "
                        + Column.RECEIVED
                        + " from inbox",
                row -> {
                    byte[] place = row.getBytes(9);
                    byte[] content =
                            open(
                                    column("inbox", "content"),
                                    row.getLong(5),
                                    place,
                                    row.getBytes(6));
                    byte[] body =
                            open(column("inbox", "body"), row.getLong(7), place, row.getBytes(8));
                    var tokens = new Packed(content);
                    tokens.skipLeaf();
                    List<String> shown = new Packed(body).tokens();
                    var opened = new ByteArrayOutputStream();
                    opened.writeBytes(content);
                    opened.writeBytes(body);
                    all.add(
                            new Received(
                                    row.getString(1),
                                    row.getString(2),
                                    row.getString(3),
                                    Base64Url.encode(row.getBytes(4)),
                                    opened.toByteArray(),
                                    new OpenedDocument(tokens.token(), shown).document()));
                });
        return all;
    }

    private static String is(String column, ResultSet row) throws SQLException {
        return column + " = '" + row.getString(1) + "'";
    }
}
