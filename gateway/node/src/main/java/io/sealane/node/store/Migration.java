package io.sealane.node.store;

import io.sealane.core.identity.Outage;
import io.sealane.node.postgres.DatabaseAddress;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.internal.exception.FlywaySqlException;
import org.postgresql.ds.PGSimpleDataSource;

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
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(address.jdbcUrl());
        source.setUser(address.user());
        source.setPassword(address.password());
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setApplicationName("sealane-migration");
        try {
            Flyway.configure(Migration.class.getClassLoader())
                    .dataSource(source)
                    .locations("classpath:db/migration")
                    .defaultSchema("public")
                    .cleanDisabled(true)
                    .validateMigrationNaming(true)
                    .failOnMissingLocations(true)
                    // A newer release was here: going back would write what it does not expect.
                    .ignoreMigrationPatterns(new String[0])
                    .load()
                    .migrate();
        } catch (FlywaySqlException e) {
            throw new Outage("The database does not answer, or refuses the migration.", 5, e);
        } catch (FlywayException e) {
            throw new IllegalStateException(
                    "The schema of the database does not fit this release.", e);
        }
    }
}
