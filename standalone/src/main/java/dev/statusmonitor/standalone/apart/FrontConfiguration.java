package dev.statusmonitor.standalone.apart;

import dev.statusmonitor.gateway.proxy.ProxyClient;
import dev.statusmonitor.gateway.proxy.ProxySettings;
import dev.statusmonitor.standalone.report.PlatformReporter;
import dev.statusmonitor.standalone.report.ReportController;
import dev.statusmonitor.starter.hosts.HostDirectory;
import dev.statusmonitor.starter.internal.InternalClients;
import dev.statusmonitor.starter.kafka.KafkaSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.util.unit.DataSize;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/** The front's own beans; none of a service's. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class FrontConfiguration {
    @Bean
    Operator frontOperator(InternalClients clients) {
        return new Operator(clients.client(Plan.SELF, Plan.AUTH));
    }

    @Bean
    Members frontMembers(Plan plan, InternalClients clients) {
        return new Members(plan, clients);
    }

    @Bean
    PlatformReporter frontReporter(
            Plan plan,
            Front.RedisProcess redis,
            KafkaSettings kafka,
            HostDirectory hosts,
            InternalClients clients,
            Members members,
            Clock clock) {
        return new PlatformReporter(new PlatformReporter.Sources(
                kafka.client("platform-report"),
                kafka.reader("platform-report"),
                redis::isAlive,
                plan.folder().path(),
                hosts,
                new RemoteSamples(clients.client(Plan.SELF, Plan.HISTORY)),
                members::meters,
                clock));
    }

    @Bean
    ReportController frontReportController(PlatformReporter reporter) {
        return new ReportController(reporter);
    }

    @Bean
    FrontController frontController(Members members) {
        return new FrontController(members);
    }

    @Bean
    ProxyClient frontProxyClient() {
        return new ProxyClient(new ProxySettings(
                Map.of(), Duration.ofMillis(500), Duration.ofSeconds(30), 50, DataSize.ofKilobytes(256)));
    }

    @Bean
    SimpleUrlHandlerMapping frontProxyMapping(Plan plan, ProxyClient client) {
        return FrontRoute.mapping(plan, client);
    }
}
