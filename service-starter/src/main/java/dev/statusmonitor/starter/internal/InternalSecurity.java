package dev.statusmonitor.starter.internal;

import dev.statusmonitor.starter.token.SessionSecurity;
import java.time.Clock;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;

/**
 * Who may use the internal connector: services with an assertion; the two bare probes are open on it, and what lies below
 * {@code /internal/v1/owner/} is for the owner's tools alone.
 */
@Configuration(proxyBeanMethods = false)
public class InternalSecurity {
    @Bean
    FilterRegistrationBean<InternalRoutesFilter> internalRoutes(InternalConnector connector) {
        var registration = new FilterRegistrationBean<>(new InternalRoutesFilter(connector));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    @Bean
    @Order(1)
    SecurityFilterChain internalRoutesSecurity(HttpSecurity http, ServiceKeys keys, Clock clock) {
        return SessionSecurity.open(http)
                .securityMatcher("/internal/**", "/actuator/**")
                .addFilterBefore(new ServiceAssertionFilter(keys, clock), AnonymousAuthenticationFilter.class)
                .authorizeHttpRequests(
                        requests -> requests.requestMatchers("/actuator/health/liveness", "/actuator/health/readiness")
                                .permitAll()
                                .requestMatchers("/internal/v1/owner/**")
                                .hasRole("OWNER")
                                .anyRequest()
                                .hasRole("SERVICE"))
                .build();
    }
}
