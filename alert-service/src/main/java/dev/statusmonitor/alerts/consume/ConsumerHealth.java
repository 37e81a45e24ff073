package dev.statusmonitor.alerts.consume;

import dev.statusmonitor.alerts.store.Words;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Down while samples are not evaluated. */
public final class ConsumerHealth extends AbstractHealthIndicator {
    private final SampleConsumer consumer;

    public ConsumerHealth(SampleConsumer consumer) {
        this.consumer = consumer;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        SampleConsumer.State state = consumer.state();
        String word = Words.of(state);
        if (state == SampleConsumer.State.RUNNING) {
            builder.up();
        } else {
            builder.down().withDetail("reason", "samples are not evaluated: " + word.replace('_', ' '));
        }
        builder.withDetail("state", word).withDetail("lag", consumer.lag());
    }
}
