package dev.statusmonitor.history.consume;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What became of the records: {@code consumed} is the sum of {@code stored} and of {@code dropped} for each reason.
 * A record that is read again after a crash counts again.
 */
final class ConsumeCounters {
    private static final String PREFIX = "statusmonitor.history.samples.";

    private final Counter consumed;
    private final Counter stored;
    private final Counter late;
    private final Map<SampleSorter.Verdict, Counter> dropped = new EnumMap<>(SampleSorter.Verdict.class);

    /** @param lag how many records of Kafka's are not stored yet */
    ConsumeCounters(MeterRegistry meters, Supplier<Number> lag) {
        consumed = meters.counter(PREFIX + "consumed");
        stored = meters.counter(PREFIX + "stored");
        late = meters.counter(PREFIX + "late");
        for (var verdict : SampleSorter.Verdict.values()) {
            if (verdict != SampleSorter.Verdict.STORE) {
                dropped.put(
                        verdict,
                        meters.counter(
                                PREFIX + "dropped", "reason", verdict.name().toLowerCase(Locale.ROOT)));
            }
        }
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

    void dropped(SampleSorter.Verdict reason) {
        Counter counter = dropped.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }
}
