package dev.statusmonitor.benchmarks.history;

import dev.statusmonitor.benchmarks.platform.Usage;
import dev.statusmonitor.history.store.LastStop;
import dev.statusmonitor.history.store.TieredStore;
import dev.statusmonitor.history.store.questdb.QuestDbSampleStore;
import dev.statusmonitor.history.store.questdb.QuestDbSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** The embedded store, in this process. */
final class BenchedQuestDb implements BenchedStore {
    private static final QuestDbSettings SETTINGS =
            new QuestDbSettings(Duration.ofHours(26), DataSize.ofMegabytes(500));
    /** An hour is compacted half an hour after its end. */
    private static final long DUE = Duration.ofMinutes(31).toMillis();

    private final Path folder;
    private @Nullable QuestDbSampleStore store;

    BenchedQuestDb(Path folder) {
        this.folder = folder.resolve("questdb");
    }

    @Override
    public TieredStore open(Clock clock) {
        close();
        QuestDbSampleStore opened = QuestDbSampleStore.open(folder, SETTINGS, clock, LastStop.CLEAN);
        store = opened;
        return opened;
    }

    @Override
    public TieredStore openCold(Clock clock) {
        return open(clock);
    }

    @Override
    public void settle(SettableClock clock, long end, Duration look) {
        clock.set(end + DUE);
        if (store != null) {
            store.compact();
        }
        clock.set(end);
    }

    @Override
    public Duration cpu() {
        return Usage.cpu(List.of(ProcessHandle.current()));
    }

    @Override
    public void close() {
        if (store != null) {
            store.close();
            store = null;
        }
    }
}
