package dev.statusmonitor.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.statusmonitor.auth.apitoken.ApiTokenContract;
import dev.statusmonitor.auth.audit.AuditContract;
import dev.statusmonitor.auth.enrol.EnrolmentContract;
import dev.statusmonitor.auth.host.HostContract;
import dev.statusmonitor.auth.keys.KeyContract;
import dev.statusmonitor.auth.live.TicketContract;
import dev.statusmonitor.auth.profile.ProfileContract;
import dev.statusmonitor.auth.register.RegistrationContract;
import dev.statusmonitor.auth.reset.PasswordResetContract;
import dev.statusmonitor.auth.session.SessionContract;
import dev.statusmonitor.auth.setup.SetupContract;
import dev.statusmonitor.auth.store.AuthDatabaseSettings;
import dev.statusmonitor.auth.store.StoreContract;
import dev.statusmonitor.auth.token.TokenContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Every contract on SQLite, the default. */
final class SqliteIT {
    @Test
    void commitsReachTheDiskAndForeignKeysAreChecked() {
        var jdbc = TestDatabase.sqlite().jdbc();

        assertThat(jdbc.sql("PRAGMA journal_mode").query(String.class).single()).isEqualTo("wal");
        assertThat(jdbc.sql("PRAGMA synchronous").query(Integer.class).single()).isEqualTo(2);
        assertThat(jdbc.sql("PRAGMA foreign_keys").query(Integer.class).single())
                .isEqualTo(1);
        assertThat(jdbc.sql("PRAGMA busy_timeout").query(Integer.class).single())
                .isEqualTo(5_000);
    }

    /** Two that connect to a new file at once, the pool and the migrations, found it locked now and then. */
    @Test
    void thePoolLeavesANewFileToTheMigrations(@TempDir Path folder) {
        Path file = folder.resolve("new.db");
        var settings = new AuthDatabaseSettings("jdbc:sqlite:" + file, null, null, 10, Duration.ofSeconds(5));
        try (var pool = AuthConfiguration.database(settings).open()) {
            // Longer than the pool's housekeeping waits before it fills itself.
            await().during(Duration.ofMillis(500)).until(() -> Files.notExists(file));
            AuthConfiguration.database(settings).migrations().migrate();

            assertThat(JdbcClient.create(pool)
                            .sql("SELECT count(*) FROM account")
                            .query(Integer.class)
                            .single())
                    .isZero();
        }
    }

    @Nested
    class ApiTokens extends ApiTokenContract {
        ApiTokens() {
            super(TestDatabase.sqlite());
        }
    }

    @Nested
    class Audit extends AuditContract {
        Audit() {
            super(TestDatabase.sqlite());
        }
    }

    @Nested
    class Enrolment extends EnrolmentContract {
        Enrolment() {
            super(TestDatabase.sqlite());
        }
    }

    @Nested
    class Hosts extends HostContract {
        Hosts() {
            super(TestDatabase.sqlite());
        }
    }

    @Nested
    class Keys extends KeyContract {
        Keys() {
            super(TestDatabase.sqlite());
        }
    }

    @Nested
    class Profiles extends ProfileContract {
        Profiles() {
            super(TestDatabase.sqlite());
        }
    }

    @Nested
    class Registration extends RegistrationContract {
        Registration() {
            super(TestDatabase.sqlite());
        }
    }

    @Nested
    class PasswordResets extends PasswordResetContract {
        PasswordResets() {
            super(TestDatabase.sqlite());
        }
    }

    @Nested
    class Sessions extends SessionContract {
        Sessions() {
            super(TestDatabase.sqlite());
        }
    }

    @Nested
    class Setup extends SetupContract {
        Setup() {
            super(TestDatabase.sqlite());
        }
    }

    @Nested
    class Store extends StoreContract {
        Store() {
            super(TestDatabase.sqlite());
        }
    }

    @Nested
    class Tickets extends TicketContract {
        Tickets() {
            super(TestDatabase.sqlite());
        }
    }

    @Nested
    class Tokens extends TokenContract {
        Tokens() {
            super(TestDatabase.sqlite());
        }
    }
}
