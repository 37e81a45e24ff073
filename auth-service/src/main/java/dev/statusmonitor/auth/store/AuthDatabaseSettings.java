package dev.statusmonitor.auth.store;

import dev.statusmonitor.starter.database.DatabaseSettings;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where accounts and hosts are kept.
 *
 * @param url {@code jdbc:sqlite:<file>} or {@code jdbc:postgresql://…}
 * @param username for PostgreSQL
 * @param password for PostgreSQL
 * @param connections at most so many to PostgreSQL; SQLite has one, since it has one writer
 * @param patience how long a statement waits for a connection or for another writer
 */
@Validated
@ConfigurationProperties("statusmonitor.auth.database")
public record AuthDatabaseSettings(
        @DefaultValue("jdbc:sqlite:data/auth.db") @NotBlank String url,
        @Nullable String username,
        @Nullable String password,
        @DefaultValue("10") int connections,
        @DefaultValue("5s") Duration patience)
        implements DatabaseSettings {

    public AuthDatabaseSettings {
        DatabaseSettings.checked(url, "statusmonitor.auth.database.url");
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "AuthDatabaseSettings[" + shown() + "]";
    }
}
