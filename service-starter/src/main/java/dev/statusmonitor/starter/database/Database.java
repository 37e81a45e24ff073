package dev.statusmonitor.starter.database;

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

/**
 * A service's database, and what brings its tables up to date.
 *
 * @param name the service's short name: that of its pool, of its migrations' folder {@code db/<name>} and, with {@code
 *     _schema_history} behind it, of the table of those that were made
 * @param settings where it is
 * @param sync when a commit counts as safe in SQLite; PostgreSQL decides that by itself
 */
public record Database(String name, DatabaseSettings settings, SQLiteConfig.SynchronousMode sync) {

    /** A pool of connections; the caller closes it. No connection is made before the first is asked for. */
    public HikariDataSource open() {
        var pool = new HikariConfig();
        pool.setPoolName(name);
        pool.setDataSource(plain());
        pool.setMaximumPoolSize(settings.isSqlite() ? 1 : settings.connections());
        // SQLite's first connection turns a new file to WAL, and a second one then finds it locked, whatever its
        // patience. So none is made in the background while the migrations make theirs.
        pool.setMinimumIdle(settings.isSqlite() ? 0 : 1);
        pool.setConnectionTimeout(settings.patience().toMillis());
        pool.setInitializationFailTimeout(-1);
        return new HikariDataSource(pool);
    }

    /**
     * What makes the tables; {@link Flyway#migrate} is still to be called. It has connections of its own, since
     * Flyway wants more than the one that SQLite's pool has.
     */
    public Flyway migrations() {
        return Flyway.configure()
                .dataSource(plain())
                .locations("classpath:db/" + name)
                .table(name + "_schema_history")
                .load();
    }

    private DataSource plain() {
        return settings.isSqlite() ? sqlite() : postgres();
    }

    private DataSource sqlite() {
        Path folder = Path.of(settings.url().substring(DatabaseSettings.SQLITE.length()))
                .toAbsolutePath()
                .getParent();
        try {
            if (folder != null) {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + folder + " for the database cannot be made", e);
        }
        var config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(sync);
        config.setBusyTimeout(Math.toIntExact(settings.patience().toMillis()));
        config.enforceForeignKeys(true);
        // A transaction that reads first and writes later would fail at once, not wait, if another process wrote.
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        var source = new SQLiteDataSource(config);
        source.setUrl(settings.url());
        return source;
    }

    private DataSource postgres() {
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
