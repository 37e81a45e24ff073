package dev.statusmonitor.starter.internal;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The internal connector.
 *
 * @param bind the address it listens on: loopback, or the internal network's
 * @param port its port; 0 takes a free one
 * @param services where the other services' internal connectors are, by service name; one that is not named is taken
 *     to be in this process
 * @param connectTimeout for calls to other services
 * @param readTimeout for calls to other services
 */
@ConfigurationProperties("statusmonitor.internal")
public record InternalSettings(
        @DefaultValue("127.0.0.1") String bind,
        @DefaultValue("0") int port,
        @DefaultValue Map<String, URI> services,
        @DefaultValue("500ms") Duration connectTimeout,
        @DefaultValue("2s") Duration readTimeout) {}
