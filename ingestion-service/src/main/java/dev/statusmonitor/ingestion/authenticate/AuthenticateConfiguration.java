package dev.statusmonitor.ingestion.authenticate;

import dev.statusmonitor.starter.hosts.HostDirectory;
import dev.statusmonitor.starter.internal.InternalClients;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What checks tokens. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({AuthenticateSettings.class, RedisSettings.class})
public class AuthenticateConfiguration {
    @Bean(initMethod = "start", destroyMethod = "close")
    RedisTokenCache ingestionTokenCache(RedisSettings settings) {
        return new RedisTokenCache(settings.uri(), settings.timeout());
    }

    @Bean
    TokenCheck ingestionTokenCheck(
            AuthenticateSettings settings,
            RedisTokenCache cache,
            InternalClients clients,
            ObjectProvider<HostDirectory> directory,
            Clock clock,
            MeterRegistry meters) {
        HostDirectory hosts = directory.getIfAvailable();
        return new TokenCheck(
                cache,
                new HttpIntrospector(clients.client("ingestion-service", "auth-service")),
                new FailureLimiter(settings.failures(), settings.failuresRefill()),
                hosts == null ? host -> 0 : hosts::epoch,
                clock,
                settings.maxQuestions(),
                settings.patience(),
                meters);
    }

    @Bean
    SharedIdentities ingestionSharedIdentities(InternalClients clients, Clock clock) {
        return new SharedIdentities(
                clock, new SharedIdentityReport(clients.client("ingestion-service", "auth-service")));
    }

    @Bean
    HostGate ingestionHostGate(TokenCheck check, SharedIdentities identities) {
        return new HostGate(check, identities);
    }

    @Bean
    HealthIndicator ingestionRedisHealthIndicator(RedisTokenCache cache) {
        return () -> cache.isConnected()
                ? Health.up().build()
                : Health.down()
                        .withDetail("reason", "Redis does not answer; auth-service is asked about every token")
                        .build();
    }
}
