package dev.statusmonitor.history.consume;

import static dev.statusmonitor.history.store.TestSamples.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.statusmonitor.contract.SeriesLists;
import dev.statusmonitor.history.TestTopics;
import dev.statusmonitor.history.store.HostSample;
import dev.statusmonitor.history.store.NoRollUp;
import dev.statusmonitor.history.store.SampleWriter;
import dev.statusmonitor.history.store.StoreException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** The way from Kafka to a store that sometimes cannot. */
class SampleConsumerIT {
    private static final String UPTIME = "system.uptime";

    @TempDir
    private Path temporary;

    private final TestTopics topics = new TestTopics();
    private final FragileStore store = new FragileStore();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Clock clock = Clock.systemUTC();
    private Duration maxWait = Duration.ofMillis(50);
    private DataFolder folder;
    private SampleConsumer consumer;

    @BeforeEach
    void start() {
        open("boot-1", Optional.empty());
    }

    @AfterEach
    void stop() {
        consumer.stop();
        topics.close();
    }

    private void open(String boot, Optional<Instant> missingSince) {
        folder = DataFolder.open(temporary, boot);
        var settings = new ConsumeSettings(
                topics.samples(),
                topics.samples(),
                maxWait,
                DataSize.ofKilobytes(64),
                100,
                Duration.ofMinutes(5),
                ConsumeSettings.RewindWhen.AFTER_UNCLEAN_STOP,
                Duration.ofMillis(20));
        consumer = new SampleConsumer(
                ConsumeConfiguration.consumer(topics.settings(), settings, folder),
                settings,
                folder,
                missingSince,
                store,
                new SampleSorter(new SeriesLists(), "deleted"::equals, Duration.ofHours(26), clock),
                NoRollUp.INSTANCE,
                clock,
                meters);
        consumer.start();
    }

    @Test
    void storesEverythingAndThenCommitsIt() {
        var sent = samples(1_000);
        topics.send(sent);

        awaitCommitted(1_000);
        assertThat(store.stored).containsExactlyInAnyOrderElementsOf(sent);
        await().untilAsserted(() -> assertThat(consumer.lag()).isZero());
        assertThat(count("consumed")).isEqualTo(1_000);
        assertThat(count("stored")).isEqualTo(1_000);
    }

    @Test
    void waitsForTheStoreAndSkipsNothing() {
        topics.send(samples(10));
        awaitCommitted(10);
        store.broken = true;
        var sent = samples(500);
        topics.send(sent);

        await().untilAsserted(() -> assertThat(consumer.state()).isEqualTo(SampleConsumer.State.WAITING_FOR_STORE));
        assertThat(consumer.reason()).isEqualTo("The store is on fire.");
        int attempts = store.attempts;
        await().until(() -> store.attempts > attempts + 5);
        assertThat(topics.committed(topics.samples())).isEqualTo(10);
        assertThat(new ConsumerHealth(consumer).health().getDetails())
                .containsEntry("state", "waiting_for_store")
                .containsEntry("reason", "The store is on fire.");

        store.broken = false;
        awaitCommitted(510);
        assertThat(store.stored).hasSize(510).containsAll(sent);
        assertThat(consumer.state()).isEqualTo(SampleConsumer.State.RUNNING);
    }

    @Test
    void storesWhatHasComeBeforeItStops() {
        topics.send(samples(10));
        awaitCommitted(10);
        consumer.stop();
        folder.close();
        // So long that no fetch brings anything by itself.
        maxWait = Duration.ofSeconds(30);
        open("boot-1", Optional.empty());
        await().untilAsserted(() -> assertThat(consumer.state()).isEqualTo(SampleConsumer.State.RUNNING));
        topics.send(samples(7));

        consumer.stop();

        assertThat(topics.committed(topics.samples())).isEqualTo(17);
        assertThat(store.stored).hasSize(17);
    }

    @Test
    void stopsWhileTheStoreIsBrokenAndCommitsNothingOfIt() {
        store.broken = true;
        topics.send(samples(100));
        await().untilAsserted(() -> assertThat(consumer.state()).isEqualTo(SampleConsumer.State.WAITING_FOR_STORE));

        consumer.stop();

        assertThat(consumer.state()).isEqualTo(SampleConsumer.State.STOPPED);
        assertThat(topics.committed(topics.samples())).isZero();
        store.broken = false;
        folder.close();
        open("boot-1", Optional.empty());
        awaitCommitted(100);
        assertThat(store.stored).hasSize(100);
    }

