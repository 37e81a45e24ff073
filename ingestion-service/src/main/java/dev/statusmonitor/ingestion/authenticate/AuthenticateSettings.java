package dev.statusmonitor.ingestion.authenticate;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How tokens are checked where the cache does not know them.
 *
 * @param patience how old an answer of auth-service may be when it comes
 * @param maxQuestions how many questions auth-service is asked at once
 * @param failures how many bad tokens an address may send at once
 * @param failuresRefill in what time an address may send as many again
 */
@Validated
@ConfigurationProperties("statusmonitor.ingestion.authenticate")
public record AuthenticateSettings(
        @DefaultValue("900ms") Duration patience,
        @DefaultValue("16") @Min(1) int maxQuestions,
        @DefaultValue("20") @Min(1) int failures,
        @DefaultValue("1m") Duration failuresRefill) {}
