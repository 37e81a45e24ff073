package dev.statusmonitor.history.store.influxdb;

import dev.statusmonitor.history.store.Deadline;
import dev.statusmonitor.history.store.StorageUsage;
import dev.statusmonitor.history.store.StorageUsage.TierUsage;
import dev.statusmonitor.history.store.Tier;
import dev.statusmonitor.history.store.influxdb.Access.Right;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much room the buckets take: InfluxDB tells it shard by shard among its metrics, about every ten seconds anew. How
 * much its disk has left it does not tell.
 */
final class InfluxDbUsage {
    private static final Pattern SHARD = Pattern.compile(
            "^storage_shard_disk_size\\{[^}]*bucket=\"([0-9a-f]{1,32})\"[^}]*} ([0-9.e+]{1,30})$", Pattern.MULTILINE);

    private final InfluxDb influxDb;
    private final Clock clock;
    private final Map<Tier, OptionalLong> known = new EnumMap<>(Tier.class);

    InfluxDbUsage(InfluxDb influxDb, Clock clock) {
        this.influxDb = influxDb;
        this.clock = clock;
    }

    synchronized StorageUsage now() {
        String metrics = influxDb.metrics(Deadline.in(influxDb.timeout()));
        var tiers = new ArrayList<TierUsage>();
        for (Tier tier : Tier.values()) {
            String bucket = influxDb.ask(
                    Deadline.in(influxDb.timeout()), open -> open.access().bucket(tier));
            tiers.add(new TierUsage(tier, bytes(metrics, bucket), OptionalLong.empty(), oldest(tier)));
        }
        return new StorageUsage(tiers, OptionalLong.empty());
    }

    static long bytes(String metrics, String bucket) {
        long bytes = 0;
        Matcher shard = SHARD.matcher(metrics);
        while (shard.find()) {
            if (shard.group(1).equals(bucket)) {
                bytes += (long) Double.parseDouble(shard.group(2));
            }
        }
        return bytes;
    }

    /**
     * How far back a tier goes. InfluxDB reads much to tell, so it is asked until it has something, and from then on the
     * tier begins there, or where its retention ends.
     */
    private OptionalLong oldest(Tier tier) {
        OptionalLong found = known.getOrDefault(tier, OptionalLong.empty());
        if (found.isEmpty()) {
            found = ask(tier);
            known.put(tier, found);
        }
        long kept = clock.millis() - Provisioning.retention(tier).toMillis();
        return found.isEmpty() ? found : OptionalLong.of(Math.max(kept, found.getAsLong()));
    }

    private OptionalLong ask(Tier tier) {
        var oldest = new long[] {Long.MAX_VALUE};
        influxDb.query(
                Right.READ,
                Flux.oldest(tier),
                new FluxValues().range(FluxValues.EARLIEST, clock.millis()),
                Deadline.in(influxDb.timeout()),
                row -> oldest[0] = Math.min(oldest[0], InfluxDbSampleReader.time(row)));
        return oldest[0] == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(oldest[0]);
    }
}
