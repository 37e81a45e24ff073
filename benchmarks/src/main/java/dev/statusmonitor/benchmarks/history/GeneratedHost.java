package dev.statusmonitor.benchmarks.history;

import dev.statusmonitor.benchmarks.load.AgentBody;
import dev.statusmonitor.contract.Metrics;
import dev.statusmonitor.contract.Sample;
import dev.statusmonitor.contract.SeriesKey;
import dev.statusmonitor.contract.SeriesList;
import dev.statusmonitor.history.store.HostSample;
import dev.statusmonitor.history.store.HostWindow;
import dev.statusmonitor.history.store.Tier;
import java.util.stream.IntStream;

/**
 * A host that measures what an agent does, of values that are what machines measure: zeros, constants, whole bytes,
 * counts, and shares and rates of few digits with noise. The same host, series and time give the same value.
 */
final class GeneratedHost {
    /** A window is reduced from this many values, not from all that it stands for. */
    private static final int LOOKED_AT = 6;

    private final String id;
    private final int number;
    private final SeriesList series;
    private final Kind[] kinds;
    /** So that hosts do not all measure at the same moment. */
    private final int phase;

    GeneratedHost(int number) {
        this.number = number;
        this.id = "bench" + number;
        this.series =
                SeriesList.of(AgentBody.of(number).series().stream().sorted().toList());
        this.kinds = series.names().stream().map(Kind::of).toArray(Kind[]::new);
        this.phase = Math.floorMod(mix(number), 900);
    }

    String id() {
        return id;
    }

    /** How many values a sample has. */
    int size() {
        return kinds.length;
    }

    /** The sample of a second. */
    HostSample sample(long second) {
        return new HostSample(id, new Sample(Sample.SCHEMA, second * 1_000 + phase, series, values(second)));
    }

    /** The window of a tier that begins at a time, Unix time in milliseconds. */
    HostWindow window(Tier tier, long start) {
        long seconds = tier.step() / 1_000;
        double[] mins = values(start / 1_000);
        double[] maxs = mins.clone();
        double[] sums = mins.clone();
        for (int i = 1; i < LOOKED_AT; i++) {
            double[] values = values(start / 1_000 + i * seconds / LOOKED_AT);
            for (int j = 0; j < values.length; j++) {
                mins[j] = Math.min(mins[j], values[j]);
                maxs[j] = Math.max(maxs[j], values[j]);
                sums[j] += values[j];
            }
        }
        for (int j = 0; j < sums.length; j++) {
            // As sums are: of no more digits than what was added up.
            sums[j] = Math.round(sums[j] * seconds / LOOKED_AT * 1e5) / 1e5;
        }
        long[] counts = IntStream.range(0, sums.length).mapToLong(i -> seconds).toArray();
        return new HostWindow(id, start, series, mins, maxs, sums, counts);
    }

    private double[] values(long second) {
        var values = new double[kinds.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = kinds[i].value(i, mix(second * 1_000_003 + number * 769L + i), second);
        }
        return values;
    }

    private static long mix(long z) {
        long a = (z + 0x9e3779b97f4a7c15L) * 0xbf58476d1ce4e5b9L;
        a = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
        return (a ^ (a >>> 31)) >>> 1;
    }

    /** What a series' values look like. */
    private enum Kind {
        ZERO {
            @Override
            double value(int index, long random, long second) {
                return 0;
            }
        },
        CONSTANT {
            @Override
            double value(int index, long random, long second) {
                return 8_326_090_752.0 + index;
            }
        },
        UPTIME {
            @Override
            double value(int index, long random, long second) {
                return second - 1_500_000_000.0;
            }
        },
        BYTES {
            @Override
            double value(int index, long random, long second) {
                return 2_100_000_000.0 + second / 60 % 10_000 * 40_960 + random % 2_000 * 4_096;
            }
        },
        SHARE {
            @Override
            double value(int index, long random, long second) {
                return random % 10_000 / 1e5;
            }
        },
        RATE {
            @Override
            double value(int index, long random, long second) {
                return random % 10_000_000 / 1e3;
            }
        },
        COUNT {
            @Override
            double value(int index, long random, long second) {
                return 100.0 + random % 100;
            }
        };

        abstract double value(int index, long random, long second);

        static Kind of(String name) {
            SeriesKey key = SeriesKey.parse(name);
            String metric = key.metric();
            if (metric.equals(Metrics.UPTIME)) {
                return UPTIME;
            }
            if (metric.endsWith(".limit") || metric.equals(Metrics.CPU_COUNT)) {
                return CONSTANT;
            }
            if (metric.equals(Metrics.PAGING_RATE)
                    || metric.equals(Metrics.NETWORK_ERRORS)
                    || metric.equals(Metrics.NETWORK_DROPPED)
                    || metric.equals(Metrics.QUEUE_SIZE)
                    || metric.equals(Metrics.DROPPED)
                    || key.attributes().containsValue("read")
                    || key.attributes().containsValue("nice")
                    || key.attributes().containsValue("steal")) {
                return ZERO;
            }
            return switch (Metrics.find(metric).orElseThrow().unit()) {
                case "By" -> BYTES;
                case "1" -> SHARE;
                case "By/s", "{operation}/s", "{packet}/s" -> RATE;
                default -> COUNT;
            };
        }
    }
}
