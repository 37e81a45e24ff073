package dev.statusmonitor.starter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaSettingsTest {
    @Test
    void signsOnWithAName() {
        var settings = new KafkaSettings(List.of("k:1"), "us\"er", "pass\\word", Map.of());

        assertThat(settings.client("c"))
                .containsEntry("security.protocol", "SASL_PLAINTEXT")
                .containsEntry("sasl.mechanism", "PLAIN")
                .containsEntry(
                        "sasl.jaas.config",
                        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"us\\\"er\""
                                + " password=\"pass\\\\word\";");
        assertThat(settings.toString()).doesNotContain("pass");
    }

    @Test
    void whatIsSetMoreExactlyCounts() {
        var settings = new KafkaSettings(
                List.of("k:1"),
                "user",
                "password",
                Map.of("security.protocol", "SASL_SSL", "sasl.mechanism", "SCRAM-SHA-512"));

        assertThat(settings.client("c"))
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
                .extractingByKey("sasl.jaas.config")
                .asString()
                .contains(".scram.ScramLoginModule");
    }

    @Test
    void withoutANameItAsksForNothing() {
        assertThat(new KafkaSettings(List.of("k:1"), null, null, Map.of()).client("c"))
                .containsOnlyKeys("bootstrap.servers", "client.id");
    }
}
