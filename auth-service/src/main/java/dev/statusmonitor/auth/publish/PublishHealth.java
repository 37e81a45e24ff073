package dev.statusmonitor.auth.publish;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Whether changes of hosts are told soon after they are made. */
public final class PublishHealth extends AbstractHealthIndicator {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final Outbox outbox;
    private final Clock clock;

    public PublishHealth(Outbox outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        List<Outbox.Pending> oldest = outbox.changes(1);
        long waited = oldest.isEmpty()
                ? 0
                : Math.max(0, clock.millis() - oldest.getFirst().since());
        health.status(waited < SOON.toMillis() ? "UP" : "DOWN").withDetail("oldest_waiting_ms", waited);
    }
}
