package dev.statusmonitor.gateway.consume;

import dev.statusmonitor.contract.Metrics;
import dev.statusmonitor.contract.SampleView;
import dev.statusmonitor.contract.SeriesKey;
import dev.statusmonitor.contract.SeriesList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Where the values of the overview stand in samples with one list of names. Names are looked at once a list, so that
 * a sample that nobody watches costs a dozen reads.
 */
final class OverviewIndex {
    private static final String MEMORY_USED = SeriesKey.of(
                    Metrics.MEMORY_UTILIZATION, Map.of("system.memory.state", "used"))
            .toString();

    // Keys stand in order, so the direction comes after the interface's name and ends the text.
    private static final String RECEIVE = ",network.io.direction=receive}";
    private static final String TRANSMIT = ",network.io.direction=transmit}";

    private final int cpu;
    private final int memory;
    private final int load;
    private final int uptime;
    private final int[] filesystems;
    private final String[] mountpoints;
    private final int[] receive;
    private final int[] transmit;

    OverviewIndex(SeriesList series) {
        cpu = series.indexOf(Metrics.CPU_TOTAL);
        memory = series.indexOf(MEMORY_USED);
        load = series.indexOf(Metrics.LOAD_1M);
        uptime = series.indexOf(Metrics.UPTIME);
        List<String> names = series.names();
        var filled = IntStream.builder();
        var received = IntStream.builder();
        var sent = IntStream.builder();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (isOf(name, Metrics.FILESYSTEM_UTILIZATION)) {
                filled.add(i);
            } else if (isOf(name, Metrics.NETWORK_IO)) {
                if (name.endsWith(RECEIVE)) {
                    received.add(i);
                } else if (name.endsWith(TRANSMIT)) {
                    sent.add(i);
                }
            }
        }
        filesystems = filled.build().toArray();
        receive = received.build().toArray();
        transmit = sent.build().toArray();
        mountpoints = IntStream.of(filesystems)
                .mapToObj(i -> attribute(names.get(i), "system.filesystem.mountpoint"))
                .toArray(String[]::new);
    }

    /**
     * Takes the overview from a sample.
     *
     * @throws IllegalArgumentException where the record is cut short
     */
    OverviewPoint read(SampleView sample) {
        int fullest = -1;
        double disk = Double.NaN;
        for (int i = 0; i < filesystems.length; i++) {
            double used = sample.value(filesystems[i]);
            if (fullest < 0 || used > disk) {
                fullest = i;
                disk = used;
            }
        }
        String mountpoint = fullest < 0 ? null : mountpoints[fullest];
        double seconds = one(sample, uptime);
        return new OverviewPoint(
                sample.timestamp(),
                (float) one(sample, cpu),
                (float) one(sample, memory),
                (float) disk,
                mountpoint,
                (float) sum(sample, receive),
                (float) sum(sample, transmit),
                (float) one(sample, load),
                Double.isNaN(seconds) ? -1 : (long) seconds);
    }

    /** What this takes on the heap, roughly. */
    int bytes() {
        int bytes = 160 + 4 * (2 * filesystems.length + receive.length + transmit.length);
        for (String mountpoint : mountpoints) {
            bytes += 56 + 2 * mountpoint.length();
        }
        return bytes;
    }

    private static double one(SampleView sample, int position) {
        return position < 0 ? Double.NaN : sample.value(position);
    }

    private static double sum(SampleView sample, int[] positions) {
        double sum = positions.length == 0 ? Double.NaN : 0;
        for (int position : positions) {
            sum += sample.value(position);
        }
        return sum;
    }

    private static boolean isOf(String name, String metric) {
        return name.startsWith(metric) && name.startsWith("{", metric.length());
    }

    private static @Nullable String attribute(String name, String key) {
        return SeriesKey.parse(name).attributes().get(key);
    }
}
