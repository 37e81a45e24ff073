package dev.statusmonitor.history.store.cassandra;

import dev.statusmonitor.history.store.Tier;
import java.time.Duration;

/**
 * The table of a tier. A host's rows are cut into partitions by time, buckets, which are numbered since 1970 and are as
 * long as a partition may grow large.
 */
enum TierTable {
    /** 3,600 samples of a host. */
    SAMPLES(Tier.RAW, "samples", Duration.ofHours(1), Tier.RAW.shown().plusHours(2), "'HOURS'", 1),
    /** 1,440 windows of each series of a host. */
    MINUTES(Tier.MINUTE, "minutes", Duration.ofDays(1), Tier.MINUTE.shown().plusHours(6), "'HOURS'", 12),
    /** 720 windows of each series of a host. */
    HOURS(Tier.HOUR, "hours", Duration.ofDays(30), Tier.HOUR.shown().plusDays(1), "'DAYS'", 15);

    private final Tier tier;
    private final String table;
    private final long bucket;
    private final Duration retention;
    private final String fileUnit;
    private final int fileSize;

    TierTable(Tier tier, String table, Duration bucket, Duration retention, String fileUnit, int fileSize) {
        this.tier = tier;
        this.table = table;
        this.bucket = bucket.toMillis();
        this.retention = retention;
        this.fileUnit = fileUnit;
        this.fileSize = fileSize;
    }

    static TierTable of(Tier tier) {
        return switch (tier) {
            case RAW -> SAMPLES;
            case MINUTE -> MINUTES;
            case HOUR -> HOURS;
        };
    }

    Tier tier() {
        return tier;
    }

    /** Its name. */
    String table() {
        return table;
    }

    /** For how long a row is kept, by its own time. */
    Duration retention() {
        return retention;
    }

    /** How much of the past goes into one file, which is dropped as a whole when all in it has expired. */
    String compaction() {
        return "{'class':'TimeWindowCompactionStrategy','compaction_window_unit':" + fileUnit
                + ",'compaction_window_size':" + fileSize + "}";
    }

    /** The bucket in which a time lies. */
    int bucket(long time) {
        return (int) Math.floorDiv(time, bucket);
    }

    /** Where a bucket begins, Unix time in milliseconds. */
    long start(int number) {
        return number * bucket;
    }

    /** Where a bucket ends. */
    long stop(int number) {
        return start(number) + bucket;
    }

    /** The earliest time of which there can be rows. */
    long oldest(long now) {
        return now - retention.toMillis();
    }

    /** The first time of which there can be none: no timestamp is more than an hour ahead. */
    long newest(long now) {
        return now + Duration.ofHours(2).toMillis();
    }

    /** For how many seconds a row of this time is to be kept from now on; not positive where it is not worth storing. */
    int secondsLeft(long time, long now) {
        return (int) Math.floorDiv(time - oldest(now) + 999, 1000);
    }
}
