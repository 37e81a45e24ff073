package dev.statusmonitor.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SampleJsonTest {
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void writesOneAsAnObjectAndSeveralAsAnArray() {
        var sample = new Sample(
                1, 1000, SeriesList.of(List.of("system.uptime", "system.process.count")), new double[] {1.5, 7});

        assertThat(text(List.of(sample)))
                .isEqualTo(
                        "{\"schema\":1,\"timestamp\":1000,\"metrics\":{\"system.uptime\":1.5,\"system.process.count\":7}}");
        assertThat(text(List.of(sample, sample))).startsWith("[{").endsWith("}]");
        assertThat(text(List.of())).isEqualTo("[]");
    }

    @Property(tries = 300)
    void saysEveryNameAndExactlyEveryValue(@ForAll @Size(max = 4) List<@net.jqwik.api.From("samples") Sample> samples) {
        JsonNode json = JSON.readTree(SampleJson.write(samples));

        assertThat(samples.size() == 1 ? 1 : json.size()).isEqualTo(samples.size());
        for (int i = 0; i < samples.size(); i++) {
            Sample sample = samples.get(i);
            JsonNode object = samples.size() == 1 ? json : json.get(i);
            assertThat(object.get("schema").asInt()).isEqualTo(sample.schema());
            assertThat(object.get("timestamp").asLong()).isEqualTo(sample.timestamp());
            assertThat(object.get("metrics").propertyNames())
                    .containsExactlyElementsOf(sample.series().names());
            for (int v = 0; v < sample.values().length; v++) {
                double written = object.get("metrics")
                        .get(sample.series().names().get(v))
                        .doubleValue();
                // The sign of a zero says nothing about a machine.
                assertThat(written + 0.0).isEqualTo(sample.values()[v] + 0.0);
            }
        }
    }

    @Provide
    Arbitrary<Sample> samples() {
        return SampleArbitraries.samples();
    }

    private static String text(List<Sample> samples) {
        return new String(SampleJson.write(samples), StandardCharsets.UTF_8);
    }
}
