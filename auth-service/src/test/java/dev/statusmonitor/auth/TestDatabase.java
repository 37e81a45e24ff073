package dev.statusmonitor.auth;

import com.zaxxer.hikari.HikariDataSource;
import dev.statusmonitor.auth.store.AuthDatabaseSettings;
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
            "epoch_outbox",
            "change_outbox",
            "audit_event",
            "live_ticket",
            "api_token",
            "password_reset",
            "invitation",
            "signing_key",
            "agent_assertion",
            "enrolment",
            "host",
            "refresh_token",
            "session",
            "setup_token",
            "account",
            "deleted_account");

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    private TestDatabase(AuthDatabaseSettings settings) {
        AuthConfiguration.database(settings).migrations().migrate();
        HikariDataSource source = AuthConfiguration.database(settings).open();
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

    public static AuthDatabaseSettings settings(String url, @Nullable String user, @Nullable String password) {
        return new AuthDatabaseSettings(url, user, password, 10, Duration.ofSeconds(5));
    }

    private static final class Sqlite {
        static final TestDatabase INSTANCE = new TestDatabase(settings("jdbc:sqlite:" + file(), null, null));

        private static Path file() {
            try {
                Path folder = Files.createTempDirectory("auth-sqlite");
                // Deleted in the reverse order.
                folder.toFile().deleteOnExit();
                for (String name : List.of("auth.db", "auth.db-wal", "auth.db-shm")) {
                    folder.resolve(name).toFile().deleteOnExit();
                }
                return folder.resolve("auth.db");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Postgres {
        static final TestDatabase INSTANCE = new TestDatabase(settings(
                TestPostgres.get().createDatabase("auth"),
                TestPostgres.get().user(),
                TestPostgres.get().password()));
    }
}
