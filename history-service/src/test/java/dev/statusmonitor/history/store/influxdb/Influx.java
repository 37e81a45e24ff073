package dev.statusmonitor.history.store.influxdb;

import dev.statusmonitor.testservers.TestInfluxDb;
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

    static InfluxDbSettings settings(TestInfluxDb server, Path folder) {
        Path token = folder.resolve("token");
        try {
            Files.writeString(token, server.token() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new InfluxDbSettings(server.uri(), org(folder), token, Duration.ofSeconds(3), Duration.ofSeconds(60));
    }

    static String org(Path folder) {
        return folder.getFileName().toString() + Integer.toHexString(folder.hashCode());
    }

    static InfluxDbSampleStore open(TestInfluxDb server, Path folder, Clock clock) {
        return InfluxDbSampleStore.open(
                folder.resolve("influxdb"), settings(server, folder), "tests", clock, new SimpleMeterRegistry());
    }
}
