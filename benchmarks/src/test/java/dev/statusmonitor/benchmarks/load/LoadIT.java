package dev.statusmonitor.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The load against a real HTTP server. */
class LoadIT {
    private static final byte[] TAKEN = "{\"accepted\":1,\"time\":1}".getBytes(StandardCharsets.UTF_8);

    private final Map<String, Map<Long, Double>> received = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private HttpServer server;
    /** Every so many requests are answered by 503; 0 for none. */
    private volatile int unavailableEach;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/api/v1/metrics", this::take);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        JsonNode sample = new JsonMapper().readTree(exchange.getRequestBody());
        int number = requests.incrementAndGet();
        boolean taken = unavailableEach == 0 || number % unavailableEach != 0;
        if (taken) {
            received.computeIfAbsent(
                            String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                            token -> new ConcurrentSkipListMap<>())
                    .put(
                            sample.path("timestamp").asLong(),
                            sample.path("metrics").path("system.uptime").asDouble());
        }
        exchange.sendResponseHeaders(taken ? 202 : 503, TAKEN.length);
        exchange.getResponseBody().write(TAKEN);
        exchange.close();
    }

    @Test
    void everyHostSendsEachSecondOnce() throws Exception {
        List<SimulatedHost> hosts = hosts(20);
        try (var load = new Load(server.getAddress(), hosts)) {
            LoadResult result = load.steady(Duration.ofSeconds(3));
            assertThat(result.acknowledged()).isEqualTo(60);
            assertThat(result.unacknowledged()).isZero();
            assertThat(result.answers()).containsExactly(Map.entry(202, 60L));
            assertThat(result.latencies().count()).isEqualTo(60);
            for (SimulatedHost host : hosts) {
                assertThat(host.acknowledged().cardinality()).isEqualTo(3);
                assertThat(received.get("Bearer token-" + host.number()))
                        .isEqualTo(Map.of(
                                load.timestamp(host, 0), AgentBody.uptime(0),
                                load.timestamp(host, 1), AgentBody.uptime(1),
                                load.timestamp(host, 2), AgentBody.uptime(2)));
            }
            // The hosts are spread over the second.
            assertThat(load.timestamp(hosts.get(10), 0) - load.timestamp(hosts.get(0), 0))
                    .isEqualTo(500);
        }
    }

    @Test
    void whatWasNotTakenIsSentAgain() throws Exception {
        unavailableEach = 5;
        List<SimulatedHost> hosts = hosts(10);
        try (var load = new Load(server.getAddress(), hosts)) {
            LoadResult result = load.steady(Duration.ofSeconds(3));
            assertThat(result.acknowledged()).isEqualTo(30);
            assertThat(result.unacknowledged()).isZero();
            assertThat(result.answers().get(503)).isPositive();
        }
        assertThat(received.values().stream().mapToInt(Map::size).sum()).isEqualTo(30);
    }

    @Test
    void aLoadAfterAnotherCountsItsOwn() throws Exception {
        List<SimulatedHost> hosts = hosts(5);
        try (var load = new Load(server.getAddress(), hosts)) {
            load.steady(Duration.ofSeconds(1));
            assertThat(load.steady(Duration.ofSeconds(2)).acknowledged()).isEqualTo(10);
            assertThat(hosts.get(0).acknowledged().cardinality()).isEqualTo(2);
        }
    }

    @Test
    void flatOutWaitsForNothingButAnswers() throws Exception {
        try (var load = new Load(server.getAddress(), hosts(4))) {
            LoadResult result = load.flatOut(Duration.ofSeconds(1));
            assertThat(result.acknowledged()).isGreaterThan(40);
            assertThat(result.answers().keySet()).containsExactly(202);
        }
    }

    @Test
    void sendsToThisMachineAlone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Load(
                        new InetSocketAddress(InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1}), 80),
                        hosts(1)));
    }

    private List<SimulatedHost> hosts(int count) {
        String authority = "127.0.0.1:" + server.getAddress().getPort();
        return IntStream.range(0, count)
                .mapToObj(i -> new SimulatedHost(i, "h" + i, "token-" + i, authority, "/api/v1/metrics"))
                .toList();
    }
}
