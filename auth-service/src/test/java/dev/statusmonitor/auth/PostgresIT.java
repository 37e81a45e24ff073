package dev.statusmonitor.auth;

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

/** Every contract on PostgreSQL. */
final class PostgresIT {
    @Nested
    class ApiTokens extends ApiTokenContract {
        ApiTokens() {
            super(TestDatabase.postgres());
        }
    }

    @Nested
    class Audit extends AuditContract {
        Audit() {
            super(TestDatabase.postgres());
        }
    }

    @Nested
    class Enrolment extends EnrolmentContract {
        Enrolment() {
            super(TestDatabase.postgres());
        }
    }

    @Nested
    class Hosts extends HostContract {
        Hosts() {
            super(TestDatabase.postgres());
        }
    }

    @Nested
    class Keys extends KeyContract {
        Keys() {
            super(TestDatabase.postgres());
        }
    }

    @Nested
    class Profiles extends ProfileContract {
        Profiles() {
            super(TestDatabase.postgres());
        }
    }

    @Nested
    class Registration extends RegistrationContract {
        Registration() {
            super(TestDatabase.postgres());
        }
    }

    @Nested
    class PasswordResets extends PasswordResetContract {
        PasswordResets() {
            super(TestDatabase.postgres());
        }
    }

    @Nested
    class Sessions extends SessionContract {
        Sessions() {
            super(TestDatabase.postgres());
        }
    }

    @Nested
    class Setup extends SetupContract {
        Setup() {
            super(TestDatabase.postgres());
        }
    }

    @Nested
    class Store extends StoreContract {
        Store() {
            super(TestDatabase.postgres());
        }
    }

    @Nested
    class Tickets extends TicketContract {
        Tickets() {
            super(TestDatabase.postgres());
        }
    }

    @Nested
    class Tokens extends TokenContract {
        Tokens() {
            super(TestDatabase.postgres());
        }
    }
}
