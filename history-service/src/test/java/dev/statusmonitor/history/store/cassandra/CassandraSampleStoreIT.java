package dev.statusmonitor.history.store.cassandra;

import dev.statusmonitor.history.store.LastStop;
import dev.statusmonitor.history.store.SampleStore;
import dev.statusmonitor.history.store.SampleStoreContract;
import dev.statusmonitor.testservers.TestCassandra;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.condition.DisabledIf;

@DisabledIf("dev.statusmonitor.testservers.TestCassandra#isMissing")
class CassandraSampleStoreIT extends SampleStoreContract {
    @Override
    protected SampleStore open(Path folder, Clock clock, LastStop lastStop) {
        return Cassandra.open(TestCassandra.get(), folder, clock);
    }
}
