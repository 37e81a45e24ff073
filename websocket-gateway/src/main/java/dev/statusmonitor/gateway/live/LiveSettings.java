package dev.statusmonitor.gateway.live;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The live connections.
 *
 * @param publicUrl where browsers reach the platform, beside whatever address they asked; null where that is all
 * @param maxConnections how many there may be in all
 * @param maxConnectionsPerAccount how many one account may have
 * @param maxHosts how many hosts one connection may watch in full
 * @param maxMessage the longest message that a browser may send
 * @param silence after how long without a word from the browser a connection ends
 * @param sendTimeout how long a browser may take to read what is on its way to it
 */
@Validated
@ConfigurationProperties("statusmonitor.gateway.live")
public record LiveSettings(
        @Nullable URI publicUrl,
        @DefaultValue("2000") @Min(1) int maxConnections,
        @DefaultValue("50") @Min(1) int maxConnectionsPerAccount,
        @DefaultValue("16") @Min(1) int maxHosts,
        @DefaultValue("4KB") @NotNull DataSize maxMessage,
        @DefaultValue("60s") @NotNull Duration silence,
        @DefaultValue("20s") @NotNull Duration sendTimeout) {}
