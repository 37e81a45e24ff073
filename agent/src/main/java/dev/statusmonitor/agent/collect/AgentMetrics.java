package dev.statusmonitor.agent.collect;

import dev.statusmonitor.agent.buffer.PlatformClock;
import dev.statusmonitor.agent.buffer.SampleQueue;
import dev.statusmonitor.contract.Metrics;

/** What the agent tells of itself. */
final class AgentMetrics {
    private final Series offset = Series.of(Metrics.CLOCK_OFFSET);
    private final Series size = Series.of(Metrics.QUEUE_SIZE);
    private final Series dropped = Series.of(Metrics.DROPPED);

    void add(PlatformClock clock, SampleQueue queue, SampleBuilder to) {
        to.add(offset, clock.offsetSeconds().orElse(Double.NaN));
        to.add(size, queue.size());
        to.add(dropped, queue.dropped());
    }
}
