package dev.statusmonitor.agent.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnswerTest {
    private static Answer answer(int status, String body, @Nullable String location) {
        return new Answer(status, body.getBytes(StandardCharsets.UTF_8), null, true, location, false);
    }

    @Test
    void saysInThePlatformsWordsWhatWentWrong() {
        assertThat(answer(403, "{\"title\":\"Forbidden\",\"detail\":\"The host was revoked.\"}", null)
                        .problem())
                .isEqualTo("403, The host was revoked");
        assertThat(answer(400, "{\"error\":\"invalid_grant\",\"error_description\":\"no such host\"}", null)
                        .problem())
                .isEqualTo("400, no such host");
        assertThat(answer(502, "<html>Bad gateway</html>", null).problem()).isEqualTo("status 502");
        assertThat(answer(301, "", "https://other.example.org/").problem())
                .isEqualTo("301, redirected to https://other.example.org/");
    }
}
