package dev.statusmonitor.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.statusmonitor.history.consume.ConsumeSettings;
import dev.statusmonitor.history.consume.ConsumeSettings.RewindWhen;
import dev.statusmonitor.history.query.QuerySettings;
import dev.statusmonitor.history.store.cassandra.CassandraSettings;
import dev.statusmonitor.history.store.cassandra.CassandraSettings.Consistency;
import dev.statusmonitor.history.store.influxdb.InfluxDbSettings;
import dev.statusmonitor.history.store.influxdb.InfluxDbSettings.RollUpBy;
import dev.statusmonitor.history.store.questdb.QuestDbSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;

class SettingsTest {
    @Test
    void haveDefaults() {
        assertThat(bind("statusmonitor.history", HistorySettings.class, Map.of()))
                .isEqualTo(new HistorySettings(Path.of("data/history"), HistorySettings.Store.QUESTDB));
        assertThat(bind("statusmonitor.history.influxdb", InfluxDbSettings.class, Map.of()))
                .isEqualTo(new InfluxDbSettings(
                        URI.create("http://127.0.0.1:8086"),
                        "statusmonitor",
                        null,
                        RollUpBy.SERVICE,
                        null,
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(60)));
        assertThat(bind("statusmonitor.history.cassandra", CassandraSettings.class, Map.of()))
                .isEqualTo(new CassandraSettings(
                        List.of("127.0.0.1:9042"),
                        "datacenter1",
                        "statusmonitor",
                        3,
                        Consistency.LOCAL_QUORUM,
                        null,
                        null,
                        false,
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(10)));
        assertThat(bind("statusmonitor.history.questdb", QuestDbSettings.class, Map.of()))
                .isEqualTo(new QuestDbSettings(Duration.ofHours(26), DataSize.ofMegabytes(500)));
        assertThat(bind("statusmonitor.history.query", QuerySettings.class, Map.of()))
                .isEqualTo(new QuerySettings(6, 64, Duration.ofSeconds(10), 400_000));
        assertThat(bind("statusmonitor.history.consume", ConsumeSettings.class, Map.of()))
                .isEqualTo(new ConsumeSettings(
                        "metrics.samples",
                        "history",
                        Duration.ofSeconds(1),
                        DataSize.ofMegabytes(1),
                        5_000,
                        Duration.ofMinutes(5),
                        RewindWhen.AFTER_UNCLEAN_STOP,
                        Duration.ofSeconds(1)));
    }

