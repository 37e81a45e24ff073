package dev.statusmonitor.alerts.notify;

import dev.statusmonitor.alerts.AlertSettings;
import dev.statusmonitor.alerts.incident.Incidents;
import dev.statusmonitor.alerts.publish.EventTopic;
import dev.statusmonitor.alerts.rule.Rules;
import dev.statusmonitor.alerts.store.Ids;
import dev.statusmonitor.starter.database.Leases;
import dev.statusmonitor.starter.kafka.KafkaSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What tells people. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(NotifySettings.class)
public class NotifyConfiguration {
    /** All ways to tell people that this platform is set up for. */
    record Ways(
            List<Notifier> notifiers,
            WebhookNotifier webhooks,
            Optional<TelegramApi> telegram,
            Optional<EmailNotifier> email)
            implements AutoCloseable {
        @Override
        public void close() {
            webhooks.close();
            telegram.ifPresent(TelegramApi::close);
        }
    }

    /** @param bot null where this platform has none */
    record Listener(@Nullable TelegramBot bot) {}

    @Bean
    Channels alertsChannels(
            @Qualifier("alertsJdbcClient") JdbcClient jdbc,
            @Qualifier("alertsTransactions") TransactionTemplate transactions,
            Ids alertsIds,
            Clock clock) {
        return new Channels(jdbc, transactions, alertsIds, clock);
    }

    @Bean(destroyMethod = "close")
    Ways alertsWays(NotifySettings settings, AlertSettings alerts, Channels channels, Clock clock) {
        var webhooks = new WebhookNotifier(settings.webhook(), clock);
        var notifiers = new ArrayList<Notifier>(List.of(webhooks));
        Optional<TelegramApi> telegram = settings.telegram().isConfigured()
                ? Optional.of(new TelegramApi(settings.telegram()))
                : Optional.empty();
        telegram.ifPresent(api -> notifiers.add(new TelegramNotifier(api, channels, alerts.publicUrl())));
        Optional<EmailNotifier> email = settings.email().isConfigured()
                ? Optional.of(new EmailNotifier(settings.email(), alerts.publicUrl(), clock))
                : Optional.empty();
        email.ifPresent(notifiers::add);
        return new Ways(List.copyOf(notifiers), webhooks, telegram, email);
    }

    @Bean
    Listener alertsTelegramListener(
            Ways ways,
            NotifySettings settings,
            AlertSettings alerts,
            Channels channels,
            Incidents incidents,
            Rules rules,
            Clock clock) {
        return new Listener(ways.telegram()
                .map(api -> new TelegramBot(
                        api, settings.telegram(), channels, incidents, rules, alerts.publicUrl(), clock))
                .orElse(null));
    }

    @Bean
    Telling alertsTelling(
            @Qualifier("alertsJdbcClient") JdbcClient jdbc,
            @Qualifier("alertsInstance") String instance,
            KafkaSettings kafka,
            EventTopic topic,
            Channels channels,
            Ways ways,
            Listener listener,
            NotifySettings settings,
            MeterRegistry meters,
            Clock clock) {
        Map<String, Object> config = kafka.consumer("alert-service-notify", settings.group(), instance);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 500);
        // Mostly nothing happens.
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 2_000);
        return new Telling(
                new Leases(jdbc),
                instance,
                channels,
                ways.notifiers(),
                listener.bot(),
                config,
                topic,
                settings,
                meters,
                clock);
    }

    @Bean
    ChannelController alertsChannelController(
            Channels channels, Rules rules, Incidents incidents, Ways ways, Listener listener, Clock clock) {
        return new ChannelController(
                channels, rules, incidents, ways.notifiers(), ways.webhooks(), listener.bot(), clock);
    }

    @Bean(destroyMethod = "close")
    MailController alertsMailController(Ways ways) {
        return new MailController(ways.email().orElse(null));
    }
}
