package dev.statusmonitor.history.store.questdb;

import dev.statusmonitor.history.store.HistorySource;
import dev.statusmonitor.history.store.HostRemover;
import dev.statusmonitor.history.store.LastStop;
import dev.statusmonitor.history.store.RollUp;
import dev.statusmonitor.history.store.SampleReader;
import dev.statusmonitor.history.store.SampleWriter;
import dev.statusmonitor.history.store.StorageUsage;
import dev.statusmonitor.history.store.StoreCopier;
import dev.statusmonitor.history.store.StoreException;
import dev.statusmonitor.history.store.TieredStore;
import dev.statusmonitor.history.store.WindowWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Samples in an embedded QuestDB. RATIONALE.md tells why its tables look as they do. */
public final class QuestDbSampleStore implements TieredStore {
    private static final Logger log = LoggerFactory.getLogger(QuestDbSampleStore.class);
    /** Linux writes what was changed to the disk within 35 s. */
    private static final Duration MAYBE_TORN = Duration.ofMinutes(2);

    private static final String ROLLED_UP = "rolled-up";

    private final FolderLock lock;
    private final QuestDb questDb;
    private final QuestDbSampleWriter writer;
    private final QuestDbSampleReader reader;
    private final HistorySource source;
    private final QuestDbWindowWriter windows;
    private final QuestDbRollUp rollUp;
    private final QuestDbHostRemover remover;
    private final Compaction compaction;
    private final QuestDbCopier copier;
    private final QuestDbUsage usage;
    private final Duration retention;
    private final Optional<Instant> missingSince;
    private final ScheduledExecutorService housekeeping;
    private final ScheduledExecutorService compacting;

    private QuestDbSampleStore(
            FolderLock lock, QuestDb questDb, Path folder, QuestDbSettings settings, Clock clock, LastStop lastStop) {
        this.lock = lock;
        this.questDb = questDb;
        this.retention = settings.retention();
        var minutes = WindowTable.minutes(questDb);
        var hours = WindowTable.hours(questDb);
        var lists = SeriesListTable.ofSamples(questDb, retention);
        var windowLists = SeriesListTable.ofWindows(questDb);
        lists.prepare();
        windowLists.prepare();
        SampleTable.prepare(questDb);
        minutes.prepare();
        hours.prepare();
        this.missingSince = lastStop == LastStop.MACHINE_DIED ? dropMaybeTorn() : Optional.empty();
        var freeSpace = new FreeSpace(folder, settings.minFreeSpace());
        Set<String> removed = QuestDbHostRemover.none();
        var blocks = new ReentrantLock();
        var windowReader = new WindowReader(minutes, hours, windowLists);
        this.reader = new QuestDbSampleReader(questDb, lists, windowReader, clock, retention);
        this.source = new QuestDbHistorySource(questDb, minutes, hours, reader, windowReader);
        this.windows = new QuestDbWindowWriter(questDb, minutes, hours, windowLists, source, clock, freeSpace);
        this.rollUp = new QuestDbRollUp(
                questDb,
                lists,
                minutes,
                windowLists,
                reader,
                windowReader,
                windows,
                removed::contains,
                clock,
                retention,
                folder.resolve(ROLLED_UP));
        this.writer = new QuestDbSampleWriter(
                questDb, lists, clock, freeSpace, rollUp.progress().seen());
        this.remover = new QuestDbHostRemover(questDb, minutes, hours, windows, blocks, removed);
        this.compaction = new Compaction(
                questDb,
                writer,
                lists,
                windows,
                minutes,
                hours,
                windowLists,
                rollUp,
                removed::contains,
                clock,
                retention,
                blocks);
        this.copier = new QuestDbCopier(questDb, folder, folder.resolve(ROLLED_UP), writer, windows, blocks);
        this.usage = new QuestDbUsage(questDb, folder, minutes, hours);
        this.housekeeping = Executors.newSingleThreadScheduledExecutor(task ->
                Thread.ofPlatform().name("history-housekeeping").daemon().unstarted(task));
        var _ = housekeeping.scheduleWithFixedDelay(this::keepHouse, 5, 5, TimeUnit.SECONDS);
        this.compacting = Executors.newSingleThreadScheduledExecutor(
                task -> Thread.ofPlatform().name("history-compaction").daemon().unstarted(task));

        var _ = compacting.scheduleWithFixedDelay(this::compactQuietly, 20, 60, TimeUnit.SECONDS);
    }

