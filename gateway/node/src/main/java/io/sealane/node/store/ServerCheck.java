package io.sealane.node.store;

import java.util.ArrayList;
import java.util.List;

/** Whether a server keeps what it says it has committed, and is one that the schema fits. */
final class ServerCheck {
    private static final int OLDEST = 150000;

    /** The arguments of {@link #faults}, in their order. */
    static final String SETTINGS =
            "select current_setting('server_version_num')::int, current_setting('fsync'),"
                    + " current_setting('synchronous_commit'), current_setting('full_page_writes'),"
                    + " current_setting('server_encoding'), pg_is_in_recovery()";

    private ServerCheck() {}

    static void run(Database database) {
        Row row = database.statement(session -> session.rows(SETTINGS)).getFirst();
        List<String> faults =
                faults(
                        Math.toIntExact(row.number(0)),
                        row.text(1),
                        row.text(2),
                        row.text(3),
                        row.text(4),
                        row.truth(5));
        if (!faults.isEmpty()) {
            throw new IllegalStateException(
                    "The database will not do: " + String.join("; ", faults));
        }
    }

    /** What is wrong with it, each with what to do. */
    static List<String> faults(
            int version,
            String fsync,
            String commit,
            String fullPages,
            String encoding,
            boolean isStandby) {
        List<String> faults = new ArrayList<>();
        if (version < OLDEST) {
            faults.add("PostgreSQL 15 or newer is needed");
        }
        if (!fsync.equals("on")) {
            faults.add("set fsync = on: what is acknowledged would be lost with the power");
        }
        if (List.of("off", "local", "remote_write").contains(commit)) {
            faults.add("set synchronous_commit = on or remote_apply");
        }
        if (!fullPages.equals("on")) {
            faults.add("set full_page_writes = on");
        }
        if (!encoding.equals("UTF8")) {
            faults.add("the database's encoding must be UTF8");
        }
        if (isStandby) {
            faults.add("this server is a standby: name the primary");
        }
        return faults;
    }
}
