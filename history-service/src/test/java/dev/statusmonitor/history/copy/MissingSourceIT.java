package dev.statusmonitor.history.copy;

import static dev.statusmonitor.history.store.TestSamples.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import dev.statusmonitor.history.store.StoreException;
import dev.statusmonitor.history.store.TieredStore;
import dev.statusmonitor.testservers.TestCassandra;
import dev.statusmonitor.testservers.TestInfluxDb;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A store to copy from that is named wrongly: nothing is made there, and the person is told what there is. */
class MissingSourceIT {
    @TempDir
    private Path data;

    private Path properties;

    @BeforeEach
    void create() throws IOException {
        properties = Files.createFile(data.resolve("statusmonitor.properties"));
    }

    private TieredStore source(String name) {
        return NamedStore.of(name, data, Map.of()).openSource(Clock.systemUTC());
    }

    private void refuses(String name, String... why) {
        try (TieredStore source = source(name)) {
            assertThatThrownBy(() -> source.source().hosts())
                    .isInstanceOf(StoreException.class)
                    .hasMessageContainingAll(why)
                    .hasMessageEndingWith(".");
        }
    }

    private String setting(String name) throws IOException {
        try (Stream<String> lines = Files.lines(properties)) {
            return lines.filter(line -> line.startsWith(name + "="))
                    .map(line -> line.substring(name.length() + 1))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    @DisabledIf("dev.statusmonitor.testservers.TestInfluxDb#isMissing")
    void makesNothingInInfluxDb() throws Exception {
        TestStore.INFLUXDB.configure(properties);
        String org = setting("statusmonitor.history.influxdb.org");

        // Other tests have theirs on the same server, the first of which are named.
        String first = influxDb("orgs", "orgs").stream()
                .map(each -> each.path("name").asString(""))
                .min(Comparator.naturalOrder())
                .orElseThrow();
        refuses("influxdb", "has no organisation " + org + ", but " + first, "statusmonitor.history.influxdb.org");
        assertThat(influxDb("orgs", "orgs"))
                .noneMatch(each -> each.path("name").asString("").equals(org));

        String id = JsonMapper.shared()
                .readTree(call("orgs", "{\"name\": \"" + org + "\"}"))
                .path("id")
                .asString();
        refuses("influxdb", "The organisation " + org, "has no bucket statusmonitor-raw", "no history is in it");
        assertThat(influxDb("buckets?orgID=" + id, "buckets"))
                .noneMatch(each -> each.path("name").asString("").startsWith("statusmonitor-"));
        assertThat(data.resolve("history")).doesNotExist();
    }

    /** Not even the lesser tokens that the service works with. */
    @Test
    @DisabledIf("dev.statusmonitor.testservers.TestInfluxDb#isMissing")
    void readsInfluxDbAndLeavesItAsItIs() throws Exception {
        TestStore.INFLUXDB.configure(properties);
        try (TieredStore store = NamedStore.of("influxdb", data, Map.of()).openTarget(Clock.systemUTC())) {
            store.writer().write(List.of(sample("h1", System.currentTimeMillis(), Map.of("system.uptime", 1.0))));
        }
        Path elsewhere = Files.copy(properties, data.resolve("copied-from.properties"));
        List<JsonNode> tokens = influxDb("authorizations", "authorizations");

        try (TieredStore source = source("influxdb:" + elsewhere)) {
            assertThat(source.source().hosts()).containsExactly("h1");
        }
        assertThat(influxDb("authorizations", "authorizations")).hasSameSizeAs(tokens);
        assertThat(data.resolve("history/copy-history")).doesNotExist();
    }

    private static List<JsonNode> influxDb(String what, String member) throws Exception {
        Iterator<JsonNode> found =
                JsonMapper.shared().readTree(call(what, null)).path(member).iterator();
        var all = new ArrayList<JsonNode>();
        found.forEachRemaining(all::add);
        return all;
    }

    private static String call(String what, @Nullable String body) throws Exception {
        var server = TestInfluxDb.get();
        String limit = body != null ? "" : what.contains("?") ? "&limit=100" : "?limit=100";
        var request = HttpRequest.newBuilder(URI.create(server.uri() + "/api/v2/" + what + limit))
                .header("Authorization", "Token " + server.token());
        if (body != null) {
            request.POST(BodyPublishers.ofString(body));
        }
        try (HttpClient http = HttpClient.newHttpClient()) {
            var answer = http.send(request.build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
            return answer.body();
        }
    }

    @Test
    @DisabledIf("dev.statusmonitor.testservers.TestCassandra#isMissing")
    void makesNothingInCassandra() throws Exception {
        TestStore.CASSANDRA.configure(properties);
        String keyspace = setting("statusmonitor.history.cassandra.keyspace");
        try (CqlSession session = CqlSession.builder()
                .addContactPoint(TestCassandra.get().contactPoint())
                .withLocalDatacenter(TestCassandra.DATACENTER)
                .build()) {
            String count = "SELECT count(*) FROM system_schema.%s WHERE keyspace_name = '" + keyspace + "'";

            refuses("cassandra", "has no keyspace " + keyspace, "statusmonitor.history.cassandra.keyspace");
            assertThat(session.execute(count.formatted("keyspaces")).one().getLong(0))
                    .isZero();

            session.execute("CREATE KEYSPACE " + keyspace
                    + " WITH replication = {'class':'SimpleStrategy','replication_factor':1}");
            refuses(
                    "cassandra",
                    "has no tables of a history in the keyspace " + keyspace,
                    "its keyspaces are ",
                    keyspace);
            assertThat(session.execute(count.formatted("tables")).one().getLong(0))
                    .isZero();
        }
    }
}
