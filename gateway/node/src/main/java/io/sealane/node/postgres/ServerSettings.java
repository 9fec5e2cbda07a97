package io.sealane.node.postgres;

import java.util.ArrayList;
import java.util.List;

/** How the embedded server is set: durable, closed to others, small, and silent about contents. */
final class ServerSettings {
    private ServerSettings() {}

    private static final List<String> DURABLE =
            List.of(
                    "fsync = on",
                    "synchronous_commit = on",
                    "full_page_writes = on",
                    "wal_level = replica",
                    "max_wal_senders = 2",
                    "checkpoint_timeout = 15min",
                    "max_wal_size = 1GB",
                    "restart_after_crash = on");

    private static final List<String> CLOSED =
            List.of(
                    "listen_addresses = '127.0.0.1'",
                    "unix_socket_directories = ''",
                    "password_encryption = scram-sha-256",
                    "allow_alter_system = off",
                    "ssl = off");

    // The node runs few and short statements: workers for parallel plans and just-in-time
    // compilation would cost memory and never pay.
    private static final List<String> SMALL =
            List.of(
                    "max_connections = 40",
                    "shared_buffers = 64MB",
                    "wal_buffers = 8MB",
                    "work_mem = 4MB",
                    "maintenance_work_mem = 32MB",
                    "huge_pages = off",
                    "jit = off",
                    "io_method = sync",
                    "max_worker_processes = 2",
                    "max_parallel_workers = 0",
                    "max_parallel_workers_per_gather = 0",
                    "autovacuum_max_workers = 2",
                    "update_process_title = off");

    // An error's details, statements and parameters may name what no log line may hold.
    private static final List<String> SILENT =
            List.of(
                    "logging_collector = on",
                    "log_directory = 'log'",
                    "log_filename = 'postgresql-%a.log'",
                    "log_truncate_on_rotation = on",
                    "log_rotation_age = 1d",
                    "log_rotation_size = 0",
                    "log_error_verbosity = terse",
                    "log_min_error_statement = panic",
                    "log_statement = none",
                    "log_parameter_max_length = 0",
                    "log_parameter_max_length_on_error = 0",
                    "log_checkpoints = off",
                    "lc_messages = 'C'",
                    "timezone = 'UTC'",
                    "log_timezone = 'UTC'");

    /** The lines of postgresql.conf. */
    static List<String> lines(int port) {
        List<String> lines = new ArrayList<>();
        lines.add("# Written by Sealane at every start: changes made here are lost.");
        lines.add("port = " + port);
        lines.addAll(CLOSED);
        lines.addAll(DURABLE);
        lines.addAll(SMALL);
        if (System.getProperty("os.name").startsWith("Linux")) {
            // After a crash the file system is synced as a whole, not file by file: a second
            // instead of many, since every partition is some files.
            lines.add("recovery_init_sync_method = syncfs");
        }
        lines.addAll(SILENT);
        return lines;
    }
}
