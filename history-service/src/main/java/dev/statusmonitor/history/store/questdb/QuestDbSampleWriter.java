package dev.statusmonitor.history.store.questdb;

import dev.statusmonitor.history.store.HostSample;
import dev.statusmonitor.history.store.SampleWriter;
import dev.statusmonitor.history.store.StoreException;
import io.questdb.cairo.CairoError;
import io.questdb.cairo.TableWriter;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Appends samples, and the lists of their names before them. */
final class QuestDbSampleWriter implements SampleWriter, AutoCloseable {
    private final QuestDb questDb;
    private final SeriesListTable lists;
    private final Clock clock;
    private final FreeSpace freeSpace;
    private final PackedValues packed = new PackedValues();

    private @Nullable TableWriter samples;
    private @Nullable TableWriter names;
    private long lastStored;
    private int hosts;
    private boolean closed;

    /** @param notBefore samples stored before it were looked at already: it stores no more of them */
    QuestDbSampleWriter(QuestDb questDb, SeriesListTable lists, Clock clock, FreeSpace freeSpace, long notBefore) {
        this.questDb = questDb;
        this.lists = lists;
        this.clock = clock;
        this.freeSpace = freeSpace;
        this.lastStored = notBefore;
        open();
    }

    @Override
    public synchronized void write(List<HostSample> batch) {
        freeSpace.require();
        if (closed) {
            throw new StoreException("The store is closed.", null);
        }
        try {
            open();
            append(batch);
        } catch (RuntimeException | CairoError e) {
            abandon();
            throw new StoreException("QuestDB could not store samples: " + e.getMessage(), e);
        }
    }

    private void append(List<HostSample> batch) {
        TableWriter samplesTable = java.util.Objects.requireNonNull(samples);
        TableWriter namesTable = java.util.Objects.requireNonNull(names);
        // No two batches at the same time: whoever has seen one knows it by its time.
        long stored = Math.max(lastStored + 1, clock.millis());
        for (HostSample each : batch) {
            stored = Math.max(stored, each.sample().timestamp());
        }
        var ids = new long[batch.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = lists.id(batch.get(i).sample().series(), stored, namesTable);
        }
        // A list before the first sample that uses it. Lists and hosts are few and everything hangs on them, so
        // they reach the disk at once; samples can be had from Kafka again.
        boolean newList = namesTable.getUncommittedRowCount() > 0;
        if (newList) {
            questDb.sync(true);
            namesTable.commit();
            questDb.sync(false);
        }
        for (int i = 0; i < ids.length; i++) {
            HostSample each = batch.get(i);
            TableWriter.Row row = samplesTable.newRow(stored * 1000);
            row.putLong(SampleTable.TIMESTAMP, each.sample().timestamp());
            row.putSym(SampleTable.HOST, each.host());
            row.putLong(SampleTable.NAMES, ids[i]);
            row.putBin(SampleTable.VALUES, packed.of(each.sample().values()));
            row.append();
        }
        int hostsNow = samplesTable.getSymbolMapWriter(SampleTable.HOST).getSymbolCount();
        questDb.sync(hostsNow != hosts);
        samplesTable.commit();
        questDb.sync(false);
        hosts = hostsNow;
        lastStored = stored;
    }

    private void open() {
        if (names == null) {
            names = questDb.writer(lists.name());
        }
        if (samples == null) {
            samples = questDb.writer(SampleTable.NAME);
            lastStored = Math.max(lastStored, samples.getMaxTimestamp() / 1000);
            hosts = samples.getSymbolMapWriter(SampleTable.HOST).getSymbolCount();
        }
    }

    /**
     * Removes the samples that were stored in a closed hour.
     *
     * @param hour where it begins, Unix time in milliseconds
     */
    synchronized void removeHour(long hour) {
        if (samples != null) {
            Partitions.remove(samples, hour);
        }
    }

    /** Runs what needs nobody to write samples meanwhile. */
    synchronized void without(Runnable action) {
        action.run();
    }

    /** Which hours that ended by a time have samples, by where they begin, ascending. */
    synchronized List<Long> hoursEndedBy(long time) {
        return samples == null ? List.of() : Partitions.endedBy(samples, SampleTable.PARTITION, time);
    }

    /** After a failure: what was not committed goes, and the tables are opened anew. */
    private void abandon() {
        questDb.sync(false);
        lists.forget();
        names = closed(names);
        samples = closed(samples);
    }

    private static @Nullable TableWriter closed(@Nullable TableWriter writer) {
        if (writer != null) {
            try {
                writer.close();
            } catch (RuntimeException | CairoError e) {
                // It is the failure that is being reported already.
            }
        }
        return null;
    }

    /** @throws StoreException where nothing could be written now */
    synchronized void check() {
        freeSpace.require();
        if (samples == null) {
            throw new StoreException("The last write failed; the next one opens the store anew.", null);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        names = closed(names);
        samples = closed(samples);
    }
}
