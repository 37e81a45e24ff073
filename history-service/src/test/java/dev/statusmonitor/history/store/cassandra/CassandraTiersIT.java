package dev.statusmonitor.history.store.cassandra;

import dev.statusmonitor.history.store.LastStop;
import dev.statusmonitor.history.store.TieredStore;
import dev.statusmonitor.history.store.TiersContract;
import dev.statusmonitor.testservers.TestCassandra;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.condition.DisabledIf;

@DisabledIf("dev.statusmonitor.testservers.TestCassandra#isMissing")
class CassandraTiersIT extends TiersContract {
    @Override
    protected TieredStore open(Path folder, Clock clock, LastStop lastStop) {
        return Cassandra.open(TestCassandra.get(), folder, clock);
    }
}
