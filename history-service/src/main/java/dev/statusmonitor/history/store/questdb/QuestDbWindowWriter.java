package dev.statusmonitor.history.store.questdb;

import dev.statusmonitor.history.store.HistorySource;
import dev.statusmonitor.history.store.HostWindow;
import dev.statusmonitor.history.store.StoreException;
import dev.statusmonitor.history.store.Tier;
import dev.statusmonitor.history.store.WindowMerge;
import dev.statusmonitor.history.store.WindowWriter;
import io.questdb.cairo.CairoError;
import io.questdb.cairo.TableWriter;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;

/**
 * Appends windows, and the lists of their names before them; all of it reaches the disk before it returns. Holds the
 * tables of rows only while it writes, so that hosts can be taken out of them.
 */
final class QuestDbWindowWriter implements WindowWriter {
    private final QuestDb questDb;
    private final WindowTable minutes;
    private final WindowTable hours;
    private final SeriesListTable lists;
    private final HistorySource source;
    private final Clock clock;
    private final FreeSpace freeSpace;
    private final PackedValues packed = new PackedValues();

    /** @param source to look what is there */
    QuestDbWindowWriter(
            QuestDb questDb,
            WindowTable minutes,
            WindowTable hours,
            SeriesListTable lists,
            HistorySource source,
            Clock clock,
            FreeSpace freeSpace) {
        this.questDb = questDb;
        this.minutes = minutes;
        this.hours = hours;
        this.lists = lists;
        this.source = source;
        this.clock = clock;
        this.freeSpace = freeSpace;
    }

    @Override
    public synchronized void write(Tier tier, List<HostWindow> windows) {
        if (tier == Tier.RAW) {
            throw new IllegalArgumentException("samples are no windows");
        }
        if (windows.isEmpty()) {
            return;
        }
        freeSpace.require();
        questDb.sync(true);
        try (TableWriter names = questDb.writer(lists.name());
                TableWriter table = questDb.writer((tier == Tier.MINUTE ? minutes : hours).name())) {
            append(tier, windows, names, table);
        } catch (RuntimeException | CairoError e) {
            lists.forget();
            throw new StoreException("QuestDB could not store windows: " + e.getMessage(), e);
        } finally {
            questDb.sync(false);
        }
    }

    @Override
    public void merge(Tier tier, List<HostWindow> windows) {
        WindowMerge.write(source, this, tier, windows);
    }

    private void append(Tier tier, List<HostWindow> windows, TableWriter names, TableWriter table) {
        long stored =
                Math.max(clock.millis(), Math.max(names.getMaxTimestamp() / 1000, table.getMaxTimestamp() / 1000));
        for (HostWindow window : windows) {
            stored = Math.max(stored, window.start() + tier.step());
        }
        var ids = new long[windows.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = lists.id(windows.get(i).series(), stored, names);
        }
        if (names.getUncommittedRowCount() > 0) {
            names.commit();
        }
        for (int i = 0; i < ids.length; i++) {
            HostWindow window = windows.get(i);
            TableWriter.Row row = table.newRow(stored * 1000);
            row.putLong(WindowTable.START, window.start());
            row.putSym(WindowTable.HOST, window.host());
            row.putLong(WindowTable.NAMES, ids[i]);
            row.putBin(WindowTable.VALUES, packed.of(WindowTable.values(window)));
            row.append();
        }
        table.commit();
    }

    /** Runs what needs a table of rows for itself. */
    synchronized <T> T with(WindowTable table, Function<TableWriter, T> action) {
        try (TableWriter writer = questDb.writer(table.name())) {
            return action.apply(writer);
        }
    }

    /** Runs what needs the tables of rows to be nobody's. */
    synchronized void without(Runnable action) {
        action.run();
    }
}
