package dev.statusmonitor.standalone.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import org.sqlite.SQLiteConfig;

/** Copies an SQLite database as of one moment, whoever else reads and writes it. */
final class DatabaseCopy {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private DatabaseCopy() {}

    /** @param to a file that is not there yet */
    static void copy(Path from, Path to) throws IOException {
        Files.deleteIfExists(to);
        var config = new SQLiteConfig();
        config.setBusyTimeout(Math.toIntExact(PATIENCE.toMillis()));
        try (Connection connection = config.createConnection("jdbc:sqlite:" + from);
                PreparedStatement vacuum = connection.prepareStatement("VACUUM INTO ?")) {
            vacuum.setString(1, to.toString());
            vacuum.execute();
        } catch (SQLException e) {
            throw new IOException("the database %s cannot be copied (%s)".formatted(from, e.getMessage()), e);
        }
    }
}
