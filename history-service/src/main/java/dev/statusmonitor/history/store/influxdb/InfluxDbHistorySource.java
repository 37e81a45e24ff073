package dev.statusmonitor.history.store.influxdb;

import com.influxdb.query.FluxRecord;
import dev.statusmonitor.contract.Sample;
import dev.statusmonitor.contract.SeriesList;
import dev.statusmonitor.history.store.Deadline;
import dev.statusmonitor.history.store.HistorySource;
import dev.statusmonitor.history.store.HostWindow;
import dev.statusmonitor.history.store.StoreException;
import dev.statusmonitor.history.store.Tier;
import dev.statusmonitor.history.store.TierRange;
import dev.statusmonitor.history.store.influxdb.Access.Right;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Gives what a host has in pieces that its client, which holds an answer as a whole, can take. InfluxDB turns its series
 * into rows: that is a fifth of what it would send otherwise.
 */
final class InfluxDbHistorySource implements HistorySource {
    private static final Set<String> OF_THE_ANSWER = Set.of("result", "table", Lines.STATISTIC);
    private static final List<String> STATISTICS = List.of("min", "max", "sum", "count");

    private final InfluxDb influxDb;
    private final Clock clock;

    InfluxDbHistorySource(InfluxDb influxDb, Clock clock) {
        this.influxDb = influxDb;
        this.clock = clock;
    }

    /** Some hundred rows. */
    private static long piece(Tier tier) {
        return switch (tier) {
            case RAW -> Duration.ofMinutes(10).toMillis();
            case MINUTE -> Duration.ofHours(6).toMillis();
            case HOUR -> Duration.ofDays(14).toMillis();
        };
    }

    @Override
    public Set<String> hosts() {
        long now = clock.millis();
        var hosts = new TreeSet<String>();
        for (Tier tier : Tier.values()) {
            influxDb.query(
                    Right.READ,
                    Flux.hosts(tier),
                    new FluxValues()
                            .range(
                                    now - Provisioning.retention(tier).toMillis(),
                                    now + Duration.ofDays(1).toMillis()),
                    Deadline.in(influxDb.timeout()),
                    row -> hosts.add(Names.decode(InfluxDbSampleReader.text(row, "_value"))));
        }
        return hosts;
    }

    @Override
    public void samples(String host, long start, long stop, Consumer<Sample> into) {
        var lists = new Lists();
        for (long from = start; from < stop; from += piece(Tier.RAW)) {
            var samples = new TreeMap<Long, Sample>();
            rows(Tier.RAW, host, from, Math.min(stop, from + piece(Tier.RAW)), row -> {
                SortedMap<String, Double> values = lists.values(row);
                long time = InfluxDbSampleReader.time(row);
                samples.put(
                        time,
                        new Sample(
                                Sample.SCHEMA,
                                time,
                                lists.list(values.keySet()),
                                values.values().stream()
                                        .mapToDouble(Double::doubleValue)
                                        .toArray()));
            });
            samples.values().forEach(into);
        }
    }

    @Override
    public void windows(String host, TierRange range, Consumer<HostWindow> into) {
        Tier tier = range.tier();
        if (tier == Tier.RAW) {
            throw new IllegalArgumentException("samples are no windows");
        }
        var lists = new Lists();
        for (long from = range.start(); from < range.stop(); from += piece(tier)) {
            var windows = new TreeMap<Long, Map<String, Statistics>>();
            rows(tier, host, from, Math.min(range.stop(), from + piece(tier)), row -> {
                int statistic = STATISTICS.indexOf(InfluxDbSampleReader.text(row, Lines.STATISTIC));
                if (statistic >= 0) {
                    Map<String, Statistics> window =
                            windows.computeIfAbsent(InfluxDbSampleReader.time(row), start -> new TreeMap<>());
                    lists.values(row)
                            .forEach((name, value) -> window.computeIfAbsent(name, n -> new Statistics())
                                    .set(statistic, value));
                }
            });
            windows.forEach((start, window) -> {
                // A task that failed halfway leaves some.
                window.values().removeIf(each -> !each.isWhole());
                if (!window.isEmpty()) {
                    List<Statistics> all = List.copyOf(window.values());
                    into.accept(new HostWindow(
                            host,
                            start,
                            lists.list(window.keySet()),
                            all.stream().mapToDouble(each -> each.values[0]).toArray(),
                            all.stream().mapToDouble(each -> each.values[1]).toArray(),
                            all.stream().mapToDouble(each -> each.values[2]).toArray(),
                            all.stream()
                                    .mapToLong(each -> (long) each.values[3])
                                    .toArray()));
                }
            });
        }
    }

    private void rows(Tier tier, String host, long start, long stop, Consumer<FluxRecord> rows) {
        influxDb.query(
                Right.READ,
                Flux.rows(tier),
                new FluxValues().host(host).range(start, stop),
                Deadline.in(influxDb.timeout()),
                rows);
    }

    private static final class Statistics {
        final double[] values = new double[STATISTICS.size()];
        private int found;

        void set(int statistic, double value) {
            values[statistic] = value;
            found |= 1 << statistic;
        }

        boolean isWhole() {
            return found == (1 << STATISTICS.size()) - 1 && values[3] > 0;
        }
    }

    /** The names of one host's rows, of which nearly all are the same. */
    private static final class Lists {
        private final Map<String, String> decoded = new HashMap<>();
        private SeriesList last = SeriesList.of(List.of());

        SeriesList list(Set<String> sorted) {
            var names = new ArrayList<>(sorted);
            if (!last.names().equals(names)) {
                last = SeriesList.of(names);
            }
            return last;
        }

        /** The values of a row by the names of their series, without {@link Lines#MARK}. */
        SortedMap<String, Double> values(FluxRecord row) {
            var values = new TreeMap<String, Double>();
            row.getValues().forEach((column, value) -> {
                if (value != null
                        && !column.startsWith("_")
                        && !column.equals(Lines.MARK)
                        && !OF_THE_ANSWER.contains(column)) {
                    if (!(value instanceof Number number)) {
                        throw new StoreException("InfluxDB gives a value that is no number.", null);
                    }
                    values.put(decoded.computeIfAbsent(column, Names::decode), number.doubleValue());
                }
            });
            return values;
        }
    }
}
