package dev.statusmonitor.auth;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.statusmonitor.auth.store.StoreContract;
import dev.statusmonitor.auth.token.TokenContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

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
