package dev.statusmonitor.gateway.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.contract.Fixtures;
import dev.statusmonitor.contract.SeriesList;
import dev.statusmonitor.gateway.Samples;
import dev.statusmonitor.gateway.consume.OverviewPoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the fixture says is what the gateway sends; the dashboard's tests read the same. */
class LiveFixtureTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final long TIME = 1_763_912_176_000L;
    private static final String MOUNT = "system.filesystem.utilization{system.filesystem.mountpoint=/mnt/a\\,b}";

    @Test
    void framesAreWhatTheFixtureSays() {
        JsonNode fixture = JSON.readTree(Fixtures.text("live.json")).get("from_gateway");
        Map<String, String> frames = frames();

        assertThat(fixture.propertyNames()).containsExactlyElementsOf(frames.keySet());
        frames.forEach((name, json) -> assertThat(JSON.readTree(json)).as(name).isEqualTo(fixture.get(name)));
    }

    private static Map<String, String> frames() {
        var frames = new LinkedHashMap<String, String>();
        frames.put("hello", Frames.hello(TIME + 42, TIME + 600_000));
        frames.put("pong", Frames.pong(TIME + 42));
        frames.put(
                "overview_snapshot",
                Frames.snapshot(
                        Frames.entry(
                                "h1",
                                List.of(
                                        new OverviewPoint(
                                                TIME - 1000, 0.125f, 0.5f, 0.75f, "/data", 1200, 550, 1.5f, 86_399),
                                        new OverviewPoint(
                                                TIME, 1 / 3f, Float.NaN, Float.NaN, null, Float.NaN, Float.NaN,
                                                Float.NaN, -1))),
                        false));
        frames.put(
                "overview",
                Frames.overview(List.of(
                        entry(
                                "h1",
                                new OverviewPoint(
                                        TIME + 1000, 0.123456f, 0.5f, 0.75f, "/data", 12_345.678f, 550, 0.42f, 86_401)),
                        entry("h2", new OverviewPoint(TIME + 1003, 0, 0.25f, 0.5f, "/", 0, 0, 0, 12)))));
        frames.put("series", Frames.series("h1", SeriesList.of(List.of("system.uptime", MOUNT))));
        var values = new LinkedHashMap<String, Double>();
        values.put("system.uptime", 86_400.5);
        values.put(MOUNT, 0.123456789);
        frames.put("sample", Frames.sample("h1", Samples.of(TIME, values)));
        frames.put("hosts", Frames.hosts());
        frames.put("incidents", Frames.incidents());
        frames.put("error_not_yours", Frames.error(LiveFeed.HOST, "h9", Refusal.NOT_YOURS));
        frames.put("error_unknown", Frames.error(LiveFeed.OVERVIEW, null, Refusal.UNKNOWN));
        frames.put(
                "error_message",
                Frames.error(null, null, Refusal.badMessage("The types are subscribe, unsubscribe and ping.")));
        return frames;
    }

    private static String entry(String host, OverviewPoint point) {
        return Frames.entry(host, List.of(point));
    }
}
