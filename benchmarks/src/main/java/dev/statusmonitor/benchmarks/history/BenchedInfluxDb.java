package dev.statusmonitor.benchmarks.history;

import dev.statusmonitor.benchmarks.platform.CannotMeasureException;
import dev.statusmonitor.benchmarks.platform.Log;
import dev.statusmonitor.benchmarks.platform.Usage;
import dev.statusmonitor.history.store.TieredStore;
import dev.statusmonitor.history.store.influxdb.InfluxDbSampleStore;
import dev.statusmonitor.history.store.influxdb.InfluxDbSettings;
import dev.statusmonitor.history.store.influxdb.InfluxDbSettings.RollUpBy;
import dev.statusmonitor.testservers.TestInfluxDb;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An InfluxDB 2 of its own, found as the tests find it. */
final class BenchedInfluxDb implements BenchedStore {
    private final TestInfluxDb server;
    private final InfluxDbSettings settings;
    private final Path folder;
    private @Nullable InfluxDbSampleStore store;

    BenchedInfluxDb(Path folder) throws CannotMeasureException {
        if (TestInfluxDb.isMissing()) {
            throw new CannotMeasureException(
                    "there is no InfluxDB: INFLUXD, PATH and Docker have none, and none was built");
        }
        this.folder = folder.resolve("influxdb");
        this.server = TestInfluxDb.start();
        Path token = folder.resolve("token");
        try {
            Files.writeString(token, server.token() + "\n");
        } catch (IOException e) {
            throw new CannotMeasureException("the token could not be written", e);
        }
        this.settings = new InfluxDbSettings(
                server.uri(), "bench", token, RollUpBy.SERVICE, null, Duration.ofSeconds(3), Duration.ofMinutes(2));
    }

    @Override
    public TieredStore open(Clock clock) {
        closeStore();
        InfluxDbSampleStore opened =
                InfluxDbSampleStore.open(folder, settings, "bench", clock, new SimpleMeterRegistry());
        store = opened;
        return opened;
    }

    @Override
    public TieredStore openCold(Clock clock) throws CannotMeasureException {
        closeStore();
        try {
            server.kill();
            server.restart();
        } catch (IOException e) {
            throw new CannotMeasureException("InfluxDB could not be started anew: " + e.getMessage(), e);
        }
        return open(clock);
    }

    @Override
    public void settle(SettableClock clock, long end, Duration look) throws CannotMeasureException {
        TieredStore opened = store;
        if (opened == null) {
            return;
        }
        Log.say("Waiting until InfluxDB has compacted.");
        Compaction.await("InfluxDB", look, () -> Compaction.rawBytes(opened));
    }

    /** This process and influxd, which is its child. */
    @Override
    public Duration cpu() throws CannotMeasureException {
        List<ProcessHandle> processes =
                new ArrayList<>(ProcessHandle.current().children().toList());
        if (processes.stream()
                .noneMatch(each -> each.info().command().orElse("").contains("influxd"))) {
            throw new CannotMeasureException("the processor time of an InfluxDB in Docker is not to be had");
        }
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
    public void close() throws CannotMeasureException {
        closeStore();
        try {
            server.close();
        } catch (IOException e) {
            throw new CannotMeasureException("InfluxDB did not end: " + e.getMessage(), e);
        }
    }
}
