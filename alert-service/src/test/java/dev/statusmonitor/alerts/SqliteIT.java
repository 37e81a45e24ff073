package dev.statusmonitor.alerts;

import dev.statusmonitor.alerts.incident.IncidentContract;
import dev.statusmonitor.alerts.notify.ChannelContract;
import dev.statusmonitor.alerts.store.LeaseContract;
import org.junit.jupiter.api.Nested;

/** Every contract on SQLite, the default. */
final class SqliteIT {
    @Nested
    class Incidents extends IncidentContract {
        Incidents() {
            super(TestDatabase.sqlite());
        }
    }

    @Nested
    class Channels extends ChannelContract {
        Channels() {
            super(TestDatabase.sqlite());
        }
    }

    @Nested
    class Leases extends LeaseContract {
        Leases() {
            super(TestDatabase.sqlite());
        }
    }
}
