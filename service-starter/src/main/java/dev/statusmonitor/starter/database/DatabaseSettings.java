package dev.statusmonitor.starter.database;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Where a service keeps what it owns; its own settings, with their names and defaults, implement this. */
public interface DatabaseSettings {

    /** What an SQLite file's address begins with. */
    String SQLITE = "jdbc:sqlite:";

    /** {@code jdbc:sqlite:<file>} or {@code jdbc:postgresql://…}. */
    String url();

    /** For PostgreSQL. */
    @Nullable String username();

    /** For PostgreSQL. */
    @Nullable String password();

    /** At most so many to PostgreSQL; SQLite has one, since it has one writer. */
    int connections();

    /** How long a statement waits for a connection or for another writer. */
    Duration patience();

    /** Whether it is a file of this process alone. */
    default boolean isSqlite() {
        return url().startsWith(SQLITE);
    }

    /** The address as a log may have it: that of PostgreSQL may hold a password. */
    default String shown() {
        return isSqlite() ? url() : "jdbc:postgresql:…";
    }

    /**
     * Returns the address when it is one of the two kinds.
     *
     * @param setting the address's name, for the error
     * @throws IllegalArgumentException naming the setting otherwise
     */
    static String checked(String url, String setting) {
        if (!url.startsWith(SQLITE) && !url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException(setting + " must begin with jdbc:sqlite: or jdbc:postgresql:");
        }
        return url;
    }
}
