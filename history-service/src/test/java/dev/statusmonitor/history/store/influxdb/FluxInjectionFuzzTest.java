package dev.statusmonitor.history.store.influxdb;

import static dev.statusmonitor.history.store.TestSamples.sample;
import static dev.statusmonitor.history.store.TestSamples.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.BugDetectors;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.statusmonitor.contract.SeriesKey;
import dev.statusmonitor.contract.SeriesList;
import dev.statusmonitor.history.query.HistoryAnswers;
import dev.statusmonitor.history.store.HostWindow;
import dev.statusmonitor.history.store.Injections;
import dev.statusmonitor.history.store.Tier;
import dev.statusmonitor.history.store.influxdb.InfluxDbSettings.RollUpBy;
import dev.statusmonitor.starter.problem.ProblemException;
import dev.statusmonitor.testservers.TestInfluxDb;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whatever stands in a question for history, the real InfluxDB is sent one of the texts of {@link Flux} and typed
 * literals beside it, and never gives another host's values; what is refused is refused by a sentence for whoever asked.
 * Here every host may be asked for by everybody: that owners are checked before is no part of it.
 */
@DisabledIf("dev.statusmonitor.testservers.TestInfluxDb#isMissing")
class FluxInjectionFuzzTest {
    private static final String CANARY = "canary";
    private static final String OWN = "own";
    private static final String UPTIME = "system.uptime";
    private static final String MOUNTPOINTS = "system.filesystem.limit";
    /** No other number in an answer has a fraction. */
    private static final double SECRET = 4242.5;

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost");
    private static final Set<String> TEXTS = texts();
    private static final Set<String> LITERALS = Set.of("StringLiteral", "DateTimeLiteral", "DurationLiteral");
    /** Series on InfluxDB have no sign that could end a name; longer hosts' names there are none of. */
    private static final int MAX_HOST = 150;

    @TempDir
    private static Path folder;

    private static final AtomicReference<@Nullable String> SEEN = new AtomicReference<>();
    private static Eavesdropper eavesdropper;
    private static InfluxDbSampleStore store;
    private static HistoryAnswers answers;

    private static Set<String> texts() {
        var texts = new HashSet<String>(List.of(Flux.COUNT, Flux.NEWEST));
        for (Tier tier : Tier.values()) {
            texts.add(Flux.fields(tier));
            for (int fields : Flux.FIELDS) {
                texts.add(Flux.reduced(tier, fields));
            }
        }
        for (int fields : Flux.FIELDS) {
            texts.add(Flux.points(fields));
        }
        for (Tier tier : List.of(Tier.MINUTE, Tier.HOUR)) {
            for (Flux.Whose whose : Flux.Whose.values()) {
                texts.addAll(List.of(Flux.expected(tier, whose), Flux.found(tier, whose), Flux.rollUp(tier, whose)));
            }
        }
        return texts;
    }

    @BeforeAll
    static void fill() throws IOException {
        var server = TestInfluxDb.get();
        eavesdropper = new Eavesdropper(server.uri(), FluxInjectionFuzzTest::look);
        InfluxDbSettings direct = Influx.settings(server, folder, RollUpBy.SERVICE);
        store = InfluxDbSampleStore.open(
                folder.resolve("influxdb"),
                new InfluxDbSettings(
                        eavesdropper.uri(),
                        direct.org(),
                        direct.tokenFile(),
                        direct.rollUpBy(),
                        direct.gzip(),
                        direct.connectTimeout(),
                        direct.timeout()),
                "tests",
                Clock.systemUTC(),
                new SimpleMeterRegistry());
        answers = new HistoryAnswers(store, Clock.systemUTC());
        long now = System.currentTimeMillis();
        for (String host : List.of(CANARY, OWN)) {
            Map<String, Double> values = values(host.equals(CANARY) ? SECRET : 1);
            store.writer().write(List.of(sample(host, now - 60_000, values), sample(host, now - 2_000, values)));
            for (Tier tier : List.of(Tier.MINUTE, Tier.HOUR)) {
                // Before what is always read as samples.
                store.windows().write(tier, List.of(window(host, tier.window(now) - 40 * tier.step(), values)));
            }
        }
        // Only then does the service look into the coarser tiers.
        store.rollUp().run();
        assertThat(store.rollUp().until(Tier.HOUR)).isGreaterThan(now - 10 * Tier.HOUR.step());
    }

    /** Series of every kind of name that a host may have. */
    private static Map<String, Double> values(double value) {
        var values = new TreeMap<String, Double>();
        values.put(UPTIME, value);
        values.put("system.cpu.utilization{cpu.mode=user}", value);
        for (String each : Injections.KNOWN) {
            try {
                values.put(
                        SeriesKey.of(MOUNTPOINTS, Map.of("system.filesystem.mountpoint", each))
                                .toString(),
                        value);
            } catch (IllegalArgumentException e) {
                // No host has a series of such a name.
            }
        }
        return values;
    }

