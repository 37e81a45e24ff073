package dev.statusmonitor.auth.token;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Host tokens and the assertions they are issued for.
 *
 * @param lifetime of a host token
 * @param assertionLifetime the longest that an assertion may be good
 * @param clockSkew by how much an agent's clock may differ from this one
 */
@ConfigurationProperties("statusmonitor.auth.token")
public record TokenSettings(
        @DefaultValue("1h") Duration lifetime,
        @DefaultValue("5m") Duration assertionLifetime,
        @DefaultValue("60s") Duration clockSkew) {}
