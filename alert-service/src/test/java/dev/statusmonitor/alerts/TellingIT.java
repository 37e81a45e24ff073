package dev.statusmonitor.alerts;

import static dev.statusmonitor.alerts.evaluate.TestRules.CPU;
import static dev.statusmonitor.alerts.evaluate.TestRules.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.statusmonitor.alerts.consume.SampleConsumer;
import dev.statusmonitor.contract.HostChange;
import dev.statusmonitor.contract.Sample;
import dev.statusmonitor.contract.TopProcesses;
import dev.statusmonitor.starter.internal.InternalClients;
import dev.statusmonitor.testservers.TestBotApi;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The whole service, from samples to what people get. Each test has a host, an account and a chat of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TellingIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final AtomicInteger CHATS = new AtomicInteger(1000);

    private final Path folder;
    private final TestTopics topics;
    private final TestBotApi telegram = TestBotApi.start("123:secret");
    private final GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private AlertService service;
    private String host = "";
    private String account = "";
    private long chat;

    TellingIT(@TempDir Path folder) throws Exception {
        this.folder = folder;
        topics = new TestTopics();
        mail.start();
        service = start();
    }

    private AlertService start() throws InterruptedException {
        return AlertService.start(
                folder,
                topics,
                properties(
                        "statusmonitor.alerts.public-url",
                        "https://status.example.org/",
                        "statusmonitor.alerts.notify.group",
                        topics.events,
                        "statusmonitor.alerts.notify.together",
                        "2s",
                        "statusmonitor.alerts.notify.first-pause",
                        "100ms",
                        "statusmonitor.alerts.notify.telegram.token",
                        "123:secret",
                        "statusmonitor.alerts.notify.telegram.base-url",
                        telegram.uri(),
                        "statusmonitor.alerts.notify.telegram.timeout",
                        "1s",
                        "statusmonitor.alerts.notify.email.from",
                        "alerts@example.org",
                        "statusmonitor.alerts.notify.email.host",
                        "127.0.0.1",
                        "statusmonitor.alerts.notify.email.port",
                        mail.getSmtp().getPort(),
                        "statusmonitor.alerts.notify.email.encryption",
                        "none"));
    }

    private static Map<String, Object> properties(Object... namesAndValues) {
        var properties = new HashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            properties.put(namesAndValues[i].toString(), namesAndValues[i + 1]);
        }
        return properties;
    }

    @BeforeAll
    void running() {
        await().atMost(PATIENCE)
                .until(() -> service.bean(SampleConsumer.class).state() == SampleConsumer.State.RUNNING);
    }

    @BeforeEach
    void enrol() {
        host = "host-" + UUID.randomUUID();
        account = "account-" + UUID.randomUUID();
        chat = CHATS.incrementAndGet();
        topics.host(host, account, List.of(), HostChange.State.ACTIVE, 1);
        await().atMost(PATIENCE)
                .until(() -> service.bean(dev.statusmonitor.starter.hosts.HostDirectory.class)
                        .mayRead(account, host));
    }

    @AfterAll
    void stop() {
        service.close();
        topics.close();
        mail.stop();
        telegram.close();
    }

    private void rule(String name, Map<String, Object> more) {
        var rule = new HashMap<String, Object>(
                Map.of("name", name, "metric", CPU, "threshold", 0.9, "clear", 0.8, "cooldown_seconds", 0));
        rule.putAll(more);
        assertThat(service.send("POST", "/api/v1/alerts/rules", account, rule).status())
                .isEqualTo(201);
    }

    private String link(long to, @Nullable Integer topic) {
        var answer = service.send("POST", "/api/v1/alerts/telegram/link", account, null);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        String code = answer.body().get("code").asString();
        assertThat(answer.body().get("link").asString()).isEqualTo("https://t.me/test_bot?start=" + code);
        int before = channels().size();
        telegram.write(to, topic, (to < 0 ? "/start@test_bot " : "/start ") + code);
        await().atMost(PATIENCE).until(() -> channels().size() > before);
        return code;
    }

    private JsonNode channels() {
        return service.get("/api/v1/alerts/channels", account).get("channels");
    }

    private void send(double value) {
        topics.send(host, sample(System.currentTimeMillis(), Map.of(CPU, value)));
    }

    /** Sends a value second after second until the chat has got so many texts. */
    private List<String> awaitTexts(double value, int count) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> {
                            send(value);
                            return texts();
                        },
                        texts -> texts.size() >= count);
    }

    /** All alerts that the chat has got. */
    private List<String> texts() {
        return telegram.calls("sendMessage").stream()
                .filter(call -> call.text("chat_id").equals(Long.toString(chat)))
                .map(call -> call.text("text"))
                .filter(text -> text.contains("FIRING") || text.contains("RESOLVED"))
                .toList();
    }

    private String incident() {
        return service.get("/api/v1/alerts/incidents?state=all", account)
                .at("/incidents/0/id")
                .asString();
    }

    private JsonNode deliveries() {
        return service.get("/api/v1/alerts/incidents/" + incident() + "/deliveries", account)
                .get("deliveries");
    }

    @Test
    void aLinkedChatIsToldOnceWhenItStartsAndOnceWhenItIsOver() {
        link(chat, null);
        rule("a <b> & c", Map.of());

        awaitTexts(0.95, 1);
        send(0.95);
        var texts = awaitTexts(0.5, 2);

        assertThat(texts).hasSize(2);
        assertThat(texts.getFirst())
                .contains("<b>FIRING (warning): a &lt;b&gt; &amp; c on name of " + host + "</b>")
                .contains("95 % (above 90 %) since")
                .contains("<a href=\"https://status.example.org/hosts/" + host + "\">Chart</a>");
        assertThat(texts.getLast()).contains("RESOLVED").contains("at worst 95 %");
        assertThat(deliveries())
                .hasSize(2)
                .allSatisfy(
                        delivery -> assertThat(delivery.get("state").asString()).isEqualTo("sent"));
    }

    @Test
    void theFirstMessageNamesTheProcessesThatStoodOut() {
        link(chat, null);
        rule("hot", Map.of());
        var processes = new TopProcesses(
                List.of(new TopProcesses.Busy("<b>&java", 4_711, 0.93), new TopProcesses.Busy("Web Content", 12, 0.5)),
                List.of(new TopProcesses.Large("postgres", 77, 3L << 30)));
        var plain = sample(System.currentTimeMillis(), Map.of(CPU, 0.5));
        topics.send(host, new Sample(1, plain.timestamp(), plain.series(), plain.values(), processes));

        awaitTexts(0.95, 1);
        var texts = awaitTexts(0.5, 2);

        assertThat(texts.getFirst().lines())
                .contains("Busiest: &lt;b&gt;&amp;java [4711] 93 %, Web Content [12] 50 %")
                .contains("Largest: postgres [77] 3 GiB");
        assertThat(texts.getLast()).doesNotContain("Busiest", "Largest");
        JsonNode shown =
                service.get("/api/v1/alerts/incidents/" + incident(), account).get("processes");
        assertThat(shown.toString())
                .isEqualTo("{\"cpu\":[{\"name\":\"<b>&java\",\"pid\":4711,\"cpu\":0.93},"
                        + "{\"name\":\"Web Content\",\"pid\":12,\"cpu\":0.5}],"
                        + "\"memory\":[{\"name\":\"postgres\",\"pid\":77,\"memory\":3221225472}]}");
    }

    @Test
    void messagesThatFollowSoonGoTogether() {
        link(chat, null);
        rule("first", Map.of());
        awaitTexts(0.95, 1);
        for (int i = 0; i < 3; i++) {
            rule("later-" + i, Map.of());
        }

        var texts = awaitTexts(0.95, 2);

        assertThat(texts.getFirst()).contains("first");
        var together = String.join("\n", texts.subList(1, texts.size()));
        assertThat(together).contains("later-0").contains("later-1").contains("later-2");
        assertThat(texts.size()).isLessThan(4);
    }

    @Test
    void whatTheBotApiDoesNotTakeIsSentAgain() {
        link(chat, null);
        rule("patient", Map.of());
        telegram.limitNext(chat, 1);
        telegram.breakNext(chat);
        telegram.neverNext(chat);
        telegram.slowNext(chat, Duration.ofMillis(300));

        assertThat(awaitTexts(0.95, 1)).hasSize(1);

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(deliveries().get(0).get("state").asString()).isEqualTo("sent");
            assertThat(deliveries().get(0).get("attempts").asInt()).isGreaterThanOrEqualTo(4);
        });
        assertThat(texts()).hasSize(1);
    }

    @Test
    void aChatThatBlockedTheBotIsSaidToHaveAndDisturbsNobody() {
        link(chat, null);
        rule("blocked", Map.of());
        telegram.blockNext(chat);

        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> {
            send(0.95);
            return channels().get(0).has("problem");
        });

        assertThat(channels().get(0).get("problem").asString()).contains("blocked");
        assertThat(deliveries().get(0).get("state").asString()).isEqualTo("failed");
        // What never arrived is not told to be over.
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> {
            send(0.5);
            return service.get("/api/v1/alerts/incidents", account).get("open").asInt() == 0;
        });
        var test = service.send(
                "POST", "/api/v1/alerts/channels/" + channels().get(0).get("id").asString() + "/test", account, null);
        assertThat(test.body().get("sent").asBoolean()).isTrue();
        assertThat(channels().get(0).has("problem")).isFalse();
        assertThat(texts()).isEmpty();
    }

    @Test
    void aTopicOfAGroupIsLinkedAndUnlinked() {
        chat = -chat;
        String code = link(chat, 42);
        assertThat(channels().get(0).get("topic").asInt()).isEqualTo(42);
        assertThat(channels().get(0).get("name").asString()).isEqualTo("Operations <team> (topic 42)");
        rule("group", Map.of());
        awaitTexts(0.95, 1);
        assertThat(telegram.calls("sendMessage"))
                .filteredOn(call -> call.text("chat_id").equals(Long.toString(chat)))
                .allSatisfy(call -> assertThat(
                                call.parameters().path("message_thread_id").asInt())
                        .isEqualTo(42));

        telegram.write(chat, 42, "/stop@other_bot");
        telegram.write(chat, 42, "/stop");
        await().atMost(PATIENCE).until(() -> channels().isEmpty());
        telegram.write(chat, 42, "/start " + code);
        await().atMost(PATIENCE)
                .until(() -> telegram.calls("sendMessage").stream()
                        .anyMatch(call -> call.text("text").contains("not good any more")));
        assertThat(channels()).isEmpty();
    }

    @Test
    void buttonsAcknowledgeAndMuteForThoseWhoseIncidentItIs() {
        link(chat, null);
        rule("buttons", Map.of());
        awaitTexts(0.95, 1);
        String id = incident();
        var sent = telegram.calls("sendMessage").getLast();
        assertThat(sent.parameters().path("reply_markup").toString()).contains("a:" + id, "m:" + id);

        telegram.press(999_999, 5, "a:" + id);
        telegram.press(chat, 5, "a:" + id);
        telegram.press(chat, 5, "m:" + id);
        await().atMost(PATIENCE)
                .until(() -> service.get("/api/v1/alerts/mutes", account)
                                .get("mutes")
                                .size()
                        == 1);

        JsonNode incident = service.get("/api/v1/alerts/incidents/" + id, account);
        assertThat(incident.get("acknowledged_by").asString()).isEqualTo("@ada");
        await().atMost(PATIENCE)
                .until(() -> telegram.calls("editMessageText").stream()
                        .anyMatch(call -> call.text("text").contains("Acknowledged by @ada")));
        assertThat(telegram.calls("answerCallbackQuery"))
                .extracting(call -> call.text("text"))
                .contains("This is not one of yours.");
    }

    @Test
    void aRestartSendsWhatWaitedAndNothingTwice() throws Exception {
        link(chat, null);
        rule("restart", Map.of());
        for (int i = 0; i < 3; i++) {
            telegram.breakNext(chat);
        }
        telegram.neverNext(chat);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> {
            send(0.95);
            return !incident().isEmpty() && !deliveries().isEmpty();
        });
        service.close();
        service = start();

        await().atMost(PATIENCE).until(() -> !texts().isEmpty());
        awaitTexts(0.5, 2);

        assertThat(texts()).hasSize(2);
    }

    @Test
    void aWebHookToAPrivateAddressIsRefused() {
        var refused = service.send(
                "POST",
                "/api/v1/alerts/channels",
                account,
                Map.of("kind", "webhook", "url", "http://127.0.0.1:9/hook"));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body().get("detail").asString()).contains("private");
        for (String url : List.of(
                "http://localhost/",
                "http://[::1]/",
                "http://169.254.169.254/latest",
                "http://10.0.0.1/",
                "ftp://example.org/",
                "http://user:pass@example.org/",
                "nonsense")) {
            assertThat(service.send("POST", "/api/v1/alerts/channels", account, Map.of("kind", "webhook", "url", url))
                            .status())
                    .as(url)
                    .isEqualTo(422);
        }
    }

    @Test
    void anEMailSaysTheSame() throws Exception {
        String address = host + "@example.org";
        var added = service.send(
                "POST",
                "/api/v1/alerts/channels",
                account,
                Map.of("kind", "email", "email", address, "min_severity", "warning"));
        assertThat(added.status()).as(added.body().toString()).isEqualTo(201);
        rule("by mail", Map.of());
        rule("of no account", Map.of("severity", "info"));

        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> {
            send(0.95);
            return mails(address).size() == 1;
        });

        var message = mails(address).getFirst();
        assertThat(message.getSubject()).isEqualTo("[StatusMonitor] FIRING (warning): by mail on name of " + host);
        assertThat(String.valueOf(message.getContent()))
                .contains("95 % (above 90 %)")
                .contains("https://status.example.org/hosts/" + host)
                .doesNotContain("of no account");
    }

    private List<jakarta.mail.internet.MimeMessage> mails(String address) {
        return List.of(mail.getReceivedMessagesForDomain(address));
    }

    @Test
    void otherServicesHaveTheirMailSentHere() throws Exception {
        var client = service.bean(InternalClients.class).client("auth-service", "alert-service");
        assertThat(client.get().uri("/internal/v1/mail").retrieve().body(String.class))
                .isEqualTo("{\"configured\":true}");
        String address = UUID.randomUUID() + ".example.org";

        assertThat(mail("bob@" + address, "An invitation\r\nBcc: eve@example.org", "one\ntwo"))
                .isEqualTo(202);

        await().atMost(PATIENCE).until(() -> !mails(address).isEmpty());
        assertThat(mails(address)).singleElement().satisfies(message -> {
            assertThat(message.getSubject()).startsWith("[StatusMonitor] An invitation ");
            assertThat(message.getHeader("Bcc")).isNull();
            assertThat(message.getContent().toString()).isEqualToNormalizingNewlines("one\ntwo");
        });
        assertThat(mail("bob@a,eve@b", "Hello", "text")).isEqualTo(422);
        assertThat(mail("bob@" + address, "", "text")).isEqualTo(422);
        assertThat(mail("bob@" + address, "Hello", "x".repeat(10_001))).isEqualTo(422);
        assertThat(service.send("GET", "/internal/v1/mail", account, null).status())
                .isIn(401, 403, 404);
    }

    private int mail(String to, String subject, String text) {
        return service.bean(InternalClients.class)
                .client("auth-service", "alert-service")
                .post()
                .uri("/internal/v1/mail")
                .body(Map.of("to", to, "subject", subject, "text", text))
                .exchange((request, response) -> response.getStatusCode().value());
    }
}
