package dev.statusmonitor.agent.collect;

import dev.statusmonitor.contract.Metrics;
import org.jspecify.annotations.Nullable;

/** Memory and swap. */
final class MemoryMetrics {
    private final Series limit = Series.of(Metrics.MEMORY_LIMIT);
    private final Series used = memory("used");
    private final Series free = memory("free");
    private final Series buffers = memory("buffers");
    private final Series cached = memory("cached");
    private final Series utilization = Series.of(Metrics.MEMORY_UTILIZATION, "system.memory.state", "used");
    private final Series swapUsed = Series.of(Metrics.PAGING, "system.paging.state", "used");
    private final Series swapFree = Series.of(Metrics.PAGING, "system.paging.state", "free");
    private final Series swapUtilization = Series.of(Metrics.PAGING_UTILIZATION, "system.paging.state", "used");
    private final Series in = Series.of(Metrics.PAGING_RATE, "system.paging.direction", "in");
    private final Series out = Series.of(Metrics.PAGING_RATE, "system.paging.direction", "out");
    private @Nullable SwapReading before;

    private static Series memory(String state) {
        return Series.of(Metrics.MEMORY, "system.memory.state", state);
    }

    void add(MemoryReading reading, SampleBuilder to) {
        long usedBytes = Math.max(
                0, reading.total() - reading.free() - Math.max(0, reading.buffers()) - Math.max(0, reading.cached()));
        to.add(limit, reading.total());
        to.add(used, usedBytes);
        to.add(free, reading.free());
        to.add(buffers, reading.buffers());
        to.add(cached, reading.cached());
        to.add(utilization, (double) usedBytes / reading.total());
    }

    /** @param reading null where the host has no swap */
    void add(@Nullable SwapReading reading, SampleBuilder to) {
        if (reading != null) {
            to.add(swapUsed, reading.used());
            to.add(swapFree, reading.total() - reading.used());
            to.add(swapUtilization, (double) reading.used() / reading.total());
            if (before != null) {
                long nanos = reading.nanos() - before.nanos();
                to.add(in, Rate.perSecond(before.pagesIn(), reading.pagesIn(), nanos));
                to.add(out, Rate.perSecond(before.pagesOut(), reading.pagesOut(), nanos));
            }
        }
        before = reading;
    }
}
