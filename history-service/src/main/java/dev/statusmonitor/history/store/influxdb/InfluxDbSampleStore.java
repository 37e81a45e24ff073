package dev.statusmonitor.history.store.influxdb;

import dev.statusmonitor.history.store.Deadline;
import dev.statusmonitor.history.store.HistorySource;
import dev.statusmonitor.history.store.HostRemover;
import dev.statusmonitor.history.store.RollUp;
import dev.statusmonitor.history.store.SampleReader;
import dev.statusmonitor.history.store.SampleWriter;
import dev.statusmonitor.history.store.StorageUsage;
import dev.statusmonitor.history.store.StoreCopier;
import dev.statusmonitor.history.store.Tier;
import dev.statusmonitor.history.store.TieredStore;
import dev.statusmonitor.history.store.WindowWriter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Samples in an InfluxDB 2. RATIONALE.md tells why they look there as they do. */
public final class InfluxDbSampleStore implements TieredStore {
    private static final Duration CHECK = Duration.ofSeconds(3);

    private final InfluxDb influxDb;
    private final Refusals refusals;
    private final InfluxDbRollUp rollUp;
    private final InfluxDbSampleWriter writer;
    private final InfluxDbSampleReader reader;
    private final HistorySource source;
    private final InfluxDbWindowWriter windows;
    private final HostRemover remover;
    private final InfluxDbUsage usage;

    private InfluxDbSampleStore(InfluxDb influxDb, InfluxDbSettings settings, Clock clock, MeterRegistry meters) {
        this.influxDb = influxDb;
        this.refusals = new Refusals(meters);
        this.source = new InfluxDbHistorySource(influxDb, clock);
        this.windows = new InfluxDbWindowWriter(influxDb, source);
        WindowMaker maker = switch (settings.rollUpBy()) {
            case SERVICE -> new StreamedWindows(influxDb, windows, clock);
            case TASKS -> new RollUpTasks(influxDb, meters);
        };
        this.rollUp = new InfluxDbRollUp(influxDb, maker, clock, meters);
        this.writer = new InfluxDbSampleWriter(influxDb, refusals, rollUp);
        this.reader = new InfluxDbSampleReader(influxDb, clock);
        this.remover = new InfluxDbHostRemover(influxDb);
        this.usage = new InfluxDbUsage(influxDb, clock);
    }

    /**
     * Opens the store. Nothing is asked of InfluxDB yet: one that is away is waited for, by whoever wants something.
     *
     * @param folder its own folder: the token to begin with, and the lesser ones that were made by it
     * @param instance a name for this instance, the same at each start
     */
    public static InfluxDbSampleStore open(
            Path folder, InfluxDbSettings settings, String instance, Clock clock, MeterRegistry meters) {
        return new InfluxDbSampleStore(new InfluxDb(settings, folder, instance, true), settings, clock, meters);
    }

    /**
     * Opens a store to read from, in which nothing is made and nothing is set right: where the organisation or a bucket
     * is not there, whoever asks is told so. It reads with the token to begin with.
     *
     * @param folder as of {@link #open}; nothing is written into it
     */
    public static InfluxDbSampleStore openAsItIs(
            Path folder, InfluxDbSettings settings, Clock clock, MeterRegistry meters) {
        return new InfluxDbSampleStore(new InfluxDb(settings, folder, "", false), settings, clock, meters);
    }

    @Override
    public String name() {
        return "influxdb";
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
        influxDb.check(Deadline.in(CHECK));
    }

    @Override
    public Duration retention() {
        return Provisioning.retention(Tier.RAW);
    }

    /** Never: InfluxDB has on its disk what it has acknowledged. */
    @Override
    public Optional<Instant> missingSince() {
        return Optional.empty();
    }

    /** How many samples InfluxDB has refused for good. */
    long refused() {
        return refusals.count();
    }

    @Override
    public void close() {
        influxDb.close();
    }
}
