package dev.statusmonitor.gateway.proxy;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Browsers know one address, the gateway's; what other services answer it fetches from them.
 *
 * @param services where their public connectors are, by service name: each instance, or one address that stands for all.
 *     Empty where all services live in this process
 * @param connectTimeout after which an instance counts as gone and the next one is tried
 * @param answerTimeout until an answer begins
 * @param maxRequests at once; more are told to come again
 * @param maxBody the largest request that is passed on
 */
@Validated
@ConfigurationProperties("statusmonitor.gateway.proxy")
public record ProxySettings(
        @DefaultValue Map<String, List<URI>> services,
        @DefaultValue("500ms") @NotNull Duration connectTimeout,
        @DefaultValue("60s") @NotNull Duration answerTimeout,
        @DefaultValue("500") @Min(1) int maxRequests,
        @DefaultValue("256KB") @NotNull DataSize maxBody) {}
