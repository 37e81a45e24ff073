package dev.statusmonitor.history.store.questdb;

import static dev.statusmonitor.history.store.TestSamples.buckets;
import static dev.statusmonitor.history.store.TestSamples.sample;
import static dev.statusmonitor.history.store.TestSamples.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.history.store.Grid;
import dev.statusmonitor.history.store.HostSample;
import dev.statusmonitor.history.store.LastStop;
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
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** Time goes by here: what is closed is compacted, and what is old or was removed goes. */
class QuestDbAgeingIT {
    private static final QuestDbSettings SETTINGS = new QuestDbSettings(Duration.ofHours(26), DataSize.ofMegabytes(1));
    private static final String UPTIME = "system.uptime";
    private static final long START = Instant.parse("2026-11-21T21:00:00Z").toEpochMilli();

    @TempDir
    private Path temporary;

    @Test
    void leavesAWindowAloneWhoseSamplesAreNoLongerAllThere() {
        var clock = new SetClock(Instant.ofEpochMilli(START));
        try (var store = QuestDbSampleStore.open(temporary, SETTINGS, clock, LastStop.NEVER_STARTED)) {
            var minute = new ArrayList<HostSample>();
            for (int i = 0; i < 60; i++) {
                minute.add(sample("h1", START + 1000L * i, Map.of(UPTIME, (double) i)));
            }
            store.writer().write(minute);
            clock.advance(Duration.ofHours(2));
            store.rollUp().run();
            // Nobody sends for more than a day, and then a sample of that minute comes.
            clock.advance(Duration.ofHours(25));
            store.rollUp().run();
            store.compact();
            store.writer().write(List.of(sample("h1", START + 500, Map.of(UPTIME, 1e6))));
            store.rollUp().run();

            for (Tier tier : List.of(Tier.MINUTE, Tier.HOUR)) {
                var into = buckets(new Grid(START, tier.step(), 1), UPTIME);
                store.reader().read("h1", new TierRange(tier, START, START + tier.step()), into, soon());
                assertThat(into.series().getFirst().count(0)).isEqualTo(60);
                assertThat(into.series().getFirst().max(0)).isEqualTo(59);
            }
        }
    }

    @Test
    void leavesNoByteOfARemovedHostInTheFiles() throws IOException {
        var clock = new SetClock(Instant.ofEpochMilli(START));
        String secret = "system.filesystem.limit{system.filesystem.mountpoint=/the-secret}";
        try (var store = QuestDbSampleStore.open(temporary, SETTINGS, clock, LastStop.NEVER_STARTED)) {
            for (int hour = 0; hour < 60; hour++) {
                store.writer()
                        .write(List.of(
                                sample("h1", clock.millis(), Map.of(secret, Math.PI * 1e9)),
                                sample("h2", clock.millis(), Map.of(UPTIME, 1.0 + hour))));
                clock.advance(Duration.ofHours(1));
                store.rollUp().run();
                store.compact();
            }
            byte[] value =
                    java.nio.ByteBuffer.allocate(8).putDouble(Math.PI * 1e9).array();
            assertThat(found(temporary.resolve("tables"), value)).isTrue();

            Set<String> gone = store.remover().remove(Set.of("h1"));
            for (int hour = 0; hour < 3 && gone.isEmpty(); hour++) {
                clock.advance(Duration.ofHours(1));
                store.rollUp().run();
                store.compact();
                gone = store.remover().remove(Set.of("h1"));
            }

            assertThat(gone).containsExactly("h1");
            assertThat(store.reader().count("h1", 0, Long.MAX_VALUE, soon()).count())
                    .isZero();
            var into = buckets(new Grid(START, Tier.HOUR.step(), 60), UPTIME);
            store.reader().read("h2", new TierRange(Tier.HOUR, START, START + 60 * Tier.HOUR.step()), into, soon());
            for (int hour = 0; hour < 60; hour++) {
                assertThat(into.series().getFirst().mean(hour)).isEqualTo(1 + hour);
            }
            assertThat(found(temporary.resolve("tables"), value)).isFalse();
        }
    }

    @Test
    void needsLessRoomOnceItIsCompacted() throws IOException {
        var clock = new SetClock(Instant.ofEpochMilli(START));
        var random = new Random(1);
        try (var store = QuestDbSampleStore.open(temporary, SETTINGS, clock, LastStop.NEVER_STARTED)) {
            for (int second = 0; second < 3600; second++) {
                var values = new TreeMap<String, Double>();
                for (int i = 0; i < 40; i++) {
                    values.put(
                            "system.filesystem.limit{system.filesystem.mountpoint=/" + i + "}",
                            i % 2 == 0 ? 1e9 : random.nextInt(10_000) / 1e4);
                }
                store.writer().write(List.of(sample("h1", clock.millis(), values)));
                clock.advance(Duration.ofSeconds(1));
            }
            clock.advance(Duration.ofMinutes(40));
            store.rollUp().run();
            store.compact();

            assertThat(store.reader().count("h1", START, clock.millis(), soon()).count())
                    .isEqualTo(3600);
        }
        // Closed, its files have what is in them and no room to grow.
        long bytes = 0;
        try (var files = Files.walk(temporary.resolve("tables/sample_blocks"))) {
            for (Path file : files.filter(each -> each.endsWith("data.d")).toList()) {
                bytes += Files.size(file);
            }
        }
        assertThat(bytes).isPositive().isLessThan(2 * 40 * 3600);
        assertThat(temporary.resolve("tables/samples/2026-11-21T21")).doesNotExist();
    }

    private static boolean found(Path folder, byte[] bytes) throws IOException {
        String wanted = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1)
                        .contains(wanted)) {
                    return true;
                }
            }
        }
        return false;
    }
}
