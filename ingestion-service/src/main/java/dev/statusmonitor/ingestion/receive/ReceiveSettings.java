package dev.statusmonitor.ingestion.receive;

import dev.statusmonitor.ingestion.validate.SampleLimits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What hosts may send.
 *
 * @param maxBody the largest body, after inflation
 * @param maxSamples the most samples in a request
 * @param maxAge how old a sample may be
 * @param maxAhead how far ahead of the platform's clock a sample may be
 * @param requestsPerSecond how many requests a host may send each second
 * @param requestsBurst how many requests it may send at once
 * @param samplesPerMinute how many samples a host may send each minute, and at once
 * @param maxConnections how many connections agents may keep at once; fewer where half of the heap has no room for a
 *     request on each
 */
@Validated
@ConfigurationProperties("statusmonitor.ingestion.receive")
public record ReceiveSettings(
        @DefaultValue("1MB") DataSize maxBody,
        @DefaultValue("1000") @Min(1) @Max(10_000) int maxSamples,
        @DefaultValue("24h") Duration maxAge,
        @DefaultValue("5s") Duration maxAhead,
        @DefaultValue("5") @Min(1) int requestsPerSecond,
        @DefaultValue("60") @Min(1) int requestsBurst,
        @DefaultValue("2000") @Min(1) int samplesPerMinute,
        @DefaultValue("20000") @Min(1) int maxConnections) {
    public ReceiveSettings {
        if (samplesPerMinute < maxSamples) {
            throw new IllegalArgumentException("statusmonitor.ingestion.receive.samples-per-minute (" + samplesPerMinute
                    + ") is less than max-samples (" + maxSamples + "): the largest batch would never be taken");
        }
    }

    SampleLimits samples() {
        return new SampleLimits(maxSamples, maxAge, maxAhead);
    }
}
