package dev.statusmonitor.ingestion.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.statusmonitor.contract.Metrics;
import dev.statusmonitor.contract.Sample;
import dev.statusmonitor.contract.SampleJson;
import dev.statusmonitor.contract.SeriesList;
import dev.statusmonitor.contract.TopProcesses;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchReaderTest {
    private static final long NOW = 1_763_912_176_000L;
    private static final SampleLimits LIMITS = new SampleLimits(1_000, Duration.ofHours(24), Duration.ofSeconds(5));

    private final BatchReader reader = new BatchReader(LIMITS, InstantSource.fixed(Instant.ofEpochMilli(NOW)));

    @Test
    void readsWhatAnAgentWrites() throws Exception {
        var sample = new Sample(
                1,
                NOW - 1_000,
                SeriesList.of(List.of(
                        "system.uptime", "system.cpu.utilization{cpu.mode=user}", "hw.temperature{hw.id=a\\,b}")),
                new double[] {86_400.5, 0.25, -3});
        Batch batch = read(SampleJson.write(List.of(sample, sample)));
        assertThat(batch.accepted()).containsExactly(sample, sample);
        assertThat(batch.samples()).isEqualTo(2);
        assertThat(batch.refusedCount()).isZero();
        assertThat(batch.ignoredCount()).isZero();
    }

    @Test
    void sharesTheListOfNamesFromSecondToSecond() throws Exception {
        String body = one(NOW, "\"system.uptime\":1,\"system.cpu.load_average.1m\":2.5");
        Sample first = read(body).accepted().get(0);
        Sample second = read(body).accepted().get(0);
        Sample ofAnotherHost =
                reader.read("other", bytes(body), bytes(body).length).accepted().get(0);
        assertThat(second.series()).isSameAs(first.series());
        assertThat(ofAnotherHost.series()).isSameAs(first.series());
        assertThat(second.values()).containsExactly(1, 2.5);
    }

    @Test
    void followsAnAgentWhoseNamesChange() throws Exception {
        assertNames(
                "\"system.uptime\":1,\"system.cpu.load_average.1m\":2", "system.uptime", "system.cpu.load_average.1m");
        assertNames("\"system.uptime\":1", "system.uptime");
        assertNames("", new String[0]);
        assertNames(
                "\"system.uptime\":1,\"system.cpu.load_average.5m\":2", "system.uptime", "system.cpu.load_average.5m");
        assertNames(
                "\"system.uptime\":1,\"new.metric\":{\"a\":[1]},\"system.cpu.load_average.5m\":2",
                "system.uptime",
                "system.cpu.load_average.5m");
        assertNames(
                "\"system.uptime\":1,\"new.metric\":7,\"system.cpu.load_average.5m\":2,\"system.process.count\":3",
                "system.uptime",
                "system.cpu.load_average.5m",
                "system.process.count");
        assertNames("\"system.process.count\":3,\"system.uptime\":1", "system.process.count", "system.uptime");
    }

    private void assertNames(String metrics, String... names) throws Exception {
        for (int i = 0; i < 2; i++) {
            Batch batch = read(one(NOW, metrics));
            if (names.length == 0) {
                assertThat(batch.accepted()).isEmpty();
            } else {
                assertThat(batch.accepted().get(0).series().names()).containsExactly(names);
                assertThat(batch.accepted().get(0).values()).hasSize(names.length);
            }
        }
    }

    @Test
    void writesAttributesInTheOrderOfTheirKeys() throws Exception {
        Batch batch = read(
                one(NOW, "\"system.network.io.rate{network.io.direction=receive,network.interface.name=eth0}\":9"));
        assertThat(batch.accepted().get(0).series().names())
                .containsExactly("system.network.io.rate{network.interface.name=eth0,network.io.direction=receive}");
    }

    @Test
    void theFirstOfTwoValuesOfOneSeriesCounts() throws Exception {
        for (int i = 0; i < 2; i++) {
            Batch batch = read(one(
                    NOW,
                    "\"system.disk.io.rate{system.device=a,disk.io.direction=read}\":1,"
                            + "\"system.disk.io.rate{disk.io.direction=read,system.device=a}\":2"));
            assertThat(batch.accepted().get(0).values()).containsExactly(1);
            assertThat(batch.ignored()).singleElement().satisfies(ignored -> {
                assertThat(ignored.series()).isEqualTo("system.disk.io.rate{disk.io.direction=read,system.device=a}");
                assertThat(ignored.reason()).contains("twice");
            });
        }
    }

    @Test
    void anUnknownMetricOrAttributeCostsThatValueAlone() throws Exception {
        for (int i = 0; i < 2; i++) {
            Batch batch = read(one(
                    NOW,
                    "\"x.y\":NaN,\"system.uptime\":1,\"system.uptime{a=b}\":2,\"system.cpu.utilization{cpu=1}\":0.5,"
                            + "\"Bad Name\":null,\"system.uptime{\":[[]]"));
            assertThat(batch.accepted().get(0).values()).containsExactly(1);
            assertThat(batch.ignored())
                    .extracting(Batch.Ignored::series)
                    .containsExactly(
                            "x.y", "system.uptime{a=b}", "system.cpu.utilization{cpu=1}", "Bad Name", "system.uptime{");
            assertThat(batch.ignored().get(0))
                    .isEqualTo(new Batch.Ignored(0, "x.y", "this version does not know the metric"));
            assertThat(batch.ignored().get(2).reason()).contains("cpu.mode");
            assertThat(batch.ignoredCount()).isEqualTo(5);
        }
    }

    @Test
    void the65thDeviceCostsItsValuesAlone() throws Exception {
        String metrics = IntStream.range(0, 66)
                .mapToObj(i -> "\"system.disk.io_time.utilization{system.device=d" + i + "}\":0.5")
                .collect(Collectors.joining(","));
        for (int i = 0; i < 2; i++) {
            Batch batch = read(one(NOW, metrics + ",\"hw.temperature{hw.id=x}\":20"));
            assertThat(batch.accepted().get(0).values()).hasSize(Metrics.MAX_DEVICES + 1);
            assertThat(batch.ignored())
                    .extracting(Batch.Ignored::series)
                    .containsExactly(
                            "system.disk.io_time.utilization{system.device=d64}",
                            "system.disk.io_time.utilization{system.device=d65}");
        }
    }

    @Test
    void namesAtMostTwentyAndCountsAll() throws Exception {
        String unknown =
                IntStream.range(0, 30).mapToObj(i -> "\"x.y" + i + "\":1").collect(Collectors.joining(","));
        Batch ignored = read(one(NOW, "\"system.uptime\":1," + unknown));
        assertThat(ignored.ignored()).hasSize(20);
        assertThat(ignored.ignoredCount()).isEqualTo(30);
        Batch refused = read("[" + "1,".repeat(29) + "2]");
        assertThat(refused.refused()).hasSize(20);
        assertThat(refused.refusedCount()).isEqualTo(30);
        assertThat(refused.samples()).isEqualTo(30);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NaN | system.uptime is NaN; a value is a finite number",
                "Infinity | system.uptime is Infinity; a value is a finite number",
                "-Infinity | system.uptime is -Infinity; a value is a finite number",
                "1e999 | system.uptime is Infinity; a value is a finite number",
                "\"NaN\" | system.uptime is the text \"NaN\"; a value is a finite number",
                "\"Infinity\" | system.uptime is the text \"Infinity\"; a value is a finite number",
                "\"12\" | system.uptime is the text \"12\"; a value is a finite number",
                "null | system.uptime is no number; a value is a finite number",
                "true | system.uptime is no number; a value is a finite number",
                "[1,{}] | system.uptime is no number; a value is a finite number",
                "{\"a\":1} | system.uptime is no number; a value is a finite number",
                "-1 | system.uptime is -1, which is not within 0 and 10000000000",
                "100000000000000000000000000 | system.uptime is 1.0E26, which is not within 0 and 10000000000",
            })
    void aBadValueCostsItsSampleAlone(String value, String reason) throws Exception {
        String good = one(NOW, "\"system.uptime\":1,\"system.process.count\":2");
        String bad = one(NOW, "\"system.uptime\":" + value + ",\"system.process.count\":2");
        String badLater = one(NOW, "\"system.process.count\":2,\"system.uptime\":" + value + ",\"x\":[{}]");
        Batch batch = read("[" + good + "," + bad + "," + badLater + "," + good + "]");
        assertThat(batch.accepted()).hasSize(2);
        assertThat(batch.refused()).containsExactly(new Batch.Refused(1, reason), new Batch.Refused(2, reason));
        assertThat(batch.accepted().get(1).values()).containsExactly(1, 2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"metrics\":{\"system.uptime\":1}} | timestamp is missing",
                "{\"timestamp\":\"1\",\"metrics\":{\"system.uptime\":1}} | timestamp is Unix time in milliseconds",
                "{\"timestamp\":1.5,\"metrics\":{\"system.uptime\":1}} | timestamp is Unix time in milliseconds",
                "{\"timestamp\":99999999999999999999,\"metrics\":{\"system.uptime\":1}} | timestamp is Unix time",
                "{\"timestamp\":-9223372036854775807,\"metrics\":{\"system.uptime\":1}} | is older than 24 h",
                "{\"timestamp\":9223372036854775807,\"metrics\":{\"system.uptime\":1}} | is ahead of the platform's clock",
                "{\"timestamp\":1763912176000} | metrics is missing",
                "{\"timestamp\":1763912176000,\"metrics\":[]} | metrics is a JSON object",
                "{\"timestamp\":1763912176000,\"metrics\":{}} | metrics is empty",
                "{\"timestamp\":1763912176000,\"metrics\":{\"x.y\":1}} | none of its metrics can be used; x.y: this version",
                "{\"timestamp\":1763912176000,\"metrics\":{\"system.uptime\":1},\"metrics\":{\"system.uptime\":1}} | metrics appears twice",
                "{\"schema\":0,\"timestamp\":1763912176000,\"metrics\":{\"system.uptime\":1}} | schema is a number from 1",
                "{\"schema\":\"1\",\"timestamp\":1763912176000,\"metrics\":{\"system.uptime\":1}} | schema is a number from 1",
                "[] | a sample is a JSON object",
                "7 | a sample is a JSON object",
                "null | a sample is a JSON object",
            })
    void aBadSampleCostsOnlyItself(String bad, String reason) throws Exception {
        String good = one(NOW, "\"system.uptime\":1");
        Batch batch = read("[" + bad + "," + good + "]");
        assertThat(batch.accepted()).hasSize(1);
        assertThat(batch.refused()).singleElement().satisfies(refused -> {
            assertThat(refused.index()).isZero();
            assertThat(refused.reason()).contains(reason);
        });
    }

    @Test
    void theTimesAtTheEdgesAreGood() throws Exception {
        assertThat(read(one(NOW + 5_000, "\"system.uptime\":1")).accepted()).hasSize(1);
        assertThat(read(one(NOW + 5_001, "\"system.uptime\":1")).accepted()).isEmpty();
        assertThat(read(one(NOW - 86_400_000, "\"system.uptime\":1")).accepted())
                .hasSize(1);
        assertThat(read(one(NOW - 86_400_001, "\"system.uptime\":1")).accepted())
                .isEmpty();
    }

    @Test
    void propertiesComeInAnyOrderAndUnknownOnesAreLeftAside() throws Exception {
        Batch batch = read("{\"metrics\":{\"system.uptime\":1},\"trace\":{\"a\":[1,{\"b\":2}]},\"timestamp\":" + NOW
                + ",\"schema\":2}");
        assertThat(batch.accepted()).singleElement().satisfies(sample -> {
            assertThat(sample.schema()).isEqualTo(2);
            assertThat(sample.timestamp()).isEqualTo(NOW);
        });
    }

    @Test
    void samplesOfTheVersionBeforeAndOfALaterOneAreTakenAsWhatTheyAre() throws Exception {
        for (int schema : new int[] {Sample.SCHEMA - 1, Sample.SCHEMA, Sample.SCHEMA + 1}) {
            Batch batch = read("{\"schema\":" + schema + ",\"timestamp\":" + NOW
                    + ",\"metrics\":{\"system.uptime\":86400.5,\"system.of.another.version\":1}}");
            assertThat(batch.accepted()).singleElement().satisfies(sample -> {
                assertThat(sample.schema()).isEqualTo(schema);
                assertThat(sample.value("system.uptime")).isEqualTo(86_400.5);
            });
            assertThat(batch.refusedCount()).isZero();
        }
    }

    @Test
    void moreThanAThousandValuesCostTheSample() throws Exception {
        String most = "\"system.uptime\":1,"
                + IntStream.range(0, 999).mapToObj(i -> "\"x.y" + i + "\":1").collect(Collectors.joining(","));
        assertThat(read(one(NOW, most)).accepted()).hasSize(1);
        Batch tooMany = read("[" + one(NOW, most + ",\"x.z\":{}") + "," + one(NOW, "\"system.uptime\":1") + "]");
        assertThat(tooMany.accepted()).hasSize(1);
        assertThat(tooMany.refused().get(0).reason()).isEqualTo("a sample has at most 1000 values");
    }

    @Test
    void moreThanAThousandSamplesAreTooMany() throws Exception {
        assertThat(read("[" + "1,".repeat(999) + "1]").refusedCount()).isEqualTo(1_000);
        assertThatThrownBy(() -> read("[" + "1,".repeat(1_000) + "1]"))
                .isInstanceOf(TooManySamplesException.class)
                .hasMessageContaining("1000 samples");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | the body is empty",
                "7 | one sample as a JSON object, or an array",
                "\"x\" | one sample as a JSON object, or an array",
                "NaN | one sample as a JSON object, or an array",
                "{} {} | several samples are sent as one array",
                "[]] | line 1, column 3",
                "{\"timestamp\": | line 1, column",
                "[{\"metrics\":{\"system.uptime\":1}, | line 1, column",
                "nonsense | line 1, column 1:",
                "{\"a\":1,} | line 1, column 8",
                "{'a':1} | line 1, column 2",
            })
    void whatIsNoJsonIsToldWithItsPlace(String body, String message) {
        assertThatThrownBy(() -> read(body))
                .isInstanceOf(NotJsonException.class)
                .hasMessageContaining(message);
    }

    @Test
    void theLineOfAnErrorIsTold() {
        assertThatThrownBy(() -> read("{\n  \"timestamp\": 1,\n  \"metrics\": }\n"))
                .isInstanceOf(NotJsonException.class)
                .hasMessageContaining("line 3, column 14");
    }

    @Test
    void depthAndLengthAreBounded() {
        assertThatThrownBy(() -> read("[".repeat(100_000)))
                .isInstanceOf(NotJsonException.class)
                .hasMessageContaining("nesting depth");
        assertThatThrownBy(() -> read(one(NOW, "\"system.uptime\":" + "1".repeat(5_000))))
                .isInstanceOf(NotJsonException.class)
                .hasMessageContaining("Number value length");
    }

    @Test
    void whatIsSaidBackCanBeWritten() throws Exception {
        for (int i = 0; i < 2; i++) {
            Batch batch = read(one(NOW, "\"system.uptime\":1,\"a\\u0000\\n\":1,\"" + "é".repeat(1_000) + "\":1"));
            assertThat(batch.ignored().get(0).series()).isEqualTo("a\uFFFD\uFFFD");
            assertThat(batch.ignored().get(1).series()).hasSize(301).endsWith("…");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void readsEveryEncodingThatAReaderDetects(String charset) throws Exception {
        byte[] body = one(NOW, "\"hw.temperature{hw.id=é}\":20").getBytes(Charset.forName(charset));
        for (int i = 0; i < 2; i++) {
            assertThat(read(body).accepted().get(0).series().names()).containsExactly("hw.temperature{hw.id=é}");
        }
    }

    @Test
    void readsOnlyTheLengthThatCounts() throws Exception {
        byte[] body = bytes(one(NOW, "\"system.uptime\":1") + "garbage");
        assertThat(reader.read("h1", body, body.length - 7).accepted()).hasSize(1);
    }

    private Batch read(String body) throws NotJsonException, TooManySamplesException {
        return read(bytes(body));
    }

    private Batch read(byte[] body) throws NotJsonException, TooManySamplesException {
        return reader.read("h1", body, body.length);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String one(long timestamp, String metrics) {
        return "{\"schema\":1,\"timestamp\":" + timestamp + ",\"metrics\":{" + metrics + "}}";
    }

    private static String withProcesses(String processes) {
        return "{\"timestamp\":" + NOW + ",\"processes\":" + processes + ",\"metrics\":{\"system.uptime\":1}}";
    }

    @Test
    void takesTheProcessesThatStandOut() throws Exception {
        Batch batch = read(withProcesses("""
                {"memory":[{"memory":1234567,"pid":77,"name":"<b>","args":["no"]}],"later":{"a":[1]},
                 "cpu":[{"name":"java","pid":4711,"cpu":0.93},{"name":"Web Content","pid":1,"cpu":12}]}"""));

        assertThat(batch.ignored()).isEmpty();
        assertThat(batch.accepted().get(0).values()).containsExactly(1);
        assertThat(batch.accepted().get(0).processes())
                .isEqualTo(new TopProcesses(
                        List.of(
                                new TopProcesses.Busy("java", 4_711, 0.93),
                                new TopProcesses.Busy("Web Content", 1, 12)),
                        List.of(new TopProcesses.Large("<b>", 77, 1_234_567))));
        assertThat(read(withProcesses("{}")).accepted().get(0).processes())
                .isEqualTo(new TopProcesses(List.of(), List.of()));
        assertThat(read(one(NOW, "\"system.uptime\":1")).accepted().get(0).processes())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[1,{}]",
                "\"java\"",
                "{\"cpu\":{}}",
                "{\"cpu\":[1]}",
                "{\"cpu\":[{}]}",
                "{\"cpu\":[{\"name\":\"a\",\"pid\":1}]}",
                "{\"cpu\":[{\"name\":\"a\",\"pid\":1,\"cpu\":NaN}]}",
                "{\"cpu\":[{\"name\":\"a\",\"pid\":1,\"cpu\":-1}]}",
                "{\"cpu\":[{\"name\":\"a\",\"pid\":1,\"cpu\":1e9}]}",
                "{\"cpu\":[{\"name\":\"a\",\"pid\":99999999999999999999,\"cpu\":1}]}",
                "{\"cpu\":[{\"name\":\"a\",\"pid\":-1,\"cpu\":1}]}",
                "{\"cpu\":[{\"name\":\"a\\nb\",\"pid\":1,\"cpu\":1}]}",
                "{\"cpu\":[{\"name\":\"\",\"pid\":1,\"cpu\":1}]}",
                "{\"cpu\":[{\"name\":{\"a\":[]},\"pid\":1,\"cpu\":1}]}",
                "{\"memory\":[{\"name\":\"a\",\"pid\":1,\"memory\":0.5}]}",
                "{\"memory\":[{\"name\":\"a\",\"pid\":1,\"memory\":1e300}]}",
                "{\"memory\":[{\"name\":\"a\",\"pid\":1,\"cpu\":1}]}",
                "{\"cpu\":[{\"name\":\"a\",\"pid\":1,\"cpu\":1},{\"name\":\"a\",\"pid\":1,\"cpu\":1},"
                        + "{\"name\":\"a\",\"pid\":1,\"cpu\":1},{\"name\":\"a\",\"pid\":1,\"cpu\":1},"
                        + "{\"name\":\"a\",\"pid\":1,\"cpu\":1},{\"name\":\"a\",\"pid\":1,\"cpu\":1}]}"
            })
    void badProcessesCostThemselvesAlone(String processes) throws Exception {
        Batch batch = read("[" + withProcesses(processes) + "," + one(NOW, "\"system.uptime\":2") + "]");

        assertThat(batch.refused()).isEmpty();
        assertThat(batch.accepted()).hasSize(2);
        assertThat(batch.accepted().get(0).values()).containsExactly(1);
        assertThat(batch.accepted().get(0).processes()).isNull();
        assertThat(batch.ignored()).singleElement().satisfies(ignored -> {
            assertThat(ignored.index()).isZero();
            assertThat(ignored.series()).isEqualTo("processes");
            assertThat(ignored.reason()).isNotBlank();
        });
    }
}
