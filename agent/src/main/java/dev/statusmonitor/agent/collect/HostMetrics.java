package dev.statusmonitor.agent.collect;

import dev.statusmonitor.contract.Metrics;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is one number: load, processes, threads, uptime, temperatures. */
final class HostMetrics {
    private final Series one = Series.of(Metrics.LOAD_1M);
    private final Series five = Series.of(Metrics.LOAD_5M);
    private final Series fifteen = Series.of(Metrics.LOAD_15M);
    private final Series processes = Series.of(Metrics.PROCESSES);
    private final Series threads = Series.of(Metrics.THREADS);
    private final Series uptime = Series.of(Metrics.UPTIME);
    private final Devices<Series> sensors =
            new Devices<>("temperature sensors", id -> Series.of(Metrics.TEMPERATURE, "hw.id", id));

    void addLoad(LoadReading reading, SampleBuilder to) {
        to.add(one, reading.one());
        to.add(five, reading.five());
        to.add(fifteen, reading.fifteen());
    }

    void addProcesses(@Nullable Long count, SampleBuilder to) {
        to.add(processes, count == null ? Double.NaN : count);
    }

    void addThreads(@Nullable Long count, SampleBuilder to) {
        to.add(threads, count == null ? Double.NaN : count);
    }

    void addUptime(@Nullable Double seconds, SampleBuilder to) {
        to.add(uptime, seconds == null ? Double.NaN : seconds);
    }

    void addTemperatures(List<TemperatureReading> readings, SampleBuilder to) {
        sensors.begin();
        for (TemperatureReading reading : readings) {
            Series sensor = sensors.get(reading.id());
            if (sensor != null) {
                to.add(sensor, reading.celsius());
            }
        }
        sensors.end();
    }
}
