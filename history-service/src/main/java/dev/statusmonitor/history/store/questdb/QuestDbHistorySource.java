package dev.statusmonitor.history.store.questdb;

import dev.statusmonitor.contract.Sample;
import dev.statusmonitor.contract.SeriesList;
import dev.statusmonitor.history.store.HistorySource;
import dev.statusmonitor.history.store.HostWindow;
import dev.statusmonitor.history.store.Tier;
import dev.statusmonitor.history.store.TierRange;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Gives rows and blocks as a reader finds them, unpacked. Hosts that were removed keep their name in the tables. */
final class QuestDbHistorySource implements HistorySource {
    private final QuestDb questDb;
    private final WindowTable minutes;
    private final WindowTable hours;
    private final QuestDbSampleReader samples;
    private final WindowReader windows;

    QuestDbHistorySource(
            QuestDb questDb,
            WindowTable minutes,
            WindowTable hours,
            QuestDbSampleReader samples,
            WindowReader windows) {
        this.questDb = questDb;
        this.minutes = minutes;
        this.hours = hours;
        this.samples = samples;
        this.windows = windows;
    }

    @Override
    public Set<String> hosts() {
        var hosts = new TreeSet<>(questDb.symbols(SampleTable.NAME, SampleTable.HOST));
        hosts.addAll(questDb.symbols(SampleTable.blocks(questDb).name(), BlockTable.HOST));
        for (WindowTable table : List.of(minutes, hours)) {
            hosts.addAll(questDb.symbols(table.name(), WindowTable.HOST));
            hosts.addAll(questDb.symbols(table.blocks().name(), BlockTable.HOST));
        }
        return hosts;
    }

    @Override
    public void samples(String host, long start, long stop, Consumer<Sample> into) {
        samples.forEachSample(
                host,
                start,
                stop,
                (timestamp, list, values) -> into.accept(new Sample(Sample.SCHEMA, timestamp, list, values)));
    }

    @Override
    public void windows(String host, TierRange range, Consumer<HostWindow> into) {
        if (range.tier() == Tier.RAW) {
            throw new IllegalArgumentException("samples are no windows");
        }
        windows.forEachWindow(host, range, (start, list, values) -> into.accept(window(host, start, list, values)));
    }

    /** @param values as {@link WindowTable#values} has them */
    private static HostWindow window(String host, long start, SeriesList list, double[] values) {
        int size = list.size();
        var window =
                new HostWindow(host, start, list, new double[size], new double[size], new double[size], new long[size]);
        for (int i = 0; i < size; i++) {
            int at = WindowTable.COLUMNS * i;
            window.mins()[i] = values[at];
            window.maxs()[i] = values[at + 1];
            window.sums()[i] = values[at + 2];
            window.counts()[i] = (long) values[at + 3];
        }
        return window;
    }
}
