package dev.statusmonitor.history.store.influxdb;

import com.influxdb.query.FluxRecord;
import dev.statusmonitor.contract.Sample;
import dev.statusmonitor.contract.SeriesList;
import dev.statusmonitor.history.store.Deadline;
import dev.statusmonitor.history.store.Grid;
import dev.statusmonitor.history.store.SampleCount;
import dev.statusmonitor.history.store.SampleReader;
import dev.statusmonitor.history.store.SeriesBuckets;
import dev.statusmonitor.history.store.StoreException;
import dev.statusmonitor.history.store.Tier;
import dev.statusmonitor.history.store.TierRange;
import dev.statusmonitor.history.store.influxdb.Access.Right;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Asks first which series a host has, then for those that are wanted by their names, which InfluxDB finds by its index;
 * what a chart does not show as it is, InfluxDB reduces.
 */
final class InfluxDbSampleReader implements SampleReader {
    private final InfluxDb influxDb;
    private final Clock clock;

    InfluxDbSampleReader(InfluxDb influxDb, Clock clock) {
        this.influxDb = influxDb;
        this.clock = clock;
    }

    @Override
    public void read(String host, TierRange range, SeriesBuckets into, Deadline deadline) {
        deadline.check();
        Grid grid = into.grid();
        long start = Math.max(range.start(), grid.start());
        long stop = Math.min(range.stop(), grid.stop());
        if (start >= stop) {
            return;
        }
        var slots = new TreeMap<String, Integer>();
        influxDb.query(
                Right.READ,
                Flux.fields(range.tier()),
                new FluxValues().host(host).range(start, stop),
                deadline,
                row -> {
                    String name = Names.decode(text(row, "_value"));
                    int slot = name.equals(Lines.MARK) ? -1 : into.slot(name);
                    if (slot >= 0) {
                        slots.put(name, slot);
                    }
                });
        List<String> names = List.copyOf(slots.keySet());
        int most = Flux.FIELDS[Flux.FIELDS.length - 1];
        for (int from = 0; from < names.size(); from += most) {
            List<String> some = names.subList(from, Math.min(names.size(), from + most));
            if (range.tier() == Tier.RAW && grid.step() <= Tier.RAW.step()) {
                points(host, start, stop, some, slots, into, deadline);
            } else {
                reduced(host, range.tier(), start, stop, some, slots, into, deadline);
            }
        }
    }

    private static int places(List<String> names) {
        return Arrays.stream(Flux.FIELDS)
                .filter(places -> places >= names.size())
                .findFirst()
                .orElseThrow();
    }

    private static FluxValues values(String host, long start, long stop, List<String> names) {
        return new FluxValues().host(host).range(start, stop).fields(names, places(names));
    }

    private record Point(long time, int slot, double value) {}

    private void points(
            String host,
            long start,
            long stop,
            List<String> names,
            Map<String, Integer> slots,
            SeriesBuckets into,
            Deadline deadline) {
        var points = new ArrayList<Point>();
        influxDb.query(
                Right.READ,
                Flux.points(places(names)),
                values(host, start, stop, names),
                deadline,
                row -> points.add(new Point(time(row), slot(slots, row), number(row))));
        // Series by series they came; which bucket a sample is put in depends on the sample before.
        var buckets = new HashMap<Long, Integer>();
        points.stream()
                .mapToLong(Point::time)
                .distinct()
                .sorted()
                .forEach(time -> buckets.put(time, into.bucket(time)));
        for (Point each : points) {
            Integer bucket = buckets.get(each.time());
            if (bucket != null && bucket >= 0) {
                into.add(each.slot(), bucket, each.value());
            }
        }
    }

    /** What InfluxDB has reduced: a place for each bucket of the grid. */
    private static final class Reduced {
        final double[] min;
        final double[] max;
        final double[] sum;
        final int[] count;

        Reduced(int size) {
            min = new double[size];
            max = new double[size];
            sum = new double[size];
            count = new int[size];
        }

