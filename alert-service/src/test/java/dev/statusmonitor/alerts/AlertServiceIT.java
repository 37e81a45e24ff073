package dev.statusmonitor.alerts;

import static dev.statusmonitor.alerts.evaluate.TestRules.CPU;
import static dev.statusmonitor.alerts.evaluate.TestRules.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.statusmonitor.alerts.consume.SampleConsumer;
import dev.statusmonitor.contract.HostChange;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** The whole service: samples into Kafka, incidents out of HTTP. One service for all tests, a host for each. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AlertServiceIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path folder;
    private final TestTopics topics;
    private final HttpServer history;
    private AlertService service;
    private String host = "";
    private String account = "";

    AlertServiceIT(@TempDir Path folder) throws Exception {
        this.folder = folder;
        topics = new TestTopics();
        history = AlertService.history();
        service = start();
    }

    private AlertService start() throws InterruptedException {
        return AlertService.start(
                folder,
                topics,
                Map.of(
                        "statusmonitor.alerts.history-url",
                        "http://127.0.0.1:" + history.getAddress().getPort()));
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
        topics.host(host, account, List.of("web"), HostChange.State.ACTIVE, 1);
        await().atMost(PATIENCE)
                .until(() -> service.bean(dev.statusmonitor.starter.hosts.HostDirectory.class)
                        .mayRead(account, host));
    }

    @AfterAll
    void stop() {
        service.close();
        topics.close();
        history.stop(0);
    }

    private String quickRule(Map<String, Object> more) {
        var rule = new java.util.HashMap<String, Object>(
                Map.of("name", "quick", "metric", CPU, "threshold", 0.9, "clear", 0.8, "cooldown_seconds", 0));
        rule.putAll(more);
        var answer = service.send("POST", "/api/v1/alerts/rules", account, rule);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        return answer.body().get("id").asString();
    }

    /** Sends a value until it shows, as a host does second after second. */
    private JsonNode awaitIncident(double value, String state, String query) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> {
                            topics.send(host, sample(System.currentTimeMillis(), Map.of(CPU, value)));
                            for (JsonNode each : service.get("/api/v1/alerts/incidents?" + query, account)
                                    .get("incidents")) {
                                if (each.get("state").asString().equals(state)) {
                                    return each;
                                }
                            }
                            return null;
                        },
                        found -> found != null);
    }

    @Test
    void whatIsWrongIsAnIncidentUntilItIsOver() {
        String rule = quickRule(Map.of());

        JsonNode firing = awaitIncident(0.95, "firing", "state=open");
        assertThat(firing.at("/rule/id").asString()).isEqualTo(rule);
        assertThat(firing.get("host").asString()).isEqualTo(host);
        assertThat(firing.get("host_name").asString()).isEqualTo("name of " + host);
        assertThat(firing.get("series").asString()).isEqualTo(CPU);
        assertThat(firing.get("value").asDouble()).isEqualTo(0.95);
        assertThat(firing.get("messages").asInt()).isEqualTo(1);
        assertThat(firing.has("resolved")).isFalse();

        JsonNode resolved = awaitIncident(0.5, "resolved", "state=all&host=" + host);
        assertThat(resolved.get("id")).isEqualTo(firing.get("id"));
        assertThat(resolved.get("reason").asString()).isEqualTo("recovered");
        JsonNode page = service.get("/api/v1/alerts/incidents?state=all", account);
        assertThat(page.get("incidents")).hasSize(1);
        assertThat(page.get("open").asInt()).isZero();
    }

    @Test
    void anIncidentOutlivesARestartAndIsOverOnce() throws Exception {
        quickRule(Map.of());
        String id = awaitIncident(0.95, "firing", "state=open").get("id").asString();
        service.close();
        service = start();

        for (int i = 0; i < 5; i++) {
            topics.send(host, sample(System.currentTimeMillis(), Map.of(CPU, 0.95)));
        }
        JsonNode resolved = awaitIncident(0.5, "resolved", "state=all");

        assertThat(resolved.get("id").asString()).isEqualTo(id);
        assertThat(resolved.get("messages").asInt()).isEqualTo(1);
        assertThat(service.get("/api/v1/alerts/incidents?state=all", account).get("incidents"))
                .hasSize(1);
    }

    @Test
    void aBrokenRecordCostsItselfAlone() {
        quickRule(Map.of());
        topics.sendBroken(host);

        awaitIncident(0.95, "firing", "state=open");
    }

    @Test
    void pausingARuleEndsItsIncident() {
        String rule = quickRule(Map.of("scope", Map.of("tag", "web")));
        awaitIncident(0.95, "firing", "state=open");

        var paused = service.send("PATCH", "/api/v1/alerts/rules/" + rule, account, Map.of("paused", true));
        assertThat(paused.body().get("paused").asBoolean()).isTrue();
        assertThat(paused.body().at("/scope/tag").asString()).isEqualTo("web");

        assertThat(awaitIncident(0.95, "resolved", "state=all").get("reason").asString())
                .isEqualTo("rule");
    }

    @Test
    void aMutedIncidentIsSilentAndAnAcknowledgedOneSaysSo() {
        assertThat(service.send(
                                "POST",
                                "/api/v1/alerts/mutes",
                                account,
                                Map.of("scope", Map.of("host", host), "stop", System.currentTimeMillis() + 3_600_000))
                        .status())
                .isEqualTo(201);
        quickRule(Map.of());

        JsonNode silent = awaitIncident(0.95, "firing", "state=open");
        assertThat(silent.has("last_message")).isFalse();
        String path = "/api/v1/alerts/incidents/" + silent.get("id").asString() + "/acknowledge";
        assertThat(service.send("POST", path, "somebody else", null).status()).isEqualTo(404);
        assertThat(service.send("POST", path, account, null).body().has("acknowledged"))
                .isTrue();

        String mute =
                service.get("/api/v1/alerts/mutes", account).at("/mutes/0/id").asString();
        assertThat(service.send("DELETE", "/api/v1/alerts/mutes/" + mute, account, null)
                        .status())
                .isEqualTo(204);
        assertThat(service.get("/api/v1/alerts/mutes", account).get("mutes")).isEmpty();
    }

    @Test
    void everyAccountHasRulesToBeginWith() {
        var names = service.get("/api/v1/alerts/rules", account)
                .get("rules")
                .valueStream()
                .map(rule -> rule.get("name").asString())
                .toList();

        assertThat(names).containsExactlyInAnyOrder("Processor busy", "Memory full", "Disk full", "Host down");
    }

    @Test
    void whatMakesNoSenseIsRefusedAndOthersThingsAreUnknown() {
        String rules = "/api/v1/alerts/rules";
        for (String body : List.of(
                "{}",
                "{\"name\":\"x\",\"metric\":\"no.such\",\"threshold\":1}",
                "{\"name\":\"x\",\"metric\":\"system.uptime\",\"threshold\":1,\"clear\":2}",
                "{\"name\":\"x\",\"metric\":\"system.uptime\",\"threshold\":\"NaN\"}",
                "{\"name\":\"\",\"metric\":\"system.uptime\",\"threshold\":1}",
                "{\"name\":\"x\",\"metric\":\"system.uptime\",\"threshold\":1,\"severity\":\"dire\"}",
                "{\"name\":\"x\",\"metric\":\"system.uptime\",\"threshold\":1,\"scope\":{}}",
                "{\"name\":\"x\",\"metric\":\"system.uptime\",\"threshold\":1,\"for_seconds\":99999}",
                "{\"name\":\"x\",\"kind\":\"host_down\",\"for_seconds\":1}")) {
            var answer = service.send("POST", rules, account, body);
            assertThat(answer.status()).as(body).isEqualTo(422);
            assertThat(answer.body().get("detail").asString()).endsWith(".");
        }
        assertThat(service.send(
                                "POST",
                                rules,
                                "somebody else",
                                Map.of("name", "x", "metric", CPU, "threshold", 0.5, "scope", Map.of("host", host)))
                        .status())
                .isEqualTo(404);
        String rule = quickRule(Map.of());
        assertThat(service.send("GET", rules + "/" + rule, "somebody else", null)
                        .status())
                .isEqualTo(404);
        assertThat(service.send("DELETE", rules + "/" + rule, "somebody else", null)
                        .status())
                .isEqualTo(404);
        assertThat(service.send("GET", rules, null, null).status()).isEqualTo(401);
        assertThat(service.send("GET", "/api/v1/alerts/incidents?state=odd", account, null)
                        .status())
                .isEqualTo(400);
        assertThat(service.send("DELETE", rules + "/" + rule, account, null).status())
                .isEqualTo(204);
    }

    @Test
    void aRuleIsTestedAgainstTheHistoryOfTheCallersOwnHosts() {
        var answer = service.send(
                "POST", "/api/v1/alerts/rules/test", account, Map.of("name", "x", "metric", CPU, "threshold", 0.9));

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        assertThat(answer.body().get("step").asInt()).isEqualTo(300);
        assertThat(answer.body().get("told").asInt()).isEqualTo(1);
        assertThat(answer.body().get("hosts").asInt()).isEqualTo(1);
        assertThat(answer.body().get("incidents")).hasSize(1);
        JsonNode would = answer.body().at("/incidents/0");
        assertThat(would.get("host").asString()).isEqualTo(host);
        assertThat(would.get("since").asLong()).isEqualTo(600_000);
        assertThat(would.get("resolved").asLong()).isEqualTo(900_000);
        assertThat(would.get("peak").asDouble()).isEqualTo(0.97);
        assertThat(service.send("POST", "/api/v1/alerts/rules/unknown/test", account, null)
                        .status())
                .isEqualTo(404);
        assertThat(service.send("POST", "/api/v1/alerts/rules/test", account, Map.of("name", "x"))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void describesItsInterface() {
        JsonNode paths = service.get("/openapi.json", account).get("paths");

        assertThat(paths.has("/api/v1/alerts/rules/{id}")).isTrue();
        assertThat(paths.at("/~1api~1v1~1alerts~1incidents/get").toString()).contains("IncidentPage");
    }

    @Test
    void ofAnAccountThatIsDeletedNothingIsLeft() {
        String other = "account-" + UUID.randomUUID();
        service.get("/api/v1/alerts/rules", other);
        quickRule(Map.of());
        JsonNode firing = awaitIncident(0.95, "firing", "state=open");
        assertThat(rows("incident", account)).isEqualTo(1);

        topics.host(host, account, List.of("web"), HostChange.State.DELETED, 2);
        service.accountIsDeleted(account);

        await().atMost(PATIENCE).until(() -> rows("rule", account) + rows("incident", account) == 0);
        // Evaluation goes on, for others.
        assertThat(rows("rule", other)).isEqualTo(4);
        String theirs = "host-" + UUID.randomUUID();
        topics.host(theirs, other, List.of(), HostChange.State.ACTIVE, 1);
        host = theirs;
        account = other;
        quickRule(Map.of());
        assertThat(awaitIncident(0.95, "firing", "state=open").get("id")).isNotEqualTo(firing.get("id"));
    }

    private long rows(String table, String of) {
        return service.bean("alertsJdbcClient", JdbcClient.class)
                .sql("SELECT COUNT(*) FROM " + table + " WHERE account_id = :account")
                .param("account", of)
                .query(Long.class)
                .single();
    }

    @Test
    void aMaintenanceWindowComesBackEachWeekByTheClocksOfItsZone() {
        String path = "/api/v1/alerts/maintenance";
        long start = System.currentTimeMillis() + 3_600_000;
        var form = Map.of(
                "name", "backup", "start", start, "stop", start + 60_000, "repeat", "weekly", "zone", "Europe/Berlin");

        var made = service.send("POST", path, account, form);

        assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
        assertThat(made.body().get("repeat").asString()).isEqualTo("weekly");
        assertThat(made.body().get("zone").asString()).isEqualTo("Europe/Berlin");
        assertThat(made.body().at("/next/start").asLong()).isEqualTo(start);
        assertThat(made.body().at("/next/stop").asLong()).isEqualTo(start + 60_000);
        assertThat(service.get(path, account).get("maintenance").get(0)).isEqualTo(made.body());
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of("zone", "Middle-earth/Shire"),
                Map.of("zone", "+01:00"),
                Map.of("repeat", "daily"),
                Map.of("stop", start + Duration.ofDays(8).toMillis()))) {
            var wish = new java.util.HashMap<String, Object>(form);
            wish.putAll(wrong);
            assertThat(service.send("POST", path, account, wish).status())
                    .as(wrong.toString())
                    .isEqualTo(422);
        }
        assertThat(service.send("POST", "/api/v1/alerts/mutes", account, form).status())
                .isEqualTo(422);
    }
}
