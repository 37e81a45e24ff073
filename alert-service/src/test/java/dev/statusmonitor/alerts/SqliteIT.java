package dev.statusmonitor.alerts;

import dev.statusmonitor.alerts.incident.IncidentContract;
import org.junit.jupiter.api.Nested;

/** Every contract on SQLite, the default. */
final class SqliteIT {
    @Nested
    class Incidents extends IncidentContract {
        Incidents() {
            super(TestDatabase.sqlite());
        }
    }
}