        void take(String statistic, int bucket, double value) {
            switch (statistic) {
                case "min" -> min[bucket] = value;
                case "max" -> max[bucket] = value;
                case "sum" -> sum[bucket] = value;
                case "count" -> count[bucket] = (int) value;
                default -> throw new StoreException("InfluxDB gives a result that nobody asked for.", null);
            }
        }
    }

    private void reduced(
            String host,
            Tier tier,
            long start,
            long stop,
            List<String> names,
            Map<String, Integer> slots,
            SeriesBuckets into,
            Deadline deadline) {
        Grid grid = into.grid();
        var reduced = new HashMap<Integer, Reduced>();
        influxDb.query(
                Right.READ,
                Flux.reduced(tier, places(names)),
                values(host, start, stop, names).windows(grid.step(), Math.floorMod(grid.start(), grid.step())),
                deadline,
                row -> {
                    int bucket = grid.bucket(time(row));
                    if (bucket >= 0) {
                        reduced.computeIfAbsent(slot(slots, row), slot -> new Reduced(grid.size()))
                                .take(text(row, "result"), bucket, number(row));
                    }
                });
        reduced.forEach((slot, of) -> {
            for (int i = 0; i < grid.size(); i++) {
                into.add(slot, i, of.min[i], of.max[i], of.sum[i], of.count[i]);
            }
        });
    }

    @Override
    public Optional<Sample> newest(String host, Deadline deadline) {
        long now = clock.millis();
        var newest = new Object() {
            long time = Long.MIN_VALUE;
            TreeMap<String, Double> values = new TreeMap<>();
        };
        influxDb.query(
                Right.READ,
                Flux.NEWEST,
                new FluxValues()
                        .host(host)
                        .range(
                                now - Provisioning.retention(Tier.RAW).toMillis(),
                                now + Duration.ofDays(1).toMillis()),
                deadline,
                row -> {
                    long time = time(row);
                    if (time > newest.time) {
                        newest.time = time;
                        newest.values.clear();
                    }
                    if (time == newest.time) {
                        newest.values.put(Names.decode(text(row, "_field")), number(row));
                    }
                });
        if (newest.time == Long.MIN_VALUE) {
            return Optional.empty();
        }
        newest.values.remove(Lines.MARK);
        return Optional.of(new Sample(
                Sample.SCHEMA,
                newest.time,
                SeriesList.of(List.copyOf(newest.values.keySet())),
                newest.values.values().stream().mapToDouble(Double::doubleValue).toArray()));
    }

    @Override
    public SampleCount count(String host, long start, long stop, Deadline deadline) {
        deadline.check();
        if (Math.clamp(start, FluxValues.EARLIEST, FluxValues.LATEST)
                >= Math.clamp(stop, FluxValues.EARLIEST, FluxValues.LATEST)) {
            return SampleCount.NONE;
        }
        var found = new Object() {
            long count;
            long first;
            long last;
        };
        influxDb.query(Right.READ, Flux.COUNT, new FluxValues().host(host).range(start, stop), deadline, row -> {
            switch (text(row, "result")) {
                case "count" -> found.count = (long) number(row);
                case "first" -> found.first = time(row);
                default -> found.last = time(row);
            }
        });
        return found.count == 0 ? SampleCount.NONE : new SampleCount(found.count, found.first, found.last);
    }

    private static int slot(Map<String, Integer> slots, FluxRecord row) {
        Integer slot = slots.get(Names.decode(text(row, "_field")));
        if (slot == null) {
            throw new StoreException("InfluxDB gives a series that nobody asked for.", null);
        }
        return slot;
    }

    static String text(FluxRecord row, String column) {
        return String.valueOf(row.getValueByKey(column));
    }

    static double number(FluxRecord row) {
        Object value = row.getValue();
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw new StoreException("InfluxDB gives a value that is no number.", null);
    }

    static long time(FluxRecord row) {
        @Nullable Instant time = row.getTime();
        if (time == null) {
            throw new StoreException("InfluxDB gives a row without a time.", null);
        }
        return time.toEpochMilli();
    }
}
