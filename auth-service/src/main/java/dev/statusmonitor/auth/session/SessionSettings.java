package dev.statusmonitor.auth.session;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a browser stays logged in.
 *
 * @param accessLifetime of an access token, which every service takes without asking
 * @param lifetime of a session since it was last refreshed
 * @param grace for so long after its rotation the previous refresh token still gives its successor: two tabs may
 *     refresh at the same instant
 */
@ConfigurationProperties("statusmonitor.auth.session")
public record SessionSettings(
        @DefaultValue("10m") Duration accessLifetime,
        @DefaultValue("30d") Duration lifetime,
        @DefaultValue("10s") Duration grace) {}
