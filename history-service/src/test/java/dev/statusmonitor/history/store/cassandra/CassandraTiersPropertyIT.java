package dev.statusmonitor.history.store.cassandra;

import dev.statusmonitor.history.store.LastStop;
import dev.statusmonitor.history.store.Tier;
import dev.statusmonitor.history.store.TieredStore;
import dev.statusmonitor.history.store.TiersProperty;
import dev.statusmonitor.testservers.TestCassandra;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/** Its clock is a test's and the node's is the world's: no row may expire by either. */
class CassandraTiersPropertyIT extends TiersProperty {
    @Override
    protected TieredStore open(Path folder, Clock clock, LastStop lastStop) {
        return Cassandra.open(TestCassandra.get(), folder, clock);
    }

    @Override
    protected Instant start() {
        return Instant.ofEpochMilli(Tier.HOUR.window(System.currentTimeMillis())
                - Duration.ofHours(20).toMillis());
    }

    @Override
    protected Duration length(Random random) {
        return Duration.ofHours(4 + random.nextInt(4));
    }
}
