package dev.statusmonitor.history.store.cassandra;

import dev.statusmonitor.history.store.Deadline;
import dev.statusmonitor.history.store.HistorySource;
import dev.statusmonitor.history.store.HostRemover;
import dev.statusmonitor.history.store.RollUp;
import dev.statusmonitor.history.store.SampleReader;
import dev.statusmonitor.history.store.SampleWriter;
import dev.statusmonitor.history.store.StorageUsage;
import dev.statusmonitor.history.store.StoreCopier;
import dev.statusmonitor.history.store.TieredStore;
import dev.statusmonitor.history.store.WindowWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Samples in an Apache Cassandra. RATIONALE.md tells why they look there as they do. */
public final class CassandraSampleStore implements TieredStore {
    private static final Duration CHECK = Duration.ofSeconds(3);

    private final Cluster cluster;
    private final CassandraRollUp rollUp;
    private final CassandraSampleWriter writer;
    private final CassandraSampleReader reader;
    private final WindowTable windows;
    private final HistorySource source;
    private final HostRemover remover;
    private final CassandraUsage usage;

    private CassandraSampleStore(Cluster cluster, String instance, Clock clock) {
        this.cluster = cluster;
        var lists = new SeriesListTable(cluster);
        var oldest = new OldestTimes(cluster, clock);
        this.reader = new CassandraSampleReader(cluster, lists, clock);
        this.windows = new WindowTable(cluster, oldest, clock);
        this.rollUp = new CassandraRollUp(cluster, reader, windows, instance, clock);
        this.writer = new CassandraSampleWriter(cluster, lists, rollUp, oldest, clock);
        this.source = new CassandraHistorySource(cluster, reader);
        this.remover = new CassandraHostRemover(cluster, clock);
        this.usage = new CassandraUsage(cluster, oldest);
    }

    /**
     * Opens the store. Nothing is asked of Cassandra yet: a cluster that is away is waited for, by whoever wants
     * something.
     *
     * @param instance a name for this instance, the same at each start
     */
    public static CassandraSampleStore open(CassandraSettings settings, String instance, Clock clock) {
        return new CassandraSampleStore(new Cluster(settings, clock, true), instance, clock);
    }

    /**
     * Opens a store to read from, in which nothing is made or changed: where the keyspace or its tables are not there,
     * whoever asks is told so.
     */
    public static CassandraSampleStore openAsItIs(CassandraSettings settings, Clock clock) {
        return new CassandraSampleStore(new Cluster(settings, clock, false), "", clock);
    }

    @Override
    public String name() {
        return "cassandra";
    }

    @Override
    public SampleWriter writer() {
        return writer;
    }

    @Override
    public SampleReader reader() {
        return reader;
    }

    @Override
    public RollUp rollUp() {
        return rollUp;
    }

    @Override
    public WindowWriter windows() {
        return windows;
    }

    @Override
    public HistorySource source() {
        return source;
    }

    @Override
    public HostRemover remover() {
        return remover;
    }

    @Override
    public Optional<StoreCopier> copier() {
        return Optional.empty();
    }

    @Override
    public StorageUsage usage() {
        return usage.now();
    }

    @Override
    public void check() {
        cluster.check(Deadline.in(CHECK));
    }

    @Override
    public Duration retention() {
        return TierTable.SAMPLES.retention();
    }

    /** Never: what was acknowledged is on as many nodes as are wanted. */
    @Override
    public Optional<Instant> missingSince() {
        return Optional.empty();
    }

    /** How many nodes of the data centre are seen to answer. */
    int nodes() {
        return cluster.nodes().size();
    }

    @Override
    public void close() {
        cluster.close();
    }
}
