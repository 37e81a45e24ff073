package dev.statusmonitor.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.statusmonitor.contract.Fixtures;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ClientMessageTest {
    @Test
    void readsWhatTheFixtureSays() {
        var json = new JsonMapper();
        JsonNode fixture = json.readTree(Fixtures.text("live.json")).get("from_browser");
        Map<String, ClientMessage> messages = Map.of(
                "subscribe_overview", new ClientMessage.SubscribeOverview(),
                "unsubscribe_overview", new ClientMessage.UnsubscribeOverview(),
                "subscribe_host", new ClientMessage.SubscribeHost("h1"),
                "unsubscribe_host", new ClientMessage.UnsubscribeHost("h1"),
                "ping", new ClientMessage.Ping());

        assertThat(fixture.propertyNames()).containsExactlyInAnyOrderElementsOf(messages.keySet());
        messages.forEach((name, message) ->
                assertThat(ClientMessage.read(fixture.get(name).toString())).isEqualTo(message));
    }

    @Test
    void passesOverMembersOfLaterVersions() {
        assertThat(ClientMessage.read("{\"type\":\"subscribe\",\"channel\":\"host\",\"host\":\"h1\",\"later\":[1]}"))
                .isEqualTo(new ClientMessage.SubscribeHost("h1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ping",
                "null",
                "[]",
                "{}",
                "{\"type\":\"hello\"}",
                "{\"type\":{}}",
                "{\"type\":\"subscribe\"}",
                "{\"type\":\"subscribe\",\"channel\":\"everything\"}",
                "{\"type\":\"subscribe\",\"channel\":\"host\"}",
                "{\"type\":\"subscribe\",\"channel\":\"host\",\"host\":\"\"}",
                "{\"type\":\"ping\"} {\"type\":",
                "{\"type\":"
            })
    void refusesTheRestWithASentence(String json) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClientMessage.read(json))
                .satisfies(e -> assertThat(e.getMessage()).endsWith("."));
    }
}
