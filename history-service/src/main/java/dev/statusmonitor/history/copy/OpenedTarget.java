package dev.statusmonitor.history.copy;

import dev.statusmonitor.history.store.HostSample;
import dev.statusmonitor.history.store.HostWindow;
import dev.statusmonitor.history.store.Tier;
import dev.statusmonitor.history.store.TierRange;
import dev.statusmonitor.history.store.TieredStore;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** A store that this process has opened. */
record OpenedTarget(TieredStore store) implements CopyTarget {
    @Override
    public void check() {
        store.check();
    }

    @Override
    public Duration retention() {
        return store.retention();
    }

    @Override
    public void write(List<HostSample> samples) {
        store.writer().write(samples);
    }

    @Override
    public void merge(Tier tier, List<HostWindow> windows) {
        store.windows().merge(tier, windows);
    }

    @Override
    public void windows(String host, TierRange range, Consumer<HostWindow> into) {
        store.source().windows(host, range, into);
    }

    @Override
    public void rollUp() {
        store.rollUp().run();
    }

    @Override
    public void close() {
        store.close();
    }
}