    @Test
    void canBeSet() {
        assertThat(bind(
                        "statusmonitor.history",
                        HistorySettings.class,
                        Map.of(
                                "statusmonitor.history.data-folder", "/elsewhere",
                                "statusmonitor.history.store", "influxdb")))
                .isEqualTo(new HistorySettings(Path.of("/elsewhere"), HistorySettings.Store.INFLUXDB));
        assertThat(bind(
                        "statusmonitor.history.influxdb",
                        InfluxDbSettings.class,
                        Map.of(
                                "statusmonitor.history.influxdb.url", "https://influx:8086",
                                "statusmonitor.history.influxdb.org", "ops",
                                "statusmonitor.history.influxdb.token-file", "/run/token",
                                "statusmonitor.history.influxdb.roll-up-by", "tasks",
                                "statusmonitor.history.influxdb.gzip", "true",
                                "statusmonitor.history.influxdb.connect-timeout", "1s",
                                "statusmonitor.history.influxdb.timeout", "20s")))
                .isEqualTo(new InfluxDbSettings(
                        URI.create("https://influx:8086"),
                        "ops",
                        Path.of("/run/token"),
                        RollUpBy.TASKS,
                        true,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(20)));
        assertThat(bind(
                        "statusmonitor.history.cassandra",
                        CassandraSettings.class,
                        Map.of(
                                "statusmonitor.history.cassandra.contact-points", "one:9042,two:9043",
                                "statusmonitor.history.cassandra.datacenter", "north",
                                "statusmonitor.history.cassandra.keyspace", "history_2",
                                "statusmonitor.history.cassandra.replicas", "2",
                                "statusmonitor.history.cassandra.consistency", "each-quorum",
                                "statusmonitor.history.cassandra.user", "history",
                                "statusmonitor.history.cassandra.password-file", "/run/password",
                                "statusmonitor.history.cassandra.tls", "true",
                                "statusmonitor.history.cassandra.connect-timeout", "1s",
                                "statusmonitor.history.cassandra.timeout", "20s")))
                .isEqualTo(new CassandraSettings(
                        List.of("one:9042", "two:9043"),
                        "north",
                        "history_2",
                        2,
                        Consistency.EACH_QUORUM,
                        "history",
                        Path.of("/run/password"),
                        true,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(20)));
        assertThat(bind(
                        "statusmonitor.history.questdb",
                        QuestDbSettings.class,
                        Map.of(
                                "statusmonitor.history.questdb.retention", "30h",
                                "statusmonitor.history.questdb.min-free-space", "2GB")))
                .isEqualTo(new QuestDbSettings(Duration.ofHours(30), DataSize.ofGigabytes(2)));
        assertThat(bind(
                        "statusmonitor.history.query",
                        QuerySettings.class,
                        Map.of(
                                "statusmonitor.history.query.concurrency", "2",
                                "statusmonitor.history.query.waiting", "3",
                                "statusmonitor.history.query.timeout", "4s",
                                "statusmonitor.history.query.max-values", "5")))
                .isEqualTo(new QuerySettings(2, 3, Duration.ofSeconds(4), 5));
        assertThat(bind(
                        "statusmonitor.history.consume",
                        ConsumeSettings.class,
                        Map.of(
                                "statusmonitor.history.consume.topic", "t",
                                "statusmonitor.history.consume.group", "g",
                                "statusmonitor.history.consume.max-wait", "1s",
                                "statusmonitor.history.consume.min-bytes", "2KB",
                                "statusmonitor.history.consume.max-records", "3",
                                "statusmonitor.history.consume.rewind", "4m",
                                "statusmonitor.history.consume.rewind-when", "always",
                                "statusmonitor.history.consume.retry-delay", "5s")))
                .isEqualTo(new ConsumeSettings(
                        "t",
                        "g",
                        Duration.ofSeconds(1),
                        DataSize.ofKilobytes(2),
                        3,
                        Duration.ofMinutes(4),
                        RewindWhen.ALWAYS,
                        Duration.ofSeconds(5)));
    }

    @Test
    void areChecked() {
        assertThatThrownBy(() -> bind(
                        "statusmonitor.history",
                        HistorySettings.class,
                        Map.of("statusmonitor.history.store", "cassette")))
                .isInstanceOf(BindException.class);
        for (var wrong : Map.of(
                        "contact-points", "no-port",
                        "keyspace", "x; DROP KEYSPACE y",
                        "replicas", "0",
                        "consistency", "any")
                .entrySet()) {
            assertThatThrownBy(() -> bind(
                            "statusmonitor.history.cassandra",
                            CassandraSettings.class,
                            Map.of("statusmonitor.history.cassandra." + wrong.getKey(), wrong.getValue())))
                    .as(wrong.getKey())
                    .isInstanceOf(BindException.class);
        }
        assertThatThrownBy(() -> bind(
                        "statusmonitor.history.query",
                        QuerySettings.class,
                        Map.of("statusmonitor.history.query.concurrency", "0")))
                .isInstanceOf(BindException.class);
        assertThatThrownBy(() -> bind(
                        "statusmonitor.history.consume",
                        ConsumeSettings.class,
                        Map.of("statusmonitor.history.consume.rewind-when", "sometimes")))
                .isInstanceOf(BindException.class);
    }

    private static <T> T bind(String prefix, Class<T> type, Map<String, String> properties) {
        var validator = new LocalValidatorFactoryBean();
        validator.afterPropertiesSet();
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate(prefix, Bindable.of(type), new ValidationBindHandler(validator));
    }
}
