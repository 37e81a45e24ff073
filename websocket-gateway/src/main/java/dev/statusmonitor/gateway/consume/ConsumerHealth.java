package dev.statusmonitor.gateway.consume;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Down while samples are not read. */
public final class ConsumerHealth extends AbstractHealthIndicator {
    private final SampleConsumer consumer;

    public ConsumerHealth(SampleConsumer consumer) {
        this.consumer = consumer;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        if (consumer.isFollowing()) {
            builder.up().withDetail("lag", consumer.lag());
        } else {
            builder.down().withDetail("reason", "samples cannot be read from Kafka");
        }
    }
}
