package dev.statusmonitor.starter;

import dev.statusmonitor.starter.hosts.HostDirectory;
import dev.statusmonitor.starter.hosts.HostDirectoryHealth;
import dev.statusmonitor.starter.hosts.HostSettings;
import dev.statusmonitor.starter.internal.InternalClients;
import dev.statusmonitor.starter.internal.InternalConnector;
import dev.statusmonitor.starter.internal.InternalSecurity;
import dev.statusmonitor.starter.internal.InternalSettings;
import dev.statusmonitor.starter.internal.ServiceKeys;
import dev.statusmonitor.starter.kafka.KafkaSettings;
import dev.statusmonitor.starter.kafka.TopicProvider;
import dev.statusmonitor.starter.kafka.TopicSettings;
import dev.statusmonitor.starter.problem.ProblemAdvice;
import dev.statusmonitor.starter.problem.ProblemErrorController;
import dev.statusmonitor.starter.relay.Relay;
import dev.statusmonitor.starter.token.RouteDescriptions;
import dev.statusmonitor.starter.token.RouteRules;
import dev.statusmonitor.starter.token.SessionSecurity;
import dev.statusmonitor.starter.web.LivenessController;
import dev.statusmonitor.starter.web.Meters;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** What every service gets by having the starter on its class path; in one process all share it. */
@AutoConfiguration(before = ErrorMvcAutoConfiguration.class)
@EnableConfigurationProperties({KafkaSettings.class, TopicSettings.class, InternalSettings.class, HostSettings.class})
@Import({
    ProblemAdvice.class,
    ProblemErrorController.class,
    LivenessController.class,
    Meters.class,
    InternalConnector.class,
    InternalSecurity.class
})
public class StarterConfiguration {
    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    @ConditionalOnMissingBean
    ServiceKeys serviceKeys(InternalSettings settings) {
        return new ServiceKeys(settings.privateKeyFile(), settings.trustedKeys());
    }

    @Bean
    InternalClients internalClients(
            InternalSettings settings, InternalConnector connector, ServiceKeys keys, Clock clock) {
        return new InternalClients(settings, connector, keys, clock);
    }

    /** Where services have processes of their own, whichever comes first makes the topics. */
    @Bean
    @ConditionalOnProperty("statusmonitor.topics.provide")
    Relay topicProvider(KafkaSettings kafka, TopicSettings settings) {
        return new Relay("topics", Duration.ofSeconds(1), new TopicProvider(kafka.client("topics"), settings));
    }

    @Bean
    @ConditionalOnProperty(name = "statusmonitor.hosts.enabled", matchIfMissing = true)
    HostDirectory hostDirectory(KafkaSettings kafka, HostSettings settings) {
        return new HostDirectory(kafka.reader("host-directory"), settings.maxAge(), System::nanoTime);
    }

    @Bean
    @ConditionalOnProperty(name = "statusmonitor.hosts.enabled", matchIfMissing = true)
    HostDirectoryHealth hostDirectoryHealthIndicator(HostDirectory hostDirectory) {
        return new HostDirectoryHealth(hostDirectory);
    }

    /** Every service's rules: the document is the whole process's. */
    @Bean
    RouteDescriptions routeDescriptions(ObjectProvider<RouteRules> rules) {
        return new RouteDescriptions(rules.orderedStream().toList());
    }

    /** What is open to everybody. */
    @Bean
    @Order(0)
    SecurityFilterChain openSecurity(HttpSecurity http) {
        return SessionSecurity.open(http)
                .securityMatcher("/livez", "/openapi.json", "/error")
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    /** What no service has claimed is closed: a route without a chain of its own must not be an open one. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    SecurityFilterChain closedSecurity(HttpSecurity http) {
        return SessionSecurity.open(http)
                .authorizeHttpRequests(requests -> requests.anyRequest().denyAll())
                .build();
    }
}
