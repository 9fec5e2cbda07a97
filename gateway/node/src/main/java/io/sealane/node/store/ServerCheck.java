package io.sealane.node.store;

import java.util.ArrayList;
import java.util.List;

/** Whether a server keeps what it says it has committed, and is one that the schema fits. */
final class ServerCheck {
    private static final int OLDEST = 150000;

    private static final String SETTINGS =
            "select current_setting('server_version_num')::int, current_setting('fsync'),"
                    + " current_setting('synchronous_commit'), current_setting('full_page_writes'),"
                    + " current_setting('server_encoding'), pg_is_in_recovery()";

    private ServerCheck() {}

    static void run(Database database) {
        Row row = database.statement(session -> session.rows(SETTINGS)).getFirst();
        List<String> faults = new ArrayList<>();
        if (row.number(0) < OLDEST) {
            faults.add("PostgreSQL 15 or newer is needed");
        }
        if (!row.text(1).equals("on")) {
            faults.add("set fsync = on: what is acknowledged would be lost with the power");
        }
        if (List.of("off", "local", "remote_write").contains(row.text(2))) {
            faults.add("set synchronous_commit = on or remote_apply");
        }
        if (!row.text(3).equals("on")) {
            faults.add("set full_page_writes = on");
        }
        if (!row.text(4).equals("UTF8")) {
            faults.add("the database's encoding must be UTF8");
        }
        if (row.truth(5)) {
            faults.add("this server is a standby: name the primary");
        }
        if (!faults.isEmpty()) {
            throw new IllegalStateException(
                    "The database will not do: " + String.join("; ", faults));
        }
    }
}
