package dev.statusmonitor.auth.keys;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The keys that sign.
 *
 * @param rotateEvery how long one signs before the next one is made
 */
@ConfigurationProperties("statusmonitor.auth.keys")
public record KeySettings(@DefaultValue("90d") Duration rotateEvery) {
    public KeySettings {
        if (rotateEvery.compareTo(Duration.ofHours(1)) < 0) {
            throw new IllegalArgumentException("statusmonitor.auth.keys.rotate-every must be 1h or longer");
        }
    }
}
