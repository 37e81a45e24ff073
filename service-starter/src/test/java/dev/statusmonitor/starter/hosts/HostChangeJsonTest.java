package dev.statusmonitor.starter.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.statusmonitor.contract.Fixtures;
import dev.statusmonitor.contract.HostChange;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class HostChangeJsonTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final long TIME = 1_763_912_176_000L;
    private static final Map<String, HostChange> CHANGES = Map.of(
            "active",
            new HostChange("h1", "a1", "web-1", List.of("berlin", "web"), HostChange.State.ACTIVE, 1, 3, TIME),
            "without_owner",
            new HostChange("h2", null, "this machine", List.of(), HostChange.State.ACTIVE, 1, 1, TIME),
            "revoked",
            new HostChange("h3", "a1", "db", List.of(), HostChange.State.REVOKED, 2, 7, TIME + 1000),
            "deleted",
            new HostChange("h4", "a1", "old", List.of(), HostChange.State.DELETED, 3, 9, TIME + 2000));

    @Test
    void isWhatTheFixtureSays() {
        JsonNode fixture = JSON.readTree(Fixtures.text("host-change.json"));

        assertThat(fixture.propertyNames()).containsExactlyInAnyOrderElementsOf(CHANGES.keySet());
        CHANGES.forEach((name, change) -> {
            assertThat(JSON.readTree(HostChangeJson.write(change))).as(name).isEqualTo(fixture.get(name));
            assertThat(HostChangeJson.read(JSON.writeValueAsBytes(fixture.get(name))))
                    .isEqualTo(change);
        });
    }

    @Test
    void passesOverWhatALaterVersionAdds() {
        String later = "{\"host_id\":\"h1\",\"name\":\"n\",\"tags\":[],\"state\":\"active\",\"epoch\":1,\"version\":2,"
                + "\"changed\":3,\"later\":{}}";

        assertThat(HostChangeJson.read(later.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new HostChange("h1", null, "n", List.of(), HostChange.State.ACTIVE, 1, 2, 3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "[]", "null", "{\"host_id\":\"h1\",\"state\":\"asleep\"}", "{\"state\":\"active\"}"})
    void refusesWhatIsNone(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostChangeJson.read(text.getBytes(StandardCharsets.UTF_8)));
    }
}
