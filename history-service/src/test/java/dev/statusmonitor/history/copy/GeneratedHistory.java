package dev.statusmonitor.history.copy;

import dev.statusmonitor.contract.Sample;
import dev.statusmonitor.contract.SeriesList;
import dev.statusmonitor.history.store.HostSample;
import dev.statusmonitor.history.store.HostWindow;
import dev.statusmonitor.history.store.Tier;
import dev.statusmonitor.history.store.TieredStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A year of hosts, in each tier as far back as it goes: windows before the samples, which are rolled up by the store
 * itself. Values are like those that machines measure: the same host, series and time give the same.
 *
 * @param now Unix time in milliseconds
 * @param everySample the time between two samples
 * @param sparse whether most windows are left out, so that there are fewer of them: all minutes but each tenth, and of
 *     the hours before the last week all but each twelfth
 * @param series how many a host has
 */
record GeneratedHistory(long now, Duration everySample, boolean sparse, int series) {
    static final List<String> METRICS = List.of(
            "system.uptime",
            "system.process.count",
            "system.filesystem.usage",
            "system.disk.io.rate",
            "system.network.io.rate",
            "hw.temperature");
    private static final int BATCH = 1_000;

    /** Where samples begin: further back than they are copied. */
    long samplesFrom() {
        return Tier.HOUR.window(now - Tier.RAW.shown().toMillis()) - Tier.HOUR.step();
    }

    private SeriesList list(int host) {
        var names = new ArrayList<String>();
        names.add("system.uptime");
        names.add("system.process.count");
        for (int i = 0; names.size() < series; i++) {
            switch (i % 4) {
                case 0 ->
                    names.add("system.filesystem.usage{system.filesystem.mountpoint=/mnt/" + host + "/" + i + "}");
                case 1 -> names.add("system.disk.io.rate{system.device=sd" + i + ",disk.io.direction=read}");
                case 2 ->
                    names.add("system.network.io.rate{network.interface.name=eth" + i
                            + ",network.io.direction=transmit}");
                default -> names.add("hw.temperature{hw.id=" + i + "}");
            }
        }
        return SeriesList.of(names.stream().sorted().toList());
    }

    private static double value(int host, int series, long second) {
        long mixed = (second * 1_000_003 + host * 769L + series) * 0xbf58476d1ce4e5b9L;
        long random = (mixed ^ (mixed >>> 27)) >>> 1;
        return switch (series % 5) {
            case 0 -> second - 1_500_000_000.0;
            case 1 -> random % 10_000 / 1e3;
            case 2 -> 8_326_090_752.0 + series;
            case 3 -> random % 2_000 * 4_096.0;
            default -> random % 10_000_000 / 1e3;
        };
    }

    /** Fills a store with some hosts, {@code host-0} and so on; all of it is rolled up then. */
    void fill(TieredStore store, int hosts) {
        for (int host = 0; host < hosts; host++) {
            windows(store, host, Tier.HOUR, now - Duration.ofDays(365).toMillis());
            windows(store, host, Tier.MINUTE, now - Duration.ofDays(7).toMillis());
            samples(store, host);
        }
        store.rollUp().run();
    }

    private void windows(TieredStore store, int host, Tier tier, long from) {
        SeriesList list = list(host);
        long lastWeek = now - Duration.ofDays(8).toMillis();
        long samples = tier.step() / Tier.RAW.step();
        var batch = new ArrayList<HostWindow>();
        for (long start = tier.window(from) + tier.step(); start < samplesFrom(); start += tier.step()) {
            boolean leftOut = tier == Tier.MINUTE
                    ? start / tier.step() % 10 > 0
                    : start < lastWeek && start / tier.step() % 12 > 0;
            if (sparse && leftOut) {
                continue;
            }
            int size = list.size();
            var window = new HostWindow(
                    "host-" + host, start, list, new double[size], new double[size], new double[size], new long[size]);
            for (int i = 0; i < size; i++) {
                double one = value(host, i, start / 1000);
                double other = value(host, i, start / 1000 + 30);
                window.mins()[i] = Math.min(one, other);
                window.maxs()[i] = Math.max(one, other);
                window.sums()[i] = (one + other) / 2 * samples;
                window.counts()[i] = samples;
            }
            batch.add(window);
            if (batch.size() == BATCH) {
                store.windows().write(tier, batch);
                batch.clear();
            }
        }
        store.windows().write(tier, batch);
    }

    private void samples(TieredStore store, int host) {
        SeriesList list = list(host);
        var batch = new ArrayList<HostSample>();
        for (long time = samplesFrom() + 137L * host; time < now; time += everySample.toMillis()) {
            var values = new double[list.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = value(host, i, time / 1000);
            }
            batch.add(new HostSample("host-" + host, new Sample(Sample.SCHEMA, time, list, values)));
            if (batch.size() == BATCH) {
                store.writer().write(batch);
                batch.clear();
            }
        }
        store.writer().write(batch);
    }
}
