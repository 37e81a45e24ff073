package dev.statusmonitor.starter.hosts;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The view of hosts.
 *
 * @param maxAge for how long a comparison with the end of {@code hosts.changes} counts as current
 */
@ConfigurationProperties("statusmonitor.hosts")
public record HostSettings(@DefaultValue("5s") Duration maxAge) {}
