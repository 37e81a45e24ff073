package dev.statusmonitor.history.store.cassandra;

import static dev.statusmonitor.history.store.TestSamples.buckets;
import static dev.statusmonitor.history.store.TestSamples.raw;
import static dev.statusmonitor.history.store.TestSamples.sample;
import static dev.statusmonitor.history.store.TestSamples.seconds;
import static dev.statusmonitor.history.store.TestSamples.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.statusmonitor.history.store.HostSample;
import dev.statusmonitor.history.store.SampleCount;
import dev.statusmonitor.history.store.StoreException;
import dev.statusmonitor.history.store.TookTooLongException;
import dev.statusmonitor.history.store.cassandra.CassandraSettings.Consistency;
import dev.statusmonitor.testservers.TestCassandra;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * Three nodes, three replicas, under load: each is killed and started again, one after the other. What was acknowledged
 * is stored, once; how long writes and reads took meanwhile is printed as a table. Takes some minutes, so it is no part
 * of the ordinary tests: {@code ./statusmonitor test cluster}.
 */
class CassandraNodesClusterIT {
    private static final int HOSTS = 20;
    private static final String VALUE = "system.uptime";
    /** How long nothing but the load happens. */
    private static final Duration CALM = Duration.ofSeconds(10);
    /** Between two batches. */
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final long start = System.currentTimeMillis() - Duration.ofHours(8).toMillis();
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicBoolean over = new AtomicBoolean();
    private final Times writes = new Times();
    private final Times reads = new Times();

    @Test
    void losesNothingAndGoesOn() throws Exception {
        List<TestCassandra> nodes = TestCassandra.startCluster(3);
        var settings = new CassandraSettings(
                nodes.stream().map(Cassandra::address).toList(),
                TestCassandra.DATACENTER,
                "dying",
                nodes.size(),
                Consistency.LOCAL_QUORUM,
                null,
                null,
                false,
                Duration.ofSeconds(3),
                Duration.ofSeconds(10));
        try (var store = CassandraSampleStore.open(settings, "tests", Clock.systemUTC())) {
            write(store, 0);
            Thread writer = Thread.ofPlatform().start(() -> load(() -> write(store, acknowledged.get()), writes));
            Thread reader = Thread.ofPlatform().start(() -> load(() -> read(store), reads));
            System.out.println("phase | writes | refused | longest | p99 | reads | refused | longest | p99 (ms)");
            phase("three nodes", () -> Thread.sleep(CALM));
            for (int i = nodes.size() - 1; i >= 0; i--) {
                TestCassandra node = nodes.get(i);
                phase("node " + (i + 1) + " killed", () -> {
                    node.kill();
                    Thread.sleep(CALM);
                });
                phase("node " + (i + 1) + " starting", node::restart);
                // The others take a moment to see it again; without it the next one's death would leave one of three.
                phase(
                        "node " + (i + 1) + " back",
                        () -> await().atMost(Duration.ofMinutes(2)).until(() -> store.nodes() == nodes.size()));
            }
            phase("three nodes", () -> Thread.sleep(CALM));
            over.set(true);
            writer.join();
            reader.join();

            long count = acknowledged.get();
            for (int host = 0; host < HOSTS; host++) {
                assertThat(store.reader().count("h" + host, start, start + 1000 * count, soon()))
                        .isEqualTo(new SampleCount(count, start, start + 1000 * (count - 1)));
            }
            System.out.println(count * HOSTS + " samples acknowledged, and as many stored");
        } finally {
            nodes.forEach(TestCassandra::close);
        }
    }

    /** Stores a second of each host; the last may be stored or not where it is not acknowledged. */
    private void write(CassandraSampleStore store, long second) {
        var batch = new ArrayList<HostSample>();
        for (int host = 0; host < HOSTS; host++) {
            batch.add(sample("h" + host, start + 1000 * second, Map.of(VALUE, second * 100.0 + host)));
        }
        store.writer().write(batch);
        acknowledged.incrementAndGet();
    }

    private void read(CassandraSampleStore store) {
        int last = (int) Math.min(300, acknowledged.get());
        var into = buckets(seconds(start + 1000 * (acknowledged.get() - last), last), VALUE);
        store.reader().read("h0", raw(into), into, soon());
        assertThat(into.series()).hasSize(1);
    }

    private void load(Runnable request, Times times) {
        while (!over.get()) {
            long begun = System.nanoTime();
            try {
                request.run();
                times.add(System.nanoTime() - begun);
            } catch (StoreException | TookTooLongException e) {
                times.refuse();
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private interface Step {
        void run() throws Exception;
    }

    private void phase(String name, Step step) throws Exception {
        writes.forget();
        reads.forget();
        step.run();
        System.out.println(name + " | " + writes.row() + " | " + reads.row());
    }

    /** How long requests took. */
    private static final class Times {
        private List<Long> nanos = new ArrayList<>();
        private int refused;

        synchronized void add(long taken) {
            nanos.add(taken);
        }

        synchronized void refuse() {
            refused++;
        }

        synchronized void forget() {
            nanos = new ArrayList<>();
            refused = 0;
        }

        synchronized String row() {
            if (nanos.isEmpty()) {
                return "0 | " + refused + " | - | -";
            }
            Collections.sort(nanos);
            return nanos.size() + " | " + refused + " | " + nanos.getLast() / 1_000_000 + " | "
                    + nanos.get((int) (0.99 * (nanos.size() - 1))) / 1_000_000;
        }
    }
}
