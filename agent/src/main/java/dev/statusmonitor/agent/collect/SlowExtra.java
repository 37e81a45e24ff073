package dev.statusmonitor.agent.collect;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/** A subject that is read now and then on another thread, and repeated in between. */
final class SlowExtra implements Extra {
    private final String name;
    private final SlowReading<List<Value>> reading;

    /** @param value is not sent where it is no number */
    record Value(Series series, double value) {}

    /** @param period how often it is read; what is read is repeated for three times as long */
    SlowExtra(
            String name,
            Executor threads,
            LongSupplier nanoTime,
            Duration period,
            Callable<? extends List<Value>> read) {
        this.name = name;
        this.reading = new SlowReading<>(name, threads, nanoTime, period, Duration.ZERO, period.multipliedBy(3), read);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void add(SampleBuilder to) {
        List<Value> values = reading.latest();
        if (values != null) {
            values.forEach(value -> to.add(value.series, value.value));
        }
    }
}
