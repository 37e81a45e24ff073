package dev.statusmonitor.history.copy;

import static dev.statusmonitor.history.store.TestSamples.sample;
import static dev.statusmonitor.history.store.TestSamples.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.statusmonitor.contract.SeriesList;
import dev.statusmonitor.history.HistoryConfiguration;
import dev.statusmonitor.history.TestTopics;
import dev.statusmonitor.history.store.HostSample;
import dev.statusmonitor.history.store.HostWindow;
import dev.statusmonitor.history.store.TestSamples.SetClock;
import dev.statusmonitor.history.store.Tier;
import dev.statusmonitor.history.store.TieredStore;
import dev.statusmonitor.starter.internal.InternalConnector;
import dev.statusmonitor.starter.internal.OwnersAccess;
import dev.statusmonitor.starter.internal.ServiceAssertion;
import dev.statusmonitor.starter.internal.ServiceKeys;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/** From InfluxDB into the embedded store of a service that runs and takes samples from Kafka meanwhile. */
@DisabledIf("dev.statusmonitor.testservers.TestInfluxDb#isMissing")
class CopyIntoRunningIT {
    private static final int HOSTS = 3;
    private static final String ROOT = "/internal/v1/owner/history";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final KeyPair key = ServiceKeys.generate();
    private final TestTopics topics = new TestTopics();
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final List<HostSample> live = new ArrayList<>();

    @TempDir
    private Path data;

    private volatile @Nullable ConfigurableApplicationContext service;

    @BeforeEach
    void configure() throws IOException {
        TestStore.INFLUXDB.configure(Files.createFile(data.resolve("statusmonitor.properties")));
    }

    @AfterEach
    void stop() {
        close();
        topics.close();
    }

    private void open(String... more) {
        var properties = new HashMap<String, Object>();
        properties.put("server.port", "0");
        properties.put("server.address", "127.0.0.1");
        properties.put("statusmonitor.history.data-folder", data.resolve("history"));
        properties.put("statusmonitor.history.consume.topic", topics.samples());
        properties.put("statusmonitor.history.consume.group", topics.samples());
        properties.put("statusmonitor.history.questdb.min-free-space", "1MB");
        properties.put(
                "statusmonitor.kafka.bootstrap-servers", topics.settings().bootstrapServers());
        topics.properties()
                .forEach((name, value) -> properties.put("statusmonitor.kafka.properties[" + name + "]", value));
        for (int i = 0; i < more.length; i += 2) {
            properties.put(more[i], more[i + 1]);
        }
        var opened = new SpringApplicationBuilder(Service.class)
                .properties(properties)
                .run();
        opened.getBean(ServiceKeys.class).trust(ServiceAssertion.OWNERS_TOOLS, key.getPublic());
        service = opened;
    }

    private void close() {
        ConfigurableApplicationContext open = service;
        service = null;
        if (open != null) {
            open.close();
        }
    }

    private ConfigurableApplicationContext running() {
        return Objects.requireNonNull(service, "no service runs");
    }

    private TieredStore store() {
        return running().getBean("historyStore", TieredStore.class);
    }

    private URI internal() {
        return running().getBean(InternalConnector.class).uri();
    }

    private Optional<OwnersAccess> access() {
        return service == null
                ? Optional.empty()
                : Optional.of(new OwnersAccess(internal(), ServiceAssertion.OWNERS_TOOLS, key.getPrivate()));
    }

    private CopyTarget target() {
        return RunningTarget.find("the test's folder", this::access).orElseThrow();
    }

    private HistoryCopy.Copied copy(TieredStore source, CopyTarget target, CopyProgress progress) {
        try (var done = CopiedHosts.open(NamedStore.progressFile(data), "one to the other")) {
            return new HistoryCopy(source, target, done, progress, Clock.systemUTC(), Duration.ofMillis(100)).run();
        }
    }

    /** Does something as the second host begins; says what the copy waited for. */
    private static final class AtTheSecondHost implements CopyProgress {
        final List<String> waited = new ArrayList<>();
        private final Runnable action;
        private final Runnable whenWaiting;
        private boolean there;

        AtTheSecondHost(Runnable action, Runnable whenWaiting) {
            this.action = action;
            this.whenWaiting = whenWaiting;
        }

