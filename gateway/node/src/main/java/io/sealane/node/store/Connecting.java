package io.sealane.node.store;

import io.sealane.node.postgres.DatabaseAddress;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How every connection is made and set. */
final class Connecting {
    /** Multi-row inserts are long; they are all prepared once and kept. */
    private static final int LONGEST_STATEMENT = 64 * 1024;

    private static final int STATEMENTS = 512;

    private Connecting() {}

    static PgConnectOptions options(DatabaseAddress address, DatabaseLimits limits) {
        PgConnectOptions options =
                new PgConnectOptions()
                        .setHost(address.host())
                        .setPort(address.port())
                        .setDatabase(address.database())
                        .setUser(address.user())
                        .setPassword(address.password())
                        .setCachePreparedStatements(true)
                        .setPreparedStatementCacheMaxSize(STATEMENTS)
                        .setPreparedStatementCacheSqlFilter(
                                sql -> sql.length() <= LONGEST_STATEMENT)
                        .setProperties(settings(limits));
        options.setConnectTimeout((int) TimeUnit.SECONDS.toMillis(limits.connectSeconds()));
        // A connection on which nothing is heard for so long is dead, whatever the network says.
        options.setIdleTimeout(2 * limits.waitSeconds()).setIdleTimeoutUnit(TimeUnit.SECONDS);
        options.setTcpKeepAlive(true);
        if (address.tls() == DatabaseAddress.Tls.NONE) {
            return options.setSslMode(SslMode.DISABLE);
        }
        options.setSslMode(SslMode.VERIFY_FULL).setHostnameVerificationAlgorithm("HTTPS");
        if (address.certificates() != null) {
            options.setPemTrustOptions(
                    new PemTrustOptions().addCertPath(address.certificates().toString()));
        }
        return options;
    }

    private static Map<String, String> settings(DatabaseLimits limits) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("application_name", "sealane");
        settings.put("search_path", "public");
        settings.put("client_min_messages", "warning");
        settings.put("statement_timeout", limits.statementSeconds() + "s");
        settings.put("lock_timeout", limits.lockSeconds() + "s");
        settings.put("idle_in_transaction_session_timeout", limits.waitSeconds() + "s");
        // Every statement here finds its rows by an index. Plans are kept, and made while the
        // tables
        // are still small: a plan that reads a small table whole would stay when it has grown.
        settings.put("enable_seqscan", "off");
        settings.put("enable_hashjoin", "off");
        settings.put("enable_mergejoin", "off");
        return settings;
    }
}
