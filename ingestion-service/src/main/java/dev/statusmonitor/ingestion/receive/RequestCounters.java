package dev.statusmonitor.ingestion.receive;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Counts requests by the status of their answers. Safe for use by several threads. */
final class RequestCounters {
    private static final int STATUSES = 600;

    private final MeterRegistry meters;
    private final AtomicReferenceArray<Counter> counters = new AtomicReferenceArray<>(STATUSES);

    RequestCounters(MeterRegistry meters) {
        this.meters = meters;
    }

    void count(int status) {
        Counter counter = counters.get(status);
        if (counter == null) {
            // The registry gives the same one to whoever comes at the same time.
            counter = Counter.builder("statusmonitor.ingestion.requests")
                    .description("Requests by the status of their answers")
                    .tag("status", Integer.toString(status))
                    .register(meters);
            counters.set(status, counter);
        }
        counter.increment();
    }
}
