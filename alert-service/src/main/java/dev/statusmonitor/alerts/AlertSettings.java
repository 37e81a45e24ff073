package dev.statusmonitor.alerts;

import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The service.
 *
 * @param publicUrl where people find the dashboard, for links in messages; without it messages have none
 * @param historyUrl where history-service's public connector is, for tests of rules
 * @param incidentsKept how long an incident that is over is kept
 */
@Validated
@ConfigurationProperties("statusmonitor.alerts")
public record AlertSettings(
        @Nullable URI publicUrl,
        @DefaultValue("http://127.0.0.1:8080") @NotNull URI historyUrl,
        @DefaultValue("365d") @NotNull Duration incidentsKept) {}
