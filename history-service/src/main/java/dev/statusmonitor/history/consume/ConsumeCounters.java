package dev.statusmonitor.history.consume;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/**
 * What became of the records: {@code consumed} is the sum of {@code stored}, of {@code dropped} for each reason, and of
 * {@code deleted} and {@code outlived}, which nobody lacks. A record that is read again after a crash counts again.
 */
final class ConsumeCounters {
    private static final String PREFIX = "statusmonitor.history.samples.";

    private final Counter consumed;
    private final Counter stored;
    private final Counter late;
    private final Counter broken;
    private final Counter expired;
    private final Counter deleted;
    private final Counter outlived;

    /** @param lag how many records of Kafka's are not stored yet */
    ConsumeCounters(MeterRegistry meters, Supplier<Number> lag) {
        consumed = meters.counter(PREFIX + "consumed");
        stored = meters.counter(PREFIX + "stored");
        late = meters.counter(PREFIX + "late");
        broken = meters.counter(PREFIX + "dropped", "reason", "broken");
        expired = meters.counter(PREFIX + "dropped", "reason", "expired");
        deleted = meters.counter(PREFIX + "deleted");
        outlived = meters.counter(PREFIX + "outlived");
        Gauge.builder("statusmonitor.history.lag", lag).strongReference(true).register(meters);
    }

    void consumed(int count) {
        consumed.increment(count);
    }

    void stored(int count) {
        stored.increment(count);
    }

    void late(int count) {
        late.increment(count);
    }

    /**
     * One that is not to be stored.
     *
     * @param before whether it had been stored before the last process ended
     */
    void passedOver(SampleSorter.Verdict verdict, boolean before) {
        switch (verdict) {
            case BROKEN -> broken.increment();
            case DELETED -> deleted.increment();
            case EXPIRED -> (before ? outlived : expired).increment();
            case STORE -> throw new IllegalArgumentException("It is to be stored.");
        }
    }
}
