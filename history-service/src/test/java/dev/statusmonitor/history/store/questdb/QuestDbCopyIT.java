package dev.statusmonitor.history.store.questdb;

import static dev.statusmonitor.history.store.TestSamples.buckets;
import static dev.statusmonitor.history.store.TestSamples.means;
import static dev.statusmonitor.history.store.TestSamples.sample;
import static dev.statusmonitor.history.store.TestSamples.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.statusmonitor.history.store.Grid;
import dev.statusmonitor.history.store.HostSample;
import dev.statusmonitor.history.store.LastStop;
import dev.statusmonitor.history.store.StoreCopier.StoreFile;
import dev.statusmonitor.history.store.TestSamples.SetClock;
import dev.statusmonitor.history.store.Tier;
import dev.statusmonitor.history.store.TierRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class QuestDbCopyIT {
    private static final QuestDbSettings SETTINGS = new QuestDbSettings(Duration.ofHours(26), DataSize.ofMegabytes(1));
    private static final String CPU = "system.cpu.utilization.total";
    private static final long START = Instant.parse("2026-11-21T20:00:00Z").toEpochMilli();
    private static final int MINUTES = 150;
    private static final int HOSTS = 5;

    @TempDir
    Path temporary;

    private final SetClock clock = new SetClock(Instant.ofEpochMilli(START));
    private final AtomicInteger written = new AtomicInteger();

    @Test
    void aCopyMadeWhileSamplesComeHasAllThatCameBeforeAndGoesOn() throws Exception {
        Path copied = temporary.resolve("copy");
        int before;
        try (var store =
                QuestDbSampleStore.open(temporary.resolve("original"), SETTINGS, clock, LastStop.NEVER_STARTED)) {
            // An hour of it is blocks, the next one is rolled up, of the last half hour there are rows alone.
            for (int minute = 0; minute < MINUTES; minute++) {
                writeMinute(store);
            }
            store.rollUp().run();
            store.compact();
            store.rollUp().run();

            var stop = new AtomicBoolean();
            Thread goesOn = Thread.ofPlatform().start(() -> {
                while (!stop.get()) {
                    writeMinute(store);
                }
            });
            int[] then = {written.get()};
            try {
                store.copier().orElseThrow().copy(files -> {
                    int begun = written.get();
                    copy(files, copied);
                    await().until(() -> written.get() > begun + 2);
                });
            } finally {
                stop.set(true);
                goesOn.join();
            }
            before = then[0];
            // Nothing of it stays: neither files nor a hold on them.
            assertThat(temporary.resolve("original/.checkpoint/db")).doesNotExist();
            store.compact();
            assertThat(counted(store)).isEqualTo(written.get() * HOSTS);
        }

        try (var copy = QuestDbSampleStore.open(copied, SETTINGS, clock, LastStop.CLEAN)) {
            assertThat(copied.resolve("_restore")).doesNotExist();
            int there = counted(copy);
            assertThat(there).isBetween(before * HOSTS, written.get() * HOSTS).isEqualTo(there / HOSTS * HOSTS);
            assertThat(hours(copy)).isEqualTo(new double[] {29.5, 89.5});
            assertThat(copy.reader().newest("h0", soon())).isPresent();

            int minute = written.get();
            writeMinute(copy);
            clock.advance(Duration.ofHours(2));
            copy.rollUp().run();
            copy.compact();
            assertThat(counted(copy)).isEqualTo(there + HOSTS);
            var newest = copy.reader().newest("h1", soon()).orElseThrow();
            assertThat(newest.timestamp()).isEqualTo(START + minute * 60_000L);
        }
    }

    /** One sample a host; each has a name that no other has, so that lists and rows have to fit together. */
    private void writeMinute(QuestDbSampleStore store) {
        int minute = written.get();
        var batch = new ArrayList<HostSample>();
        for (int host = 0; host < HOSTS; host++) {
            String disk = "system.filesystem.usage{system.filesystem.mountpoint=/" + host + "/" + minute + "}";
            batch.add(sample("h" + host, START + minute * 60_000L, Map.of(CPU, (double) minute, disk, 1.0)));
        }
        store.writer().write(batch);
        written.incrementAndGet();
        clock.set(Instant.ofEpochMilli(START + (minute + 1) * 60_000L));
    }

    private static int counted(QuestDbSampleStore store) {
        long count = 0;
        for (int host = 0; host < HOSTS; host++) {
            count += store.reader().count("h" + host, 0, Long.MAX_VALUE, soon()).count();
        }
        return Math.toIntExact(count);
    }

    private static double[] hours(QuestDbSampleStore store) {
        long hour = Tier.HOUR.step();
        var into = buckets(new Grid(START, hour, 2), CPU);
        store.reader().read("h3", new TierRange(Tier.HOUR, START, START + 2 * hour), into, soon());
        return means(into, CPU);
    }

    private static void copy(List<StoreFile> files, Path to) throws IOException {
        assertThat(files).isNotEmpty();
        for (StoreFile file : files) {
            Path target = to.resolve(file.name());
            Files.createDirectories(target.getParent());
            byte[] bytes = {};
            if (file.path() != null) {
                try (var in = Files.newInputStream(file.path())) {
                    bytes = in.readNBytes(Math.toIntExact(file.size()));
                }
            }
            Files.write(target, bytes);
        }
    }
}
