package dev.statusmonitor.history.store.influxdb;

import dev.statusmonitor.history.store.influxdb.InfluxDbSettings.RollUpBy;
import dev.statusmonitor.testservers.TestInfluxDb;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** Stores in a real InfluxDB: each folder has an organisation of its own, so that no test sees another's samples. */
final class Influx {
    private Influx() {}

    static InfluxDbSettings settings(TestInfluxDb server, Path folder, RollUpBy by) {
        Path token = folder.resolve("token");
        try {
            Files.writeString(token, server.token() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return settings(server, folder, token, by);
    }

    static InfluxDbSettings settings(TestInfluxDb server, Path folder, Path token, RollUpBy by) {
        return new InfluxDbSettings(
                server.uri(), org(folder), token, by, null, Duration.ofSeconds(20), Duration.ofSeconds(60));
    }

    static String org(Path folder) {
        return folder.getFileName().toString() + Integer.toHexString(folder.hashCode());
    }

    static InfluxDbSampleStore open(TestInfluxDb server, Path folder, Clock clock) {
        return open(server, folder, RollUpBy.SERVICE, clock);
    }

    static InfluxDbSampleStore open(TestInfluxDb server, Path folder, RollUpBy by, Clock clock) {
        return open(server, folder, by, clock, "tests", new SimpleMeterRegistry());
    }

    static InfluxDbSampleStore open(
            TestInfluxDb server, Path folder, RollUpBy by, Clock clock, String instance, MeterRegistry meters) {
        return InfluxDbSampleStore.open(
                folder.resolve("influxdb"), settings(server, folder, by), instance, clock, meters);
    }
}
