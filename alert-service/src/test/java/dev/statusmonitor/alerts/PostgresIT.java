package dev.statusmonitor.alerts;

import dev.statusmonitor.alerts.incident.IncidentContract;
import org.junit.jupiter.api.Nested;

/** Every contract on PostgreSQL. */
final class PostgresIT {
    @Nested
    class Incidents extends IncidentContract {
        Incidents() {
            super(TestDatabase.postgres());
        }
    }
}
