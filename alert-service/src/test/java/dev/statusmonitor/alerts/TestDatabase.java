package dev.statusmonitor.alerts;

import com.zaxxer.hikari.HikariDataSource;
import dev.statusmonitor.alerts.store.AlertDatabaseSettings;
import dev.statusmonitor.testservers.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A migrated database for the contracts, emptied before each test. */
public final class TestDatabase {
    private static final List<String> TABLES = List.of(
            "lease",
            "delivery",
            "link_code",
            "channel",
            "event_outbox",
            "partition_claim",
            "incident",
            "silence",
            "rule",
            "known_account");

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    private TestDatabase(AlertDatabaseSettings settings) {
        AlertConfiguration.database(settings).migrations().migrate();
        HikariDataSource source = AlertConfiguration.database(settings).open();
        this.jdbc = JdbcClient.create(source);
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(source));
    }

    public static TestDatabase sqlite() {
        return Sqlite.INSTANCE;
    }

    public static TestDatabase postgres() {
        return Postgres.INSTANCE;
    }

    public JdbcClient jdbc() {
        return jdbc;
    }

    public TransactionTemplate transactions() {
        return transactions;
    }

    /** Deletes every row. */
    public TestDatabase empty() {
        TABLES.forEach(table -> jdbc.sql("DELETE FROM " + table).update());
        return this;
    }

    public static AlertDatabaseSettings settings(String url, @Nullable String user, @Nullable String password) {
        return new AlertDatabaseSettings(url, user, password, 10, Duration.ofSeconds(5));
    }

    private static final class Sqlite {
        static final TestDatabase INSTANCE = new TestDatabase(settings("jdbc:sqlite:" + file(), null, null));

        private static Path file() {
            try {
                Path folder = Files.createTempDirectory("alerts-sqlite");
                // Deleted in the reverse order.
                folder.toFile().deleteOnExit();
                for (String name : List.of("alerts.db", "alerts.db-wal", "alerts.db-shm")) {
                    folder.resolve(name).toFile().deleteOnExit();
                }
                return folder.resolve("alerts.db");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Postgres {
        static final TestDatabase INSTANCE = new TestDatabase(settings(
                TestPostgres.get().createDatabase("alerts"),
                TestPostgres.get().user(),
                TestPostgres.get().password()));
    }
}
