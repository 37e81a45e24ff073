package dev.statusmonitor.ingestion.receive;

import dev.statusmonitor.ingestion.authenticate.HostGate;
import dev.statusmonitor.ingestion.publish.SamplePublisher;
import dev.statusmonitor.ingestion.validate.BatchReader;
import dev.statusmonitor.starter.token.RouteRules;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;

/** The route. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ReceiveSettings.class)
public class ReceiveConfiguration {
    @Bean
    BatchReader ingestionBatchReader(ReceiveSettings settings, Clock clock) {
        return new BatchReader(settings.samples(), clock);
    }

    /** After the filter that keeps public routes off the internal connector, and before all others. */
    @Bean
    FilterRegistrationBean<MetricsRoute> ingestionMetricsRoute(
            ReceiveSettings settings,
            HostGate gate,
            BatchReader reader,
            SamplePublisher publisher,
            Clock clock,
            MeterRegistry meters) {
        var registration =
                new FilterRegistrationBean<>(new MetricsRoute(settings, gate, reader, publisher, clock, meters));
        registration.addUrlPatterns(MetricsRoute.PATH);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        return registration;
    }

    @Bean
    Connections ingestionConnections(ReceiveSettings settings) {
        return new Connections(settings.maxConnections(), Runtime.getRuntime().maxMemory());
    }

    /** Before the one that says who may call what. */
    @Bean
    @Order(0)
    OpenApiCustomizer ingestionApiDescription() {
        return new ApiDescription();
    }

    /** For the description alone: {@link MetricsRoute} checks the token itself. */
    @Bean
    RouteRules ingestionRoutes() {
        return RouteRules.start().host(HttpMethod.POST, MetricsRoute.PATH);
    }
}
