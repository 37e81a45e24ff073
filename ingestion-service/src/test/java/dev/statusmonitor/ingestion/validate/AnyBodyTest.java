package dev.statusmonitor.ingestion.validate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.contract.Metric;
import dev.statusmonitor.contract.Metrics;
import dev.statusmonitor.contract.Sample;
import dev.statusmonitor.contract.SampleJson;
import dev.statusmonitor.contract.SeriesKey;
import dev.statusmonitor.contract.SeriesList;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever comes in: every sample is taken or refused, or the whole is told to be no JSON; nothing else happens. */
class AnyBodyTest {
    private static final long NOW = 1_763_912_176_000L;

    private final BatchReader reader = new BatchReader(
            new SampleLimits(1_000, Duration.ofHours(24), Duration.ofSeconds(5)),
            InstantSource.fixed(Instant.ofEpochMilli(NOW)));

    @Property(tries = 2_000)
    void randomBytes(@ForAll byte[] body) {
        assertAnswered(body);
    }

    @Property(tries = 2_000)
    void randomPiecesOfJson(@ForAll("pieces") List<String> pieces) {
        assertAnswered(String.join("", pieces).getBytes(StandardCharsets.UTF_8));
    }

    @Property(tries = 2_000)
    void agentsBodiesWithOneByteChanged(
            @ForAll("samples") @Size(min = 1, max = 3) List<Sample> samples,
            @ForAll @IntRange(min = 0, max = 10_000) int at,
            @ForAll byte to) {
        byte[] body = SampleJson.write(samples);
        assertAnswered(body);
        body[at % body.length] = to;
        assertAnswered(body);
    }

    @Property(tries = 500)
    void agentsBodiesComeOutAsTheyWentIn(@ForAll("samples") @Size(min = 1, max = 5) List<Sample> samples)
            throws Exception {
        byte[] body = SampleJson.write(samples);
        Batch batch = reader.read("h1", body, body.length);
        assertThat(batch.accepted()).isEqualTo(samples);
        assertThat(batch.ignoredCount()).isZero();
    }

    @Property(tries = 200)
    void agentsBodiesThatAreCutAreNoJson(
            @ForAll("samples") @Size(min = 1, max = 2) List<Sample> samples,
            @ForAll @IntRange(min = 0, max = 10_000) int at) {
        byte[] body = SampleJson.write(samples);
        try {
            Batch batch = reader.read("h1", body, at % body.length);
            assertThat(batch).as("a body cut at %d was read", at % body.length).isNull();
        } catch (NotJsonException e) {
            assertThat(e).hasMessageContaining("body");
        } catch (TooManySamplesException e) {
            throw new AssertionError(e);
        }
    }

    private void assertAnswered(byte[] body) {
        // Twice, since the first may leave something behind that the second reads by.
        for (int i = 0; i < 2; i++) {
            try {
                Batch batch = reader.read("h1", body, body.length);
                assertThat(batch.accepted().size() + batch.refusedCount()).isEqualTo(batch.samples());
                for (Sample sample : batch.accepted()) {
                    assertThat(sample.timestamp()).isBetween(NOW - 86_400_000, NOW + 5_000);
                    assertThat(sample.values()).isNotEmpty();
                    for (int v = 0; v < sample.values().length; v++) {
                        SeriesKey key = SeriesKey.parse(sample.series().names().get(v));
                        Metric metric = Metrics.find(key.metric()).orElseThrow();
                        assertThat(metric.inRange(sample.values()[v])).isTrue();
                        assertThat(metric.attributes())
                                .containsAll(key.attributes().keySet());
                    }
                }
            } catch (NotJsonException | TooManySamplesException e) {
                assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(400);
            }
        }
    }

    @Provide
    Arbitrary<List<String>> pieces() {
        return Arbitraries.of(
                        "{",
                        "}",
                        "[",
                        "]",
                        ",",
                        ":",
                        "\"",
                        "{\"timestamp\":" + NOW,
                        "\"metrics\":{",
                        "\"schema\":1",
                        "\"system.uptime\"",
                        "\"system.cpu.utilization{cpu.mode=user}\"",
                        "\"x.y\":",
                        "NaN",
                        "-Infinity",
                        "1",
                        "0.5",
                        "-1e5",
                        "1e999",
                        "null",
                        "true",
                        "\"NaN\"",
                        "\\u0000",
                        "\\ud800",
                        " ",
                        "\n",
                        "é",
                        "}}",
                        "{\"timestamp\":" + NOW + ",\"metrics\":{\"system.uptime\":1}}")
                .list()
                .ofMaxSize(40);
    }

    @Provide
    Arbitrary<List<Sample>> samples() {
        Arbitrary<List<Metric>> metrics = Arbitraries.of(List.copyOf(Metrics.all()))
                .list()
                .uniqueElements()
                .ofMinSize(1)
                .ofMaxSize(20);
        Arbitrary<String> device = Arbitraries.strings()
                .ofMinLength(1)
                .ofMaxLength(12)
                .excludeChars('\0')
                .filter(AnyBodyTest::isGoodAttribute);
        return Combinators.combine(
                        metrics,
                        device,
                        Arbitraries.doubles().between(0, 1),
                        Arbitraries.longs().between(NOW - 86_400_000, NOW + 5_000))
                .as(AnyBodyTest::sample)
                .list();
    }

    private static boolean isGoodAttribute(String value) {
        try {
            return !SeriesKey.of("a", java.util.Map.of("b", value)).metric().isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Sample sample(List<Metric> metrics, String device, double share, long timestamp) {
        var names = new ArrayList<String>();
        var values = new double[metrics.size()];
        for (Metric metric : metrics) {
            values[names.size()] = Math.min(metric.max(), Math.max(metric.min(), share));
            names.add(
                    metric.device().isEmpty()
                            ? metric.name()
                            : SeriesKey.of(metric.name(), java.util.Map.of(metric.device(), device))
                                    .toString());
        }
        return new Sample(1, timestamp, SeriesList.of(names), values);
    }
}