    @Test
    void passesOverWhatItCannotOrShallNotStore() {
        topics.send(samples(5));
        topics.sendBroken("h1");
        topics.send(List.of(
                sample("deleted", System.currentTimeMillis(), Map.of(UPTIME, 1.0)),
                sample("h1", Instant.now().minus(Duration.ofHours(30)).toEpochMilli(), Map.of(UPTIME, 1.0))));
        topics.sendBroken("h2");
        topics.send(samples(5));

        awaitCommitted(14);
        assertThat(store.stored).hasSize(10);
        assertThat(dropped("broken")).isEqualTo(2);
        assertThat(dropped("expired")).isEqualTo(1);
        assertThat(count("deleted")).isEqualTo(1);
        assertThat(count("consumed")).isEqualTo(14);
    }

    @Test
    void beginsFiveMinutesEarlierAfterACrash() {
        topics.send(samples(100));
        awaitCommitted(100);

        consumer.stop();
        store.stored.clear();
        // Without the folder having been closed, as after kill -9.
        open("boot-1", Optional.empty());

        await().untilAsserted(() -> assertThat(store.stored).hasSize(100));
        awaitCommitted(100);
    }

    @Test
    void goesOnWhereItWasAfterAStopInGoodOrder() {
        topics.send(samples(100));
        awaitCommitted(100);

        consumer.stop();
        folder.close();
        store.stored.clear();
        open("boot-1", Optional.empty());
        topics.send(samples(7));

        awaitCommitted(107);
        assertThat(store.stored).hasSize(7);
    }

    @Test
    void goesBackAsFarAsTheStoreLacksSamples() {
        topics.send(samples(100));
        awaitCommitted(100);

        consumer.stop();
        folder.close();
        store.stored.clear();
        open("boot-1", Optional.of(Instant.now().minus(Duration.ofHours(1))));

        await().untilAsserted(() -> assertThat(store.stored).hasSize(100));
    }

    @Test
    void tellsWhatHasBeenStoredAndIsTooOldNowFromWhatIsLost() {
        topics.send(samples(100));
        awaitCommitted(100);

        consumer.stop();
        topics.send(samples(7));
        clock = Clock.offset(clock, Duration.ofHours(27));
        open("boot-1", Optional.empty());

        awaitCommitted(107);
        assertThat(store.stored).hasSize(100);
        assertThat(count("outlived")).isEqualTo(100);
        assertThat(dropped("expired")).isEqualTo(7);
    }

    @Test
    void countsAsLostWhatTheStoreLacksAndIsTooOldNow() {
        topics.send(samples(100));
        awaitCommitted(100);

        consumer.stop();
        folder.close();
        clock = Clock.offset(clock, Duration.ofHours(27));
        open("boot-1", Optional.of(Instant.now().minus(Duration.ofHours(1))));

        await().untilAsserted(() -> assertThat(dropped("expired")).isEqualTo(100));
        assertThat(count("outlived")).isZero();
    }

    private void awaitCommitted(long count) {
        await().untilAsserted(
                        () -> assertThat(topics.committed(topics.samples())).isEqualTo(count));
    }

    private double count(String name) {
        return meters.counter("statusmonitor.history.samples." + name).count();
    }

    private double dropped(String reason) {
        return meters.counter("statusmonitor.history.samples.dropped", "reason", reason)
                .count();
    }

    private long next = System.currentTimeMillis() - 60_000;

    private List<HostSample> samples(int count) {
        var samples = new ArrayList<HostSample>();
        for (int i = 0; i < count; i++) {
            samples.add(sample("host-" + i % 50, next++, Map.of(UPTIME, (double) i)));
        }
        return samples;
    }

    /** Keeps samples in memory, unless it is broken. */
    private static final class FragileStore implements SampleWriter {
        private final List<HostSample> stored = new CopyOnWriteArrayList<>();
        private volatile boolean broken;
        private volatile int attempts;

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
        public void write(List<HostSample> samples) {
            attempts++;
            if (broken) {
                throw new StoreException("The store is on fire.", null);
            }
            stored.addAll(samples);
        }
    }
}
