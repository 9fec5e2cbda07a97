package io.sealane.node.store;

import io.sealane.core.identity.Outage;
import io.sealane.node.postgres.DatabaseAddress;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.internal.exception.FlywaySqlException;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

import java.sql.SQLException;
import java.util.Arrays;

/** Brings the database to the schema of this release, before anything else enters it. */
public final class Migration {
    private static final int CONNECT_SECONDS = 5;

    private Migration() {}

    /**
     * Applies what is missing. Processes that start together wait for one another.
     *
     * @throws IllegalStateException if the schema is newer than this release, or was changed
     * @throws Outage if the database does not answer
     */
    public static void run(DatabaseAddress address) {
        try {
            flyway(address).migrate();
        } catch (FlywaySqlException e) {
            throw new Outage("The database does not answer, or refuses the migration.", 5, e);
        } catch (FlywayException e) {
            throw new IllegalStateException(
                    "The schema of the database does not fit this release.", e);
        }
    }

    /**
     * How the tables of a database stand to this release.
     *
     * @param version of the newest migration that was made; null if there was none
     * @param missing how many are made at the next start
     * @param fits false if a newer release was here, or a migration failed half-way
     */
    public record State(@Nullable String version, int missing, boolean fits) {}

    /** Looks, and changes nothing. */
    static State state(DatabaseAddress address) throws SQLException {
        try {
            MigrationInfoService info = flyway(address).info();
            MigrationInfo current = info.current();
            boolean fits =
                    Arrays.stream(info.all())
                            .map(MigrationInfo::getState)
                            .noneMatch(state ->
                                    state.isFailed() || (state.isApplied() && !state.isResolved()));
            return new State(
                    current == null ? null : current.getVersion().toString(),
                    info.pending().length,
                    fits);
        } catch (FlywayException e) {
            throw new SQLException("the history of the tables cannot be read", e);
        }
    }

    private static Flyway flyway(DatabaseAddress address) {
        return Flyway.configure(Migration.class.getClassLoader())
                .dataSource(source(address))
                .locations("classpath:db/migration")
                .defaultSchema("public")
                .cleanDisabled(true)
                .validateMigrationNaming(true)
                .failOnMissingLocations(true)
                // A newer release was here: going back would write what it does not expect.
                .ignoreMigrationPatterns(new String[0])
                .load();
    }

    /** Entered by JDBC, as migrations are. */
    static PGSimpleDataSource source(DatabaseAddress address) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(address.jdbcUrl());
        source.setUser(address.user());
        source.setPassword(address.password());
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setApplicationName("sealane-migration");
        return source;
    }
}
