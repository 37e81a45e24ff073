package dev.statusmonitor.history.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.statusmonitor.history.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamedStoreTest {
    @TempDir
    private Path data;

    private NamedStore named(String text, Map<String, String> environment) {
        return NamedStore.of(text, data, environment);
    }

    private NamedStore named(String text) {
        return named(text, Map.of());
    }

    @Test
    void takesThePlatformsSettings() throws IOException {
        Files.writeString(data.resolve("statusmonitor.properties"), """
                statusmonitor.history.influxdb.url=http://influx:8086
                statusmonitor.history.influxdb.org=ours
                statusmonitor.history.cassandra.contact-points=c1:9042,c2:9042
                """);

        assertThat(named("influxdb").description()).isEqualTo("the InfluxDB at http://influx:8086, organisation ours");
        assertThat(named("influxdb", Map.of("STATUSMONITOR_HISTORY_INFLUXDB_ORG", "theirs"))
                        .description())
                .isEqualTo("the InfluxDB at http://influx:8086, organisation theirs");
        assertThat(named("cassandra").description())
                .isEqualTo("the Cassandra at c1:9042, c2:9042, keyspace statusmonitor");
        assertThat(named("questdb").description()).isEqualTo("the QuestDB in " + data.resolve("history/questdb"));
    }

    @Test
    void takesAFilesSettingsAndNoOthers() throws IOException {
        Path file = Files.writeString(data.resolve("old"), """
                # As /etc/statusmonitor/environment has them.
                STATUSMONITOR_HISTORY_INFLUXDB_URL=http://old:8086
                statusmonitor.history.influxdb.token-file=/run/secrets/old
                """);

        assertThat(named("influxdb:" + file, Map.of("STATUSMONITOR_HISTORY_INFLUXDB_ORG", "theirs"))
                        .description())
                .isEqualTo("the InfluxDB at http://old:8086, organisation statusmonitor");
    }

    @Test
    void findsTheFolderOfAQuestDb() throws IOException {
        Path platform = data.resolve("platform");
        Files.createDirectories(platform.resolve("history/questdb/tables"));
        String found = "the QuestDB in " + platform.resolve("history/questdb");

        assertThat(named("questdb:" + platform).description()).isEqualTo(found);
        assertThat(named("questdb:" + platform.resolve("history")).description())
                .isEqualTo(found);
        assertThat(named("questdb:" + platform.resolve("history/../history/questdb"))
                        .description())
                .isEqualTo(found);
    }

    @Test
    void knowsOneStoreByTwoNames() throws IOException {
        Path file = Files.writeString(
                data.resolve("two.properties"),
                "statusmonitor.history.cassandra.contact-points=127.0.0.2:9042,127.0.0.1:9042\n");
        Path other = Files.writeString(
                data.resolve("other.properties"), "statusmonitor.history.cassandra.keyspace=another\n");
        Files.createDirectories(data.resolve("history/questdb/tables"));
        Files.createSymbolicLink(data.resolve("link"), data.resolve("history"));

        assertThat(named("cassandra").isSame(named("cassandra:" + file))).isTrue();
        assertThat(named("cassandra").isSame(named("cassandra:" + other))).isFalse();
        assertThat(named("cassandra").isSame(named("influxdb"))).isFalse();
        assertThat(named("questdb").isSame(named("questdb:" + data.resolve("link"))))
                .isTrue();
        assertThat(named("influxdb").isSame(named("influxdb"))).isTrue();
    }

    @Test
    void saysWhatIsWrongWithAName() throws IOException {
        Path bad = Files.writeString(
                data.resolve("bad"), "statusmonitor.history.cassandra.contact-points=without-a-port\n");
        Path worse = Files.writeString(data.resolve("worse"), "statusmonitor.history.influxdb.timeout=soon\n");

        refuses("mysql", "There is no store 'mysql'. Stores are questdb, influxdb and cassandra.");
        refuses("", "There is no store ''.");
        refuses("influxdb:http://127.0.0.1:8086", "There is no file http://127.0.0.1:8086");
        refuses("cassandra:" + bad, "The setting statusmonitor.history.cassandra.contact");
        refuses("influxdb:" + worse, "The setting statusmonitor.history.influxdb.timeout in " + worse);
    }

    private void refuses(String text, String why) {
        assertThatThrownBy(() -> named(text)).isInstanceOf(StoreException.class).hasMessageContaining(why);
    }
}
