package dev.statusmonitor.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the fixtures say is what the code says. Those of messages that other modules write are tested there. */
class FixturesTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final long TIME = 1_763_912_176_000L;

    @Test
    void aSampleIsWhatAnAgentWrites() {
        assertSame("sample.json", SampleJson.write(List.of(sample(TIME, 0.25))));
    }

    @Test
    void aBatchIsWhatAnAgentWrites() {
        assertSame("batch.json", SampleJson.write(List.of(sample(TIME, 0.25), sample(TIME + 1000, 0.5))));
    }

    @Test
    void theCatalogueIsWhole() {
        var metrics = JSON.createArrayNode();
        for (Metric metric : Metrics.all()) {
            ObjectNode each = metrics.addObject();
            each.put("name", metric.name());
            each.put("unit", metric.unit());
            each.put("min", metric.min());
            each.put("max", metric.max());
            var attributes = each.putArray("attributes");
            metric.attributes().forEach(attributes::add);
            each.put("device", metric.device());
            each.put("description", metric.description());
        }
        assertSame("metrics.json", JSON.writeValueAsBytes(Map.of("metrics", metrics)));
    }

    /** A small Linux machine: one of each kind of metric that an agent sends. */
    private static Sample sample(long time, double cpu) {
        var values = new java.util.LinkedHashMap<String, Double>();
        values.put(Metrics.CPU_TOTAL, cpu);
        for (var mode : Map.of("user", 0.5, "system", 0.25, "iowait", 0.25).entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .toList()) {
            values.put(series(Metrics.CPU, "cpu.mode", mode.getKey()), cpu * mode.getValue());
        }
        values.put(series(Metrics.CPU, "cpu.mode", "idle"), 1 - cpu);
        values.put(series(Metrics.CPU_LOGICAL, "cpu.logical_number", "0"), cpu);
        values.put(series(Metrics.CPU_LOGICAL, "cpu.logical_number", "1"), cpu);
        values.put(Metrics.CPU_COUNT, 2.0);
        values.put(Metrics.LOAD_1M, 0.42);
        values.put(Metrics.LOAD_5M, 0.36);
        values.put(Metrics.LOAD_15M, 0.3);
        values.put(series(Metrics.MEMORY, "system.memory.state", "used"), 2_147_483_648.0);
        values.put(series(Metrics.MEMORY, "system.memory.state", "free"), 1_073_741_824.0);
        values.put(series(Metrics.MEMORY, "system.memory.state", "buffers"), 268_435_456.0);
        values.put(series(Metrics.MEMORY, "system.memory.state", "cached"), 805_306_368.0);
        values.put(Metrics.MEMORY_LIMIT, 4_294_967_296.0);
        values.put(series(Metrics.MEMORY_UTILIZATION, "system.memory.state", "used"), 0.5);
        values.put(series(Metrics.DISK_IO, "system.device", "vda", "disk.io.direction", "read"), 0.0);
        values.put(series(Metrics.DISK_IO, "system.device", "vda", "disk.io.direction", "write"), 40_960.0);
        values.put(
                series(Metrics.FILESYSTEM, "system.filesystem.mountpoint", "/", "system.filesystem.state", "used"),
                21_474_836_480.0);
        values.put(series(Metrics.FILESYSTEM_LIMIT, "system.filesystem.mountpoint", "/"), 42_949_672_960.0);
        values.put(series(Metrics.FILESYSTEM_UTILIZATION, "system.filesystem.mountpoint", "/"), 0.5);
        values.put(series(Metrics.FILESYSTEM_UTILIZATION, "system.filesystem.mountpoint", "/mnt/a,b={c}"), 0.123456789);
        values.put(
                series(Metrics.NETWORK_IO, "network.interface.name", "eth0", "network.io.direction", "receive"),
                12_345.678);
        values.put(
                series(Metrics.NETWORK_IO, "network.interface.name", "eth0", "network.io.direction", "transmit"),
                2_345.5);
        values.put(Metrics.PROCESSES, 98.0);
        values.put(Metrics.THREADS, 412.0);
        values.put(Metrics.UPTIME, 86_400.5);
        values.put(series(Metrics.TEMPERATURE, "hw.id", "coretemp/Package id 0"), 48.5);
        values.put(Metrics.CLOCK_OFFSET, -0.012);
        values.put(Metrics.QUEUE_SIZE, 0.0);
        return new Sample(
                Sample.SCHEMA,
                time,
                SeriesList.of(List.copyOf(values.keySet())),
                values.values().stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static String series(String metric, String... attributes) {
        var map = new java.util.HashMap<String, String>();
        for (int i = 0; i < attributes.length; i += 2) {
            map.put(attributes[i], attributes[i + 1]);
        }
        assertThat(Metrics.find(metric).orElseThrow().attributes()).containsAll(map.keySet());
        return SeriesKey.of(metric, map).toString();
    }

    /** Compares as JSON; where they differ, the message holds the text that the file should have. */
    private static void assertSame(String name, byte[] written) {
        JsonNode expected = JSON.readTree(written);
        assertThat(JSON.readTree(Fixtures.text(name)))
                .as("contract/fixtures/%s should hold:%n%s", name, new String(written, StandardCharsets.UTF_8))
                .isEqualTo(expected);
    }
}
