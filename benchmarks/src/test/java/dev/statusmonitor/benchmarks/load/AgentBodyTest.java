package dev.statusmonitor.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.contract.Metrics;
import dev.statusmonitor.contract.Sample;
import dev.statusmonitor.contract.SeriesKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AgentBodyTest {
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void isASampleThatThePlatformTakesWhole() {
        for (int host = 0; host < 200; host++) {
            var body = AgentBody.of(host);
            for (int second : new int[] {0, 1, 299, 86_399}) {
                body.at(1_763_912_176_000L + second, second);
                JsonNode json = JSON.readTree(body.bytes());
                assertThat(json.path("schema").asInt()).isEqualTo(Sample.SCHEMA);
                assertThat(json.path("timestamp").asLong()).isEqualTo(1_763_912_176_000L + second);
                assertThat(new ArrayList<>(json.path("metrics").propertyNames()))
                        .isEqualTo(body.series());
                json.path("metrics").properties().forEach(value -> {
                    SeriesKey key = SeriesKey.parse(value.getKey());
                    assertThat(key).hasToString(value.getKey());
                    assertThat(Metrics.find(key.metric())
                                    .orElseThrow()
                                    .inRange(value.getValue().asDouble()))
                            .as(value.toString())
                            .isTrue();
                });
                assertThat(json.path("metrics").path("system.uptime").asDouble())
                        .isEqualTo(AgentBody.uptime(second));
            }
        }
    }

    /** What an agent sends only of other machines, or when it is told to. */
    private static final Set<String> OF_OTHERS = Set.of(
            Metrics.INODES,
            Metrics.INODES_UTILIZATION,
            Metrics.BATTERY_CHARGE,
            Metrics.GPU,
            Metrics.GPU_MEMORY,
            Metrics.GPU_MEMORY_LIMIT,
            Metrics.UNITS,
            Metrics.UNIT);

    @Test
    void hasEveryMetricThatAnAgentSendsOfAServerAndAboutSeventyValues() {
        List<AgentBody> bodies = IntStream.range(0, 200).mapToObj(AgentBody::of).toList();
        Set<String> sent = bodies.stream()
                .flatMap(body -> body.series().stream())
                .map(name -> SeriesKey.parse(name).metric())
                .collect(Collectors.toSet());
        assertThat(sent)
                .containsExactlyInAnyOrderElementsOf(Metrics.all().stream()
                        .map(metric -> metric.name())
                        .filter(name -> !OF_OTHERS.contains(name))
                        .toList());
        assertThat(bodies.stream().mapToInt(AgentBody::size).average().orElseThrow())
                .isBetween(65.0, 80.0);
    }

    @Test
    void differsFromHostToHostAndFromSecondToSecond() {
        var lists = new HashSet<List<String>>();
        for (int host = 0; host < 100; host++) {
            lists.add(AgentBody.of(host).series());
        }
        assertThat(lists).hasSizeGreaterThan(40);
        var body = AgentBody.of(1);
        body.at(1_763_912_176_000L, 0);
        String first = new String(body.bytes(), StandardCharsets.UTF_8);
        body.at(1_763_912_176_000L, 0);
        assertThat(new String(body.bytes(), StandardCharsets.UTF_8))
                .hasSameSizeAs(first)
                .isNotEqualTo(first);
    }
}
