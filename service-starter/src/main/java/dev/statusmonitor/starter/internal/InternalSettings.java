package dev.statusmonitor.starter.internal;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The internal connector.
 *
 * @param bind the address it listens on: loopback, or the internal network's
 * @param port its port; 0 takes a free one
 * @param services where the other services' internal connectors are, by service name; each instance, or one address
 *     that stands for all of them. A service that is not named is taken to be in this process
 * @param privateKeyFile the key that this process's service signs its calls with: Ed25519, PKCS #8, in PEM, the same for
 *     all instances. Made where there is none, with its public part in {@code trustedKeys}. Null where all services live
 *     in this process
 * @param trustedKeys a folder with the public keys of those that may call, each in PEM as {@code <service>.pem}; null
 *     where nobody outside of this process may
 * @param connectTimeout for calls to other services
 * @param readTimeout for calls to other services
 */
@ConfigurationProperties("statusmonitor.internal")
public record InternalSettings(
        @DefaultValue("127.0.0.1") String bind,
        @DefaultValue("0") int port,
        @DefaultValue Map<String, List<URI>> services,
        @Nullable Path privateKeyFile,
        @Nullable Path trustedKeys,
        @DefaultValue("500ms") Duration connectTimeout,
        @DefaultValue("2s") Duration readTimeout) {}