        @Override
        public void at(String host, int number, int hosts, Tier tier, double done) {
            if (number == 2 && !there) {
                there = true;
                action.run();
            }
        }

        @Override
        public void waits(String why) {
            waited.add(why);
            whenWaiting.run();
        }
    }

    /** Of each host some that come in time, and some of hours ago that come late. */
    private void sendLive() {
        var sent = new ArrayList<HostSample>();
        for (int host = 0; host < HOSTS; host++) {
            for (long second = 1; second <= 20; second++) {
                for (long time : new long[] {now.toEpochMilli(), now.toEpochMilli() - 7_000_500}) {
                    sent.add(sample(
                            "host-" + host,
                            time + second * 1_000,
                            Map.of("system.uptime", second + 0.25, "system.process.count", 5.0 + host)));
                }
            }
        }
        long before = counted();
        topics.send(sent);
        live.addAll(sent);
        await().until(() -> counted() - before >= sent.size());
    }

    private long counted() {
        long all = 0;
        for (int host = 0; host < HOSTS; host++) {
            all += store().reader()
                    .count(
                            "host-" + host,
                            0,
                            now.toEpochMilli() + Duration.ofDays(1).toMillis(),
                            soon())
                    .count();
        }
        return all;
    }

    @Test
    void takesSamplesMeanwhileAndEndsEqual() {
        try (TieredStore source = NamedStore.of("influxdb", data, Map.of()).openTarget(Clock.systemUTC())) {
            new GeneratedHistory(now.toEpochMilli(), Duration.ofSeconds(45), true, 5).fill(source, HOSTS);
            open();
            var once = new AtTheSecondHost(this::sendLive, () -> {});
            try (CopyTarget target = target()) {
                assertThat(copy(source, target, once).hosts()).isEqualTo(HOSTS);

                assertThat(once.waited).isEmpty();
                source.writer().write(live);
                source.rollUp().run();
                isEqualTo(source);
                long counted = counted();

                var twice = new AtTheSecondHost(() -> {}, () -> {});
                copy(source, target, twice);
                assertThat(counted()).isEqualTo(counted);
                isEqualTo(source);
            }
        }
    }

    private void isEqualTo(TieredStore source) {
        var clock = new SetClock(now.plusSeconds(21));
        Answers.areTheSame(Answers.of(store(), clock, HOSTS), Answers.of(source, clock, HOSTS));
    }

    /** It listens elsewhere then. */
    @Test
    void waitsForAPlatformThatIsStartedAnew() {
        try (TieredStore source = NamedStore.of("influxdb", data, Map.of()).openTarget(Clock.systemUTC())) {
            new GeneratedHistory(now.toEpochMilli(), Duration.ofSeconds(45), true, 5).fill(source, HOSTS);
            open();
            var stopped = new AtTheSecondHost(this::close, () -> {
                if (service == null) {
                    open();
                }
            });
            try (CopyTarget target = target()) {
                copy(source, target, stopped);
            }
            assertThat(stopped.waited).isNotEmpty().first().asString().contains("the test's folder");
            isEqualTo(source);
        }
    }

    @Test
    void findsNobodyWhereNoneRunsOrTheStoreIsAServers() throws IOException {
        assertThat(RunningTarget.find("the test's folder", this::access)).isEmpty();

        Map<String, String> influxDb = new HashMap<>();
        for (String line : Files.readAllLines(data.resolve("statusmonitor.properties"))) {
            influxDb.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
        }
        var settings = new ArrayList<>(List.of("statusmonitor.history.store", "influxdb"));
        influxDb.forEach((name, value) -> settings.addAll(List.of(name, value)));
        open(settings.toArray(String[]::new));
        assertThat(RunningTarget.find("the test's folder", this::access)).isEmpty();
    }

    @Test
    void isForTheOwnersToolsAlone() throws Exception {
        open();
        byte[] body = CopyBody.ofSamples(List.of(sample("h1", now.toEpochMilli(), Map.of("system.uptime", 1.0))));
        String owners = assertion(ServiceAssertion.OWNERS_TOOLS);
        running().getBean(ServiceKeys.class).trust("ingestion-service", key.getPublic());

        problem(post(internal(), "/samples", body, ""), 401, "/problems/unauthenticated");
        problem(post(internal(), "/samples", body, assertion("nobody")), 401, "/problems/unauthenticated");
        problem(post(internal(), "/samples", body, assertion("ingestion-service")), 403, "/problems/forbidden");
        URI open = URI.create("http://127.0.0.1:" + running().getEnvironment().getProperty("local.server.port"));
        problem(post(open, "/samples", body, owners), 404, "/problems/not-found");
        assertThat(stored("h1")).isZero();

        assertThat(post(internal(), "/samples", body, owners).statusCode()).isEqualTo(204);
        assertThat(stored("h1")).isOne();
    }

