package dev.statusmonitor.benchmarks.history;

import dev.statusmonitor.benchmarks.platform.CannotMeasureException;
import dev.statusmonitor.benchmarks.platform.Log;
import dev.statusmonitor.benchmarks.platform.Usage;
import dev.statusmonitor.embedded.StartFailure;
import dev.statusmonitor.history.store.StoreException;
import dev.statusmonitor.history.store.TieredStore;
import dev.statusmonitor.history.store.cassandra.CassandraSampleStore;
import dev.statusmonitor.history.store.cassandra.CassandraSettings;
import dev.statusmonitor.testservers.TestCassandra;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A node of Cassandra of its own, one replica. */
final class BenchedCassandra implements BenchedStore {
    private final TestCassandra node;
    private final CassandraSettings settings;
    private @Nullable CassandraSampleStore store;

    BenchedCassandra() throws CannotMeasureException {
        try {
            node = TestCassandra.start(false);
        } catch (StartFailure | IllegalStateException e) {
            throw new CannotMeasureException("there is no Cassandra: " + e.getMessage(), e);
        }
        InetSocketAddress at = node.contactPoint();
        settings = new CassandraSettings(
                List.of(at.getHostString() + ":" + at.getPort()),
                TestCassandra.DATACENTER,
                "bench",
                1,
                CassandraSettings.Consistency.LOCAL_QUORUM,
                null,
                null,
                false,
                Duration.ofSeconds(3),
                Duration.ofSeconds(30));
    }

    @Override
    public TieredStore open(Clock clock) {
        closeStore();
        CassandraSampleStore opened = CassandraSampleStore.open(settings, "bench", clock);
        store = opened;
        return opened;
    }

    @Override
    public TieredStore openCold(Clock clock) throws CannotMeasureException {
        closeStore();
        startAnew();
        return open(clock);
    }

    /** In good order, so that what it had in memory is in files. */
    private void startAnew() throws CannotMeasureException {
        try {
            node.stop();
            node.restart();
        } catch (StartFailure e) {
            throw new CannotMeasureException("Cassandra could not be started anew: " + e.getMessage(), e);
        }
    }

    @Override
    public void settle(SettableClock clock, long end, Duration look) throws CannotMeasureException {
        TieredStore opened = store;
        if (opened == null) {
            return;
        }
        Log.say("Waiting until Cassandra has compacted.");
        startAnew();
        Compaction.await("Cassandra", look, () -> rawBytes(opened));
    }

    /** 0 while the store has not found the node again. */
    private static long rawBytes(TieredStore opened) {
        try {
            return Compaction.rawBytes(opened);
        } catch (StoreException e) {
            return 0;
        }
    }

    /** This process and the node, which is its child. */
    @Override
    public Duration cpu() {
        List<ProcessHandle> processes =
                new ArrayList<>(ProcessHandle.current().children().toList());
        processes.add(ProcessHandle.current());
        return Usage.cpu(processes);
    }

    private void closeStore() {
        if (store != null) {
            store.close();
            store = null;
        }
    }

    @Override
    public void close() {
        closeStore();
        node.close();
    }
}