    private static HostWindow window(String host, long start, Map<String, Double> values) {
        double[] each =
                values.values().stream().mapToDouble(Double::doubleValue).toArray();
        var counts = new long[each.length];
        Arrays.fill(counts, 1);
        return new HostWindow(host, start, SeriesList.of(List.copyOf(values.keySet())), each, each, each, counts);
    }

    @AfterAll
    static void close() {
        answers.close();
        store.close();
        eavesdropper.close();
    }

    /** What is sent to InfluxDB: one of the known texts, and beside it values that are literals and nothing else. */
    private static void look(JsonNode question) {
        String text = question.get("query").asString();
        if (!TEXTS.contains(text)) {
            SEEN.compareAndSet(null, text);
        }
        JsonNode extern = question.get("extern");
        var body = extern.get("body");
        var assignment = body.get(0).get("assignment");
        boolean plain = extern.get("imports").isEmpty()
                && body.size() == 1
                && body.get(0).get("type").asString().equals("OptionStatement")
                && assignment.get("id").get("name").asString().equals("p")
                && assignment.get("init").get("type").asString().equals("ObjectExpression");
        for (JsonNode property : assignment.get("init").get("properties")) {
            plain &= property.get("key").get("name").asString().matches("host|start|stop|every|offset|f\\d{1,2}")
                    && LITERALS.contains(property.get("value").get("type").asString());
        }
        if (!plain) {
            SEEN.compareAndSet(null, extern.toString());
        }
    }

    /** Host, start, stop, points and the metrics, with a record separator (U+001E) between them. */
    @FuzzTest(maxDuration = "2m")
    void nothingOfAQuestionBecomesFlux(byte[] input) {
        // Jazzer takes every connection for one that a request has talked the service into.
        BugDetectors.allowNetworkConnections((host, port) -> LOOPBACK.contains(host));
        String[] parts = new String(input, StandardCharsets.UTF_8).split("\u001e", -1);
        if (parts.length >= 5) {
            ask(parts[0], List.of(parts).subList(4, parts.length), parts[1], parts[2], parts[3]);
        }
    }

    @Test
    void noKnownInjectionDoesAnything() {
        for (String each : Injections.KNOWN) {
            ask(each, List.of(UPTIME, MOUNTPOINTS), "-5m", "", "");
            ask(OWN, List.of(each), "-5m", "", "");
            ask(OWN, List.of(MOUNTPOINTS + "{system.filesystem.mountpoint=" + each + "}"), "-24h", "", "");
            ask(OWN, List.of(UPTIME), each, "", "");
            ask(OWN, List.of(UPTIME), "-5m", each, "");
            ask(OWN, List.of(UPTIME), "-5m", "", each);
        }
        for (String start : List.of("-5m", "-24h", "-7d", "-12mo")) {
            // Here the hostile names go to InfluxDB, since the host has series of these names.
            assertThat(ask(OWN, List.of(MOUNTPOINTS), start, "", "")).as(start).isTrue();
        }
        assertThat(ask(OWN, List.of(UPTIME), "-5m", "", "600")).isTrue();
    }

    /** Whether it was answered with values. */
    private static boolean ask(String host, List<String> metrics, String start, String stop, String points) {
        if (host.equals(CANARY) || host.isEmpty() || host.length() > MAX_HOST) {
            return false;
        }
        boolean found = false;
        try {
            var out = new ByteArrayOutputStream();
            answers.json(host, metrics, start, stop.isEmpty() ? null : stop, points.isEmpty() ? null : points, out);
            JsonNode series = new JsonMapper().readTree(out.toByteArray()).get("series");
            if (!host.equals(OWN)) {
                assertThat(series).isEmpty();
            }
            for (JsonNode each : series) {
                found = true;
                for (JsonNode value : each.get("mean")) {
                    assertThat(value.isNull() || value.asDouble() == 1).as(host).isTrue();
                }
            }
        } catch (ProblemException e) {
            assertThat(e.problem().status().value()).as(e.problem().detail()).isEqualTo(400);
            assertThat(e.problem().detail()).matches("(?s).+\\.");
        }
        if (!host.equals(OWN)) {
            assertThat(store.reader().newest(host, soon())).isEmpty();
            assertThat(store.reader().count(host, 0, Long.MAX_VALUE, soon()).count())
                    .isZero();
        }
        assertThat(SEEN.get()).as("what InfluxDB was sent").isNull();
        return found;
    }
}
