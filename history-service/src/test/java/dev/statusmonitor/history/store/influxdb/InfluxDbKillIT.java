package dev.statusmonitor.history.store.influxdb;

import static dev.statusmonitor.history.store.TestSamples.buckets;
import static dev.statusmonitor.history.store.TestSamples.sample;
import static dev.statusmonitor.history.store.TestSamples.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.statusmonitor.history.store.Grid;
import dev.statusmonitor.history.store.HostSample;
import dev.statusmonitor.history.store.PlainRollUp;
import dev.statusmonitor.history.store.StoreException;
import dev.statusmonitor.history.store.Tier;
import dev.statusmonitor.history.store.TierRange;
import dev.statusmonitor.testservers.TestInfluxDb;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 of InfluxDB while samples are written and rolled up, again and again: every sample that was acknowledged is
 * there, once, and no window lacks one.
 */
@DisabledIf("dev.statusmonitor.testservers.TestInfluxDb#isMissing")
class InfluxDbKillIT {
    private static final int KILLS = Integer.getInteger("statusmonitor.kills", 3);
    private static final int HOSTS = 12;
    private static final String VALUE = "system.uptime";

    @TempDir
    private Path folder;

    @Test
    void losesNothingThatWasAcknowledged() throws Exception {
        var random = new Random();
        var plain = new PlainRollUp();
        long hour = Tier.HOUR.window(System.currentTimeMillis()) - 4 * Tier.HOUR.step();
        int second = 0;
        try (var server = TestInfluxDb.start()) {
            var store = Influx.open(server, folder, Clock.systemUTC());
            for (int kill = 0; kill < KILLS; kill++) {
                int batches = 20 + random.nextInt(60);
                var killer = Thread.ofPlatform().unstarted(() -> {
                    try {
                        Thread.sleep(random.nextInt(600));
                        server.kill();
                        Thread.sleep(300);
                        server.restart();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                });
                killer.start();
                for (int batch = 0; batch < batches || killer.isAlive(); batch++) {
                    List<HostSample> samples = batch(hour, second++);
                    writeUntilAcknowledged(store, samples);
                    plain.add(samples);
                    if (batch % 10 == 0) {
                        rollUpOrNot(store);
                    }
                }
                killer.join();
                if (kill % 2 == 1) {
                    // Its own process, too.
                    store.close();
                    store = Influx.open(server, folder, Clock.systemUTC());
                }
            }
            store.rollUp().run();
            for (int host = 0; host < HOSTS; host++) {
                assertThat(store.reader()
                                .count("h" + host, hour, hour + 4 * Tier.HOUR.step(), soon())
                                .count())
                        .isEqualTo(second);
                verify(store, plain, "h" + host, Tier.MINUTE, hour);
                verify(store, plain, "h" + host, Tier.HOUR, hour);
            }
            store.close();
        }
    }

    private static List<HostSample> batch(long hour, int second) {
        var samples = new ArrayList<HostSample>();
        for (int host = 0; host < HOSTS; host++) {
            samples.add(sample("h" + host, hour + 4_000L * second, Map.of(VALUE, second * 100.0 + host)));
        }
        return samples;
    }

    private static void writeUntilAcknowledged(InfluxDbSampleStore store, List<HostSample> samples)
            throws InterruptedException {
        while (true) {
            try {
                store.writer().write(samples);
                return;
            } catch (StoreException e) {
                Thread.sleep(20);
            }
        }
    }

    private static void rollUpOrNot(InfluxDbSampleStore store) {
        try {
            store.rollUp().run();
        } catch (StoreException e) {
            // It is killed in the middle of this, too; the next run makes up for it.
        }
    }

    private static void verify(InfluxDbSampleStore store, PlainRollUp plain, String host, Tier tier, long hour) {
        long stop = hour + 4 * Tier.HOUR.step();
        var into = buckets(new Grid(hour, tier.step(), (int) ((stop - hour) / tier.step())), VALUE);
        store.reader().read(host, new TierRange(tier, hour, stop), into, soon());
        var series = into.series().getFirst();
        var expected = plain.windows(host, tier, VALUE);
        for (int i = 0; i < into.grid().size(); i++) {
            var window = expected.get(into.grid().time(i));
            assertThat(series.count(i)).as("%s %s %s", host, tier, i).isEqualTo(window == null ? 0 : window.count());
            if (window != null) {
                assertThat(series.min(i)).isEqualTo(window.min());
                assertThat(series.max(i)).isEqualTo(window.max());
                assertThat(series.mean(i)).isCloseTo(window.mean(), within(1e-6));
            }
        }
    }
}
