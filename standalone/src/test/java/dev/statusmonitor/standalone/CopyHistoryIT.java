package dev.statusmonitor.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.contract.Sample;
import dev.statusmonitor.contract.SeriesList;
import dev.statusmonitor.history.store.Deadline;
import dev.statusmonitor.history.store.HostSample;
import dev.statusmonitor.history.store.LastStop;
import dev.statusmonitor.history.store.questdb.QuestDbSampleStore;
import dev.statusmonitor.history.store.questdb.QuestDbSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** {@code admin copy-history} into the embedded store of a platform that runs. */
class CopyHistoryIT {
    private static final int SAMPLES = 100;

    @TempDir
    private Path temp;

    private static QuestDbSampleStore open(Path folder) {
        return QuestDbSampleStore.open(
                folder.resolve("history/questdb"),
                new QuestDbSettings(Duration.ofHours(26), DataSize.ofMegabytes(1)),
                Clock.systemUTC(),
                LastStop.CLEAN);
    }

    @Test
    void goesThroughThePlatform() throws Exception {
        Path old = temp.resolve("old");
        long first = System.currentTimeMillis() - Duration.ofHours(3).toMillis();
        SeriesList names = SeriesList.of(List.of("system.uptime"));
        try (var store = open(old)) {
            store.writer()
                    .write(LongStream.range(0, SAMPLES)
                            .mapToObj(i -> new HostSample(
                                    "host-1", new Sample(Sample.SCHEMA, first + 1_000 * i, names, new double[] {i})))
                            .toList());
        }
        try (var platform = RunningPlatform.up(temp, "--no-agent")) {
            for (int times = 0; times < 2; times++) {
                var copied = platform.copyHistory("questdb:" + old, "questdb");

                assertThat(copied.output())
                        .contains("to the QuestDB in " + platform.data, "Done: 1 host in ", SAMPLES + " samples");
                assertThat(copied.code()).isZero();
            }
            assertThat(platform.stop()).isZero();

            try (var store = open(platform.data)) {
                var found = store.reader()
                        .count("host-1", 0, System.currentTimeMillis(), Deadline.in(Duration.ofSeconds(30)));
                assertThat(found.count()).isEqualTo(SAMPLES);
            }
            var direct = platform.copyHistory("questdb:" + old, "questdb");
            assertThat(direct.output()).contains("Done: 1 host in ");
            assertThat(direct.code()).isZero();
        }
    }
}
