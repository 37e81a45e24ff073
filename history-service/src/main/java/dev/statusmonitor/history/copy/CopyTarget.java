package dev.statusmonitor.history.copy;

import dev.statusmonitor.history.store.HostSample;
import dev.statusmonitor.history.store.HostWindow;
import dev.statusmonitor.history.store.StoreException;
import dev.statusmonitor.history.store.Tier;
import dev.statusmonitor.history.store.TierRange;
import dev.statusmonitor.history.store.TieredStore;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a copy asks of the store that it fills, whether this process has opened it or another one has. Reading, writing
 * and rolling up may each be done by a thread of its own. Each method throws {@link StoreException} where the store
 * cannot do it now; asking again later is right.
 */
public interface CopyTarget extends AutoCloseable {
    /** A store that this process has opened. It is closed with this. */
    static CopyTarget of(TieredStore store) {
        return new OpenedTarget(store);
    }

    /** Whether it can take and give samples now. */
    void check();

    /** For how long it keeps a sample. */
    Duration retention();

    /** Stores samples as {@link dev.statusmonitor.history.store.SampleWriter#write} does. */
    void write(List<HostSample> samples);

    /** Stores windows as {@link dev.statusmonitor.history.store.WindowWriter#merge} does. */
    void merge(Tier tier, List<HostWindow> windows);

    /** Gives windows as {@link dev.statusmonitor.history.store.HistorySource#windows} does. */
    void windows(String host, TierRange range, Consumer<HostWindow> into);

    /** Returns when what was stored before is rolled up. */
    void rollUp();

    @Override
    void close();
}
