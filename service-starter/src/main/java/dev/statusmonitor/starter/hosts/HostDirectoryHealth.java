package dev.statusmonitor.starter.hosts;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Down while nobody's ownership can be checked. */
public final class HostDirectoryHealth extends AbstractHealthIndicator {
    private final HostDirectory directory;

    public HostDirectoryHealth(HostDirectory directory) {
        this.directory = directory;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        if (directory.isCurrent()) {
            builder.up().withDetail("hosts", directory.all().size());
        } else {
            builder.down().withDetail("reason", "the view of hosts cannot be shown to be current");
        }
    }
}
