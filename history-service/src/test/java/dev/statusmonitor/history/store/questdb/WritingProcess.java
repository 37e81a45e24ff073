package dev.statusmonitor.history.store.questdb;

import dev.statusmonitor.history.store.HostSample;
import dev.statusmonitor.history.store.LastStop;
import dev.statusmonitor.history.store.TestSamples;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.util.unit.DataSize;

/** Stores batches as fast as it can and says after each that the store has it; made to be killed. */
final class WritingProcess {
    static final int HOSTS = 40;
    static final String UPTIME = "system.uptime";

    private WritingProcess() {}

    public static void main(String[] arguments) {
        var settings = new QuestDbSettings(Duration.ofHours(26), DataSize.ofMegabytes(1));
        long base = Long.parseLong(arguments[1]);
        int batch = Integer.parseInt(arguments[2]);
        try (var store =
                QuestDbSampleStore.open(Path.of(arguments[0]), settings, Clock.systemUTC(), LastStop.PROCESS_DIED)) {
            while (true) {
                store.writer().write(samples(base, batch));
                System.out.println(batch);
                batch++;
            }
        }
    }

    /** A sample of each host; each batch has a new host and a new series, so that these are torn, too. */
    static List<HostSample> samples(long base, int batch) {
        var samples = new ArrayList<HostSample>();
        for (int host = 0; host < HOSTS; host++) {
            samples.add(TestSamples.sample(
                    "host-" + host,
                    base + 100L * batch,
                    Map.of(UPTIME, value(host, batch), "system.memory.limit", 1.0 / 3)));
        }
        samples.add(TestSamples.sample(
                "new-" + batch,
                base + 100L * batch,
                Map.of("system.filesystem.limit{system.filesystem.mountpoint=/" + batch + "}", (double) batch)));
        return samples;
    }

    static double value(int host, int batch) {
        return host * 1e6 + batch;
    }
}
