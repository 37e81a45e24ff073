package dev.statusmonitor.agent.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonTest {
    private static Map<String, @Nullable Object> read(String text) {
        return Json.read(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsAnAnswer() {
        assertThat(read("""
                        {"accepted": 2, "time": 1763912176042, "share": 0.5, "good": true, "none": null,
                         "refused": [{"index": 1, "reason": "über"}]}"""))
                .contains(
                        entry("accepted", 2L),
                        entry("time", 1_763_912_176_042L),
                        entry("share", 0.5),
                        entry("good", true),
                        entry("refused", List.of(Map.of("index", 1L, "reason", "über"))))
                .containsEntry("none", null);
    }

    @Test
    void takesWhatIsNoObjectForAnEmptyOne() {
        for (String text : List.of("", "[1]", "null", "<html>", "{\"a\":", "{\"a\":1", "{\"a\":tru}", "{\"a\":[1,}")) {
            assertThat(read(text)).as(text).isEmpty();
        }
    }

    @Test
    void writesWhatItReads() {
        Map<String, Object> object = Map.of("text", "a\"b\\c\n", "number", 7L, "inner", Map.of("k", "v"));

        assertThat(Json.read(Json.write(object))).isEqualTo(object);
    }
}
