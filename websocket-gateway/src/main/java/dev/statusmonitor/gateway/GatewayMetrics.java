package dev.statusmonitor.gateway;

import dev.statusmonitor.gateway.consume.RecentPoints;
import dev.statusmonitor.gateway.consume.SampleConsumer;
import dev.statusmonitor.gateway.live.LiveConnections;
import dev.statusmonitor.gateway.push.PushCounts;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;

/** The gateway's own figures. */
final class GatewayMetrics implements MeterBinder {
    private final PushCounts counts;
    private final RecentPoints recent;
    private final SampleConsumer consumer;
    private final LiveConnections connections;

    GatewayMetrics(PushCounts counts, RecentPoints recent, SampleConsumer consumer, LiveConnections connections) {
        this.counts = counts;
        this.recent = recent;
        this.consumer = consumer;
        this.connections = connections;
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        count(meters, "samples.consumed", "Samples read from Kafka", PushCounts::consumed);
        count(meters, "samples.late", "Samples not newer than the newest of their host", PushCounts::late);
        count(meters, "samples.unreadable", "Records that are no samples", PushCounts::unreadable);
        count(
                meters,
                "samples.withheld",
                "Samples shown to nobody, since whose they are could not be checked",
                PushCounts::withheld);
        count(meters, "samples.pushed", "Values handed to live connections", PushCounts::pushed);
        count(
                meters,
                "samples.dropped",
                "Values that a newer one overtook before a live connection had room",
                PushCounts::dropped);
        FunctionCounter.builder("statusmonitor.gateway.ring.evicted", recent, RecentPoints::evicted)
                .description("Hosts whose last two minutes had to go to make room")
                .register(meters);
        Gauge.builder("statusmonitor.gateway.ring.bytes", recent, RecentPoints::bytes)
                .description("What the last two minutes of all hosts take")
                .baseUnit("bytes")
                .register(meters);
        Gauge.builder("statusmonitor.gateway.lag", consumer, SampleConsumer::lag)
                .description("Samples not read yet")
                .register(meters);
        Gauge.builder("statusmonitor.gateway.sessions", connections, LiveConnections::size)
                .description("Live connections")
                .register(meters);
    }

    private void count(MeterRegistry meters, String name, String description, ToDoubleFunction<PushCounts> value) {
        FunctionCounter.builder("statusmonitor.gateway." + name, counts, value)
                .description(description)
                .register(meters);
    }
}
