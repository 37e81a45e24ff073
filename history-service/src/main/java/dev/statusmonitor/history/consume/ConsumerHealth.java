package dev.statusmonitor.history.consume;

import java.util.Locale;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Down while samples wait. */
final class ConsumerHealth extends AbstractHealthIndicator {
    private final SampleConsumer consumer;

    ConsumerHealth(SampleConsumer consumer) {
        this.consumer = consumer;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        SampleConsumer.State state = consumer.state();
        (state == SampleConsumer.State.RUNNING ? builder.up() : builder.down())
                .withDetail("state", state.name().toLowerCase(Locale.ROOT))
                .withDetail("lag", consumer.lag());
        if (!consumer.reason().isEmpty()) {
            builder.withDetail("reason", consumer.reason());
        }
    }
}
