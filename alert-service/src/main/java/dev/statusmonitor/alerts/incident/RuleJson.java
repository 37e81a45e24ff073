package dev.statusmonitor.alerts.incident;

import dev.statusmonitor.alerts.evaluate.Rule;
import dev.statusmonitor.alerts.evaluate.Scope;
import dev.statusmonitor.alerts.evaluate.Severity;
import dev.statusmonitor.alerts.store.Words;
import java.time.Duration;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A rule as an incident keeps it. */
final class RuleJson {
    private static final JsonMapper JSON = new JsonMapper();

    private RuleJson() {}

    static String write(Rule rule) {
        var members = new LinkedHashMap<String, @Nullable Object>();
        members.put("id", rule.id());
        members.put("account", rule.accountId());
        members.put("name", rule.name());
        members.put("kind", Words.of(rule.kind()));
        members.put("metric", rule.metric());
        members.put("direction", Words.of(rule.direction()));
        members.put("threshold", rule.threshold());
        members.put("clear", rule.clear());
        members.put("hold", rule.hold().toMillis());
        members.put("cooldown", rule.cooldown().toMillis());
        members.put("repeat", rule.repeat() == null ? 0 : rule.repeat().toMillis());
        members.put("severity", Words.of(rule.severity()));
        members.put("scope_kind", Words.of(rule.scope().kind()));
        members.put("scope_value", rule.scope().value());
        members.put("created", rule.created());
        members.put("changed", rule.changed());
        return JSON.writeValueAsString(members);
    }

    static Rule read(String text) {
        JsonNode json = JSON.readTree(text);
        long repeat = json.path("repeat").asLong();
        return new Rule(
                json.path("id").asString(),
                json.path("account").asString(),
                json.path("name").asString(),
                Words.read(Rule.Kind.class, json.path("kind").asString()),
                json.path("metric").asString(),
                Words.read(Rule.Direction.class, json.path("direction").asString()),
                json.path("threshold").asDouble(),
                json.path("clear").asDouble(),
                Duration.ofMillis(json.path("hold").asLong()),
                Duration.ofMillis(json.path("cooldown").asLong()),
                repeat == 0 ? null : Duration.ofMillis(repeat),
                Words.read(Severity.class, json.path("severity").asString()),
                new Scope(
                        Words.read(Scope.Kind.class, json.path("scope_kind").asString()),
                        json.path("scope_value").asString()),
                false,
                json.path("created").asLong(),
                json.path("changed").asLong());
    }
}
