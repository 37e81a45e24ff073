package dev.statusmonitor.agent.collect;

import static java.util.Objects.requireNonNull;

import dev.statusmonitor.agent.collect.CpuReading.Mode;
import dev.statusmonitor.agent.collect.CpuReading.Times;
import dev.statusmonitor.contract.Metrics;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Shares of processor time between two readings. */
final class CpuMetrics {
    private static final int IDLE = Mode.IDLE.index;
    private static final String[] NAMES =
            IntStream.range(0, Metrics.MAX_DEVICES).mapToObj(Integer::toString).toArray(String[]::new);

    private final Series total = Series.of(Metrics.CPU_TOTAL);
    private final Series count = Series.of(Metrics.CPU_COUNT);
    private final Map<Mode, Series> modes = new EnumMap<>(Mode.class);
    private final Devices<Logical> logical = new Devices<>("logical processors", Logical::new);
    private long @Nullable [] before;

    private static final class Logical {
        final Series series;
        long @Nullable [] before;

        Logical(String number) {
            series = Series.of(Metrics.CPU_LOGICAL, "cpu.logical_number", number);
        }
    }

    CpuMetrics() {
        for (Mode mode : Mode.values()) {
            modes.put(mode, Series.of(Metrics.CPU, "cpu.mode", mode.attribute));
        }
    }

    void addTotal(CpuReading reading, SampleBuilder to) {
        long[] now = reading.total().ticks();
        if (before != null) {
            double all = elapsed(before, now);
            if (all > 0) {
                to.add(total, 1 - growth(before, now, IDLE) / all);
                for (Mode mode : reading.modes()) {
                    to.add(requireNonNull(modes.get(mode)), growth(before, now, mode.index) / all);
                }
            }
        }
        before = now;
        to.add(count, reading.logical().size());
    }

    void addLogical(CpuReading reading, SampleBuilder to) {
        logical.begin();
        for (Times times : reading.logical()) {
            Logical processor = logical.get(name(times.number()));
            if (processor == null) {
                continue;
            }
            if (processor.before != null) {
                double all = elapsed(processor.before, times.ticks());
                if (all > 0) {
                    to.add(processor.series, 1 - growth(processor.before, times.ticks(), IDLE) / all);
                }
            }
            processor.before = times.ticks();
        }
        logical.end();
    }

    private static String name(int number) {
        return number < NAMES.length ? NAMES[number] : Integer.toString(number);
    }

    /** Ticks of a mode; Linux lets idle and iowait go back by a few, which is none rather than many. */
    private static double growth(long[] before, long[] now, int mode) {
        return Math.max(0, Rate.growth(before[mode], now[mode]));
    }

    private static double elapsed(long[] before, long[] now) {
        double sum = 0;
        for (int mode = 0; mode < now.length; mode++) {
            sum += growth(before, now, mode);
        }
        return sum;
    }
}
