package dev.statusmonitor.alerts.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.statusmonitor.alerts.TestClock;
import dev.statusmonitor.alerts.evaluate.InvalidRuleException;
import dev.statusmonitor.alerts.evaluate.Severity;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookNotifierIT {
    private final TestClock clock = new TestClock();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<String> signatures = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private int status = 204;
    private String header = "";

    WebhookNotifierIT() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void serve() {
        server.createContext("/", exchange -> {
            try (exchange) {
                bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                signatures.add(exchange.getRequestHeaders().getFirst(WebhookNotifier.SIGNATURE));
                if (!header.isEmpty()) {
                    exchange.getResponseHeaders().set(header.split("=")[0], header.split("=")[1]);
                }
                exchange.sendResponseHeaders(status, -1);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private WebhookNotifier notifier(boolean allowPrivate) {
        return new WebhookNotifier(new NotifySettings.Webhook(allowPrivate, Duration.ofSeconds(5)), clock);
    }

    private Channel channel(String host) {
        return new Channel(
                "c",
                "ada",
                Channel.Kind.WEBHOOK,
                "hook",
                "http://" + host + ":" + server.getAddress().getPort() + "/hook",
                null,
                "key",
                Severity.INFO,
                false,
                1,
                null);
    }

    @Test
    void aCallIsSignedOverTimeAndBody() {
        try (var notifier = notifier(true)) {
            assertThat(notifier.test(channel("127.0.0.1"))).isEqualTo(new Outcome.Sent(null));
        }

        assertThat(bodies).containsExactly("{\"test\":true,\"events\":[]}");
        assertThat(signatures)
                .containsExactly(WebhookNotifier.signature(
                        "key", clock.millis(), bodies.getFirst().getBytes(StandardCharsets.UTF_8)));
        // printf 1.body | openssl dgst -sha256 -hmac key
        assertThat(WebhookNotifier.signature("key", 1, "body".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("t=1,v1=91b5374b153842ad05b2c4eab9349b8321b14703165bd3fb8b034dfb8be98ae5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "[::1]"})
    void aPrivateAddressIsNotCalled(String host) {
        try (var notifier = notifier(false)) {
            assertThat(notifier.test(channel(host)))
                    .isInstanceOfSatisfying(
                            Outcome.Never.class,
                            never -> assertThat(never.reason()).contains("private"));
            assertThatThrownBy(() -> notifier.check(channel(host).address())).isInstanceOf(InvalidRuleException.class);
        }
        assertThat(bodies).isEmpty();
    }

    @Test
    void aRedirectIsNotFollowed() {
        status = 302;
        header = "Location=http://127.0.0.1:" + server.getAddress().getPort() + "/elsewhere";
        try (var notifier = notifier(true)) {
            assertThat(notifier.test(channel("127.0.0.1")))
                    .isInstanceOfSatisfying(
                            Outcome.Never.class,
                            never -> assertThat(never.reason()).contains("Redirects"));
        }
        assertThat(bodies).hasSize(1);
    }

    @Test
    void whatMayPassIsTriedAgain() {
        try (var notifier = notifier(true)) {
            status = 503;
            assertThat(notifier.test(channel("127.0.0.1"))).isInstanceOf(Outcome.Later.class);
            status = 429;
            header = "Retry-After=7";
            assertThat(notifier.test(channel("127.0.0.1")))
                    .isInstanceOfSatisfying(
                            Outcome.Later.class,
                            later -> assertThat(later.retryAfter()).isEqualTo(Duration.ofSeconds(7)));
            status = 410;
            assertThat(notifier.test(channel("127.0.0.1"))).isInstanceOf(Outcome.Never.class);
            server.stop(0);
            assertThat(notifier.test(channel("127.0.0.1"))).isInstanceOf(Outcome.Later.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "8.8.8.8, true",
        "0.0.0.0, false",
        "10.1.2.3, false",
        "100.64.0.1, false",
        "127.1.2.3, false",
        "169.254.169.254, false",
        "172.16.0.1, false",
        "172.32.0.1, true",
        "192.0.2.1, false",
        "192.168.1.1, false",
        "198.18.0.1, false",
        "224.0.0.1, false",
        "255.255.255.255, false",
        "2606:4700::1, true",
        "::1, false",
        "::ffff:10.0.0.1, false",
        "fc00::1, false",
        "fe80::1, false",
        "64:ff9b::a00:1, false",
        "2002:a00:1::, false",
        "2001:db8::1, false"
    })
    void knowsWhatIsPublic(String address, boolean isPublic) throws Exception {
        assertThat(PublicAddresses.isPublic(InetAddress.getByName(address))).isEqualTo(isPublic);
    }
}
