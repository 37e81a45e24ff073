package dev.statusmonitor.alerts.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Opens the database and brings its tables up to date. */
public final class Databases {
    private Databases() {}

    /** A pool of connections; the caller closes it. No connection is made before the first is asked for. */
    public static HikariDataSource open(AlertDatabaseSettings settings) {
        var pool = new HikariConfig();
        pool.setPoolName("alerts");
        pool.setDataSource(plain(settings));
        pool.setMaximumPoolSize(settings.isSqlite() ? 1 : settings.connections());
        // SQLite's first connection turns a new file to WAL, and a second one then finds it locked, whatever its
        // patience.
        // So none is made in the background while the migrations make theirs.
        pool.setMinimumIdle(settings.isSqlite() ? 0 : 1);
        pool.setConnectionTimeout(settings.patience().toMillis());
        pool.setInitializationFailTimeout(-1);
        return new HikariDataSource(pool);
    }

    /**
     * What makes the tables; {@link Flyway#migrate} is still to be called. It has connections of its own, since
     * Flyway wants more than the one that SQLite's pool has.
     */
    public static Flyway migrations(AlertDatabaseSettings settings) {
        return Flyway.configure()
                .dataSource(plain(settings))
                .locations("classpath:db/alerts")
                .table("alerts_schema_history")
                .load();
    }

    private static DataSource plain(AlertDatabaseSettings settings) {
        return settings.isSqlite() ? sqlite(settings) : postgres(settings);
    }

    private static DataSource sqlite(AlertDatabaseSettings settings) {
        Path folder = Path.of(settings.sqliteFile()).toAbsolutePath().getParent();
        try {
            if (folder != null) {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + folder + " for the alerts cannot be made", e);
        }
        var config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        // What a killed process committed is in the page cache. After a power cut the last moments may be missing; the
        // samples that led there are read again, and lead there again.
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setBusyTimeout(Math.toIntExact(settings.patience().toMillis()));
        config.enforceForeignKeys(true);
        // A transaction that reads first and writes later would fail at once, not wait, if another process wrote.
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        var source = new SQLiteDataSource(config);
        source.setUrl(settings.url());
        return source;
    }

    private static DataSource postgres(AlertDatabaseSettings settings) {
        var source = new DriverManagerDataSource(settings.url());
        source.setUsername(settings.username());
        source.setPassword(settings.password());
        long seconds = Math.max(1, settings.patience().toSeconds());
        var properties = new Properties();
        properties.setProperty("connectTimeout", Long.toString(seconds));
        properties.setProperty("socketTimeout", Long.toString(3 * seconds));
        source.setConnectionProperties(properties);
        return source;
    }
}
