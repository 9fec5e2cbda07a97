package io.sealane.node.postgres;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One embedded server for all tests of a run, durable as in production. A test class asks for a
 * {@link DatabaseAddress}, an empty database of its own, or for the {@link EmbeddedPostgres}.
 */
public final class SharedPostgres implements ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(SharedPostgres.class);
    private static final AtomicInteger DATABASES = new AtomicInteger();

    /** The server's folder, for tests that look into its files. */
    public static final Path FOLDER = Path.of("target", "postgres-it");

    /** Writes everything that is committed into the server's files. */
    public static void checkpoint(EmbeddedPostgres server) {
        try (Connection connection = EmbeddedPostgresIT.connect(server.superuser());
                Statement statement = connection.createStatement()) {
            statement.execute("checkpoint");
        } catch (IOException | SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** A new, empty database, for a test that needs several. */
    public static DatabaseAddress create(EmbeddedPostgres server) {
        String name = "test" + DATABASES.incrementAndGet();
        try (Connection connection = EmbeddedPostgresIT.connect(server.superuser());
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name + " owner sealane");
            DatabaseAddress address = server.address();
            return address.with(name, address.user(), address.password());
        } catch (IOException | SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Runs statements in one of the server's databases, as its superuser. */
    public static void run(EmbeddedPostgres server, String database, String... statements)
            throws IOException, SQLException {
        try (Connection connection = connect(server, database);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** A connection to one of the server's databases, as its superuser. */
    public static Connection connect(EmbeddedPostgres server, String database)
            throws IOException, SQLException {
        DatabaseAddress superuser = server.superuser();
        return EmbeddedPostgresIT.connect(
                superuser.with(database, superuser.user(), superuser.password()));
    }

    /** Closed by JUnit at the end of the run. */
    private static final class Server implements AutoCloseable {
        final EmbeddedPostgres postgres;

        Server() {
            try {
                Binaries.delete(FOLDER);
                postgres = EmbeddedPostgres.start(FOLDER, EmbeddedPostgresIT.CACHE);
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void close() throws IOException {
            postgres.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == DatabaseAddress.class || type == EmbeddedPostgres.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Server server =
                context.getRoot()
                        .getStore(NAMESPACE)
                        .computeIfAbsent(Server.class, _ -> new Server(), Server.class);
        if (parameter.getParameter().getType() == EmbeddedPostgres.class) {
            return server.postgres;
        }
        Class<?> test = context.getRequiredTestClass();
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(test, _ -> create(server.postgres), DatabaseAddress.class);
    }
}