    @Test
    void refusesWhatIsWrongAndStoresNothingOfIt() throws Exception {
        open();
        long time = now.toEpochMilli();
        var good = sample("h1", time, Map.of("system.uptime", 1.0));
        var ahead = sample("h1", time + Duration.ofHours(3).toMillis(), Map.of("system.uptime", 1.0));
        String owners = assertion(ServiceAssertion.OWNERS_TOOLS);

        byte[] cut = CopyBody.ofSamples(List.of(good, good));
        problem(
                post(internal(), "/samples", java.util.Arrays.copyOf(cut, cut.length - 1), owners),
                400,
                "/problems/bad-request");
        problem(
                post(internal(), "/samples", CopyBody.ofSamples(List.of(good, ahead)), owners),
                400,
                "/problems/bad-request");
        problem(post(internal(), "/samples", new byte[CopyBody.MAX_BYTES + 1], owners), 413, "/problems/too-large");
        byte[] windows = CopyBody.ofWindows(List.of(window(Tier.MINUTE.window(time) - 60_000), window(30_001)));
        problem(post(internal(), "/windows?tier=1m", windows, owners), 400, "/problems/bad-request");
        problem(post(internal(), "/windows?tier=raw", windows, owners), 400, "/problems/bad-request");
        problem(post(internal(), "/windows", windows, owners), 400, "/problems/bad-request");
        for (String query : List.of(
                "host=h1&tier=1m&start=0&stop=1",
                "host=h1&tier=1m&start=60000&stop=0",
                "host=h1&tier=1h&start=0&stop=3603600000",
                "host=h1&tier=1m&start=0",
                "host=h1&tier=1m&start=-9223372036854775808&stop=9223372036854775807")) {
            problem(get("/windows?" + query, owners), 400, "/problems/bad-request");
        }
        assertThat(stored("h1")).isZero();
        assertThat(CopyBody.windows(get(
                                "/windows?host=h1&tier=1m&start=" + (Tier.MINUTE.window(time) - 600_000) + "&stop="
                                        + Tier.MINUTE.window(time),
                                owners)
                        .body()))
                .isEmpty();

        // What comes after is stored as if nothing had been.
        assertThat(post(internal(), "/samples", CopyBody.ofSamples(List.of(good)), owners)
                        .statusCode())
                .isEqualTo(204);
        assertThat(stored("h1")).isOne();
    }

    private static HostWindow window(long start) {
        return new HostWindow(
                "h1",
                start,
                SeriesList.of(List.of("system.uptime")),
                new double[] {1},
                new double[] {1},
                new double[] {1},
                new long[] {1});
    }

    private long stored(String host) {
        return store().reader().count(host, 0, Long.MAX_VALUE / 2_000, soon()).count();
    }

    private String assertion(String caller) {
        return ServiceAssertion.sign(caller, key.getPrivate(), Instant.now());
    }

    private static HttpResponse<byte[]> post(URI at, String path, byte[] body, String assertion) throws Exception {
        return send(
                HttpRequest.newBuilder(URI.create(at + ROOT + path))
                        .header("Content-Type", "application/octet-stream")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body)),
                assertion);
    }

    private HttpResponse<byte[]> get(String path, String assertion) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(internal() + ROOT + path)), assertion);
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request, String assertion) throws Exception {
        if (!assertion.isEmpty()) {
            request.header("Authorization", "Bearer " + assertion);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static void problem(HttpResponse<byte[]> answer, int status, String type) {
        assertThat(answer.statusCode()).isEqualTo(status);
        var problem = JsonMapper.shared().readTree(answer.body());
        assertThat(problem.path("type").asString()).isEqualTo(type);
        assertThat(problem.path("detail").asString()).endsWith(".");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(HistoryConfiguration.class)
    static class Service {}
}
