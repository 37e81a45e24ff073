package dev.statusmonitor.benchmarks.load;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a load did.
 *
 * @param seconds how long it lasted
 * @param acknowledged samples that the platform answered by 202
 * @param answers how often each status came
 * @param incomplete 202s that refused a sample or ignored a value, which no agent's should
 * @param failures connections that broke
 * @param unacknowledged samples that were due and had no 202 when the load ended
 * @param latencies from when a sample was due to its 202
 * @param cpuSeconds processor time that the load itself took
 */
public record LoadResult(
        double seconds,
        long acknowledged,
        Map<Integer, Long> answers,
        long incomplete,
        long failures,
        long unacknowledged,
        Latencies latencies,
        double cpuSeconds) {
    /** 202s a second. */
    public double rate() {
        return acknowledged / seconds;
    }

    /** For the log. */
    @Override
    public String toString() {
        return "%.0f/s for %.0f s, p50 %.1f ms, p99 %.1f ms, max %.0f ms; answers %s, incomplete %d, broken connections %d, unacknowledged %d, load's own CPU %.2f cores"
                .formatted(
                        rate(),
                        seconds,
                        latencies.millis(0.5),
                        latencies.millis(0.99),
                        latencies.maxMillis(),
                        new TreeMap<>(answers),
                        incomplete,
                        failures,
                        unacknowledged,
                        cpuSeconds / seconds);
    }
}
