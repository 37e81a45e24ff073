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
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.LifecycleContext;
import net.jqwik.api.lifecycle.SkipExecutionHook;

/** Its clock is a test's and the node's is the world's: no row may expire by either. */
@AddLifecycleHook(CassandraTiersPropertyClusterIT.WhereThereIsOne.class)
class CassandraTiersPropertyClusterIT extends TiersProperty {
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

    /** What {@code DisabledIf} is to JUnit's own tests. */
    static final class WhereThereIsOne implements SkipExecutionHook {
        @Override
        public SkipResult shouldBeSkipped(LifecycleContext context) {
            return TestCassandra.isMissing() ? SkipResult.skip("there is no Cassandra") : SkipResult.doNotSkip();
        }
    }
}
