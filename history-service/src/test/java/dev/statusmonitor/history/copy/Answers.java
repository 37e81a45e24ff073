package dev.statusmonitor.history.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.history.query.HistoryAnswers;
import dev.statusmonitor.history.store.TieredStore;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a store answers to each range, as the route does. */
final class Answers {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> RANGES = List.of("-5m", "-30m", "-6h", "-24h", "-7d", "-30d", "-365d");

    private Answers() {}

    static Map<String, JsonNode> of(TieredStore store, Clock clock, int hosts) {
        var answers = new LinkedHashMap<String, JsonNode>();
        try (var history = new HistoryAnswers(store, clock)) {
            for (int host = 0; host < hosts; host++) {
                for (String range : RANGES) {
                    var out = new ByteArrayOutputStream();
                    int points = history.json("host-" + host, GeneratedHistory.METRICS, range, null, "300", out);
                    String question = "host-" + host + " " + range;
                    assertThat(points).as(question).isPositive();
                    answers.put(question, JSON.readTree(out.toByteArray()));
                }
            }
        }
        return answers;
    }

    /** Each number of each answer is the same, but for what adding up in another order makes of it. */
    static void areTheSame(Map<String, JsonNode> found, Map<String, JsonNode> expected) {
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach((question, answer) -> same(question, Objects.requireNonNull(found.get(question)), answer));
    }

    private static void same(String where, JsonNode found, JsonNode expected) {
        assertThat(found.getNodeType()).as(where).isEqualTo(expected.getNodeType());
        if (expected.isNumber()) {
            double number = expected.asDouble();
            assertThat(Math.abs(found.asDouble() - number))
                    .as("%s: %s and %s", where, found, expected)
                    .isLessThanOrEqualTo(3e-7 * Math.abs(number));
        } else if (expected.isArray()) {
            assertThat(found.size()).as(where).isEqualTo(expected.size());
            for (int i = 0; i < expected.size(); i++) {
                same(where + "[" + i + "]", found.get(i), expected.get(i));
            }
        } else if (expected.isObject()) {
            assertThat(found.propertyNames()).as(where).containsExactlyElementsOf(expected.propertyNames());
            expected.propertyNames().forEach(name -> same(where + "." + name, found.get(name), expected.get(name)));
        } else {
            assertThat(found).as(where).isEqualTo(expected);
        }
    }
}
