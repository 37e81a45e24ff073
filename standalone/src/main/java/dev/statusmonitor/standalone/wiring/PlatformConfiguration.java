package dev.statusmonitor.standalone.wiring;

import dev.statusmonitor.alerts.AlertConfiguration;
import dev.statusmonitor.auth.AuthConfiguration;
import dev.statusmonitor.gateway.GatewayConfiguration;
import dev.statusmonitor.history.HistoryConfiguration;
import dev.statusmonitor.history.store.SampleStore;
import dev.statusmonitor.history.store.TieredStore;
import dev.statusmonitor.ingestion.IngestionConfiguration;
import dev.statusmonitor.standalone.backup.BackupController;
import dev.statusmonitor.standalone.backup.RunningBackup;
import dev.statusmonitor.standalone.network.LoopbackConnector;
import dev.statusmonitor.standalone.report.PlatformReporter;
import dev.statusmonitor.standalone.report.ReportController;
import dev.statusmonitor.standalone.report.StoredSamples;
import dev.statusmonitor.starter.hosts.HostDirectory;
import dev.statusmonitor.starter.kafka.KafkaSettings;
import dev.statusmonitor.starter.kafka.TopicSettings;
import dev.statusmonitor.starter.web.Meters;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** All services at once. Each brings its own beans, named after it; what they share, the starter brings. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({
    AuthConfiguration.class,
    IngestionConfiguration.class,
    HistoryConfiguration.class,
    AlertConfiguration.class,
    GatewayConfiguration.class
})
class PlatformConfiguration {
    @Bean
    BrokerReady brokerReady(Parts parts, TopicSettings settings) {
        return new BrokerReady(parts.kafka(), settings);
    }

    /** Where there is TLS; without, the public connector itself is what it would be. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> loopbackConnector(Parts parts) {
        return parts.connector().tls() == null
                ? factory -> {}
                : new LoopbackConnector(parts.connector().loopbackPort());
    }

    @Bean
    StoredSamples storedSamples(@Qualifier("historyStore") SampleStore store) {
        return new StoredSamples(store.reader());
    }

    @Bean
    PlatformReporter platformReporter(
            Parts parts, KafkaSettings kafka, HostDirectory hosts, StoredSamples stored, Meters meters, Clock clock) {
        return new PlatformReporter(new PlatformReporter.Sources(
                kafka.client("platform-report"),
                kafka.reader("platform-report"),
                () -> parts.redis().get().isAlive(),
                parts.folder().path(),
                hosts,
                stored,
                meters::values,
                clock));
    }

    @Bean
    RunningBackup runningBackup(
            Parts parts, @Qualifier("historyStore") TieredStore history, KafkaSettings kafka, Clock clock) {
        return new RunningBackup(parts.folder().path(), history, kafka.client("platform-backup"), clock);
    }

    @Bean
    BackupController backupController(RunningBackup backup) {
        return new BackupController(backup);
    }

    @Bean
    ReportController reportController(PlatformReporter reporter) {
        return new ReportController(reporter);
    }
}
