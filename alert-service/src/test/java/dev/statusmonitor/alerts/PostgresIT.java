package dev.statusmonitor.alerts;

import dev.statusmonitor.alerts.incident.IncidentContract;
import dev.statusmonitor.alerts.notify.ChannelContract;
import dev.statusmonitor.alerts.store.LeaseContract;
import org.junit.jupiter.api.Nested;

/** Every contract on PostgreSQL. */
final class PostgresIT {
    @Nested
    class Incidents extends IncidentContract {
        Incidents() {
            super(TestDatabase.postgres());
        }
    }

    @Nested
    class Channels extends ChannelContract {
        Channels() {
            super(TestDatabase.postgres());
        }
    }

    @Nested
    class Leases extends LeaseContract {
        Leases() {
            super(TestDatabase.postgres());
        }
    }
}