    /**
     * Opens the store, making what is not there.
     *
     * @param folder its own folder
     * @param lastStop how the last process that used the folder came to its end
     * @throws StoreException with a sentence for the operator where that cannot be
     */
    public static QuestDbSampleStore open(Path folder, QuestDbSettings settings, Clock clock, LastStop lastStop) {
        Path tables = folder.resolve(QuestDb.TABLES);
        try {
            Files.createDirectories(tables);
        } catch (IOException e) {
            throw new StoreException("The folder " + folder + " cannot be made or written to.", e);
        }
        QuestDbRuntime.prepare(folder.resolve("native"));
        FolderLock lock = FolderLock.of(folder);
        QuestDb questDb = null;
        try {
            questDb = new QuestDb(folder);
            return new QuestDbSampleStore(lock, questDb, folder, settings, clock, lastStop);
        } catch (RuntimeException | Error e) {
            if (questDb != null) {
                questDb.close();
            }
            lock.close();
            throw new StoreException(
                    "The history in " + folder + " cannot be opened. If its files are damaged, move the folder away: "
                            + "a new one is made, and filled with what Kafka still has.",
                    e);
        }
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
    public String name() {
        return "questdb";
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
        return Optional.of(copier);
    }

    @Override
    public StorageUsage usage() {
        return usage.measure();
    }

    /** Compacts what is closed and removes what is old; done each minute by the store itself, and before by who asks. */
    public void compact() {
        compaction.run();
    }

    @Override
    public void check() {
        writer.check();
    }

    @Override
    public Duration retention() {
        return retention;
    }

    @Override
    public Optional<Instant> missingSince() {
        return missingSince;
    }

    @Override
    public void close() {
        housekeeping.shutdown();
        compacting.shutdown();
        try {
            // Tables are not closed under who writes to them.
            if (!compacting.awaitTermination(1, TimeUnit.MINUTES)) {
                log.atWarn().log("the compaction does not end; what it does is done again at the next start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        writer.close();
        questDb.close();
        QuestDbRuntime.drainLog();
        lock.close();
    }

    private void keepHouse() {
        try {
            questDb.maintain();
            QuestDbRuntime.drainLog();
        } catch (RuntimeException e) {
            log.atWarn().setCause(e).log("the store's housekeeping failed and is tried again");
        }
    }

    private void compactQuietly() {
        try {
            compact();
        } catch (RuntimeException e) {
            log.atWarn().setCause(e).log("compacting the history failed and is tried again");
        }
    }

    private long newestStored() {
        var newest = new long[] {Long.MIN_VALUE};
        questDb.forEachRow(
                "SELECT stored FROM " + SampleTable.NAME + " ORDER BY stored DESC LIMIT 1",
                bind -> {},
                row -> newest[0] = row.getTimestamp(0) / 1000);
        return newest[0];
    }

    /**
     * Drops the hours whose end may not have reached the disk whole, since no row says of itself whether it did.
     *
     * @return when the first of them began
     */
    private Optional<Instant> dropMaybeTorn() {
        long newest = newestStored();
        if (newest == Long.MIN_VALUE) {
            return Optional.empty();
        }
        Instant last = Instant.ofEpochMilli(newest).truncatedTo(ChronoUnit.HOURS);
        Instant first = Instant.ofEpochMilli(newest).minus(MAYBE_TORN).truncatedTo(ChronoUnit.HOURS);
        for (Instant hour = first; !hour.isAfter(last); hour = hour.plus(Duration.ofHours(1))) {
            if (SampleTable.hasHour(questDb, hour)) {
                // The name of a partition is the beginning of its time in ISO 8601.
                String name = hour.toString().substring(0, "2026-11-23T15".length());
                questDb.execute("ALTER TABLE " + SampleTable.NAME + " DROP PARTITION LIST '" + name + "'");
            }
        }
        log.atWarn()
                .addKeyValue("since", first)
                .log("the machine went down while samples were stored: the last hours are read again from Kafka");
        return Optional.of(first);
    }
}
