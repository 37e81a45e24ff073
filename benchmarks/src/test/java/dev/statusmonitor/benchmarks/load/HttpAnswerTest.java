package dev.statusmonitor.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HttpAnswerTest {
    private static final String TAKEN = "{\"accepted\":1,\"time\":1763912176042}";

    @Test
    void readsAnAnswerOnceItIsWhole() throws Exception {
        String text = answer(202, "", TAKEN);
        for (int length = 0; length < text.length(); length++) {
            ByteBuffer part = buffer(text.substring(0, length));
            assertThat(HttpAnswer.parse(part)).isNull();
            assertThat(part.position()).isZero();
        }
        ByteBuffer whole = buffer(text);
        assertThat(HttpAnswer.parse(whole)).isEqualTo(new HttpAnswer(202, false, false));
        assertThat(whole.hasRemaining()).isFalse();
    }

    @Test
    void seesWhenTheConnectionEnds() throws Exception {
        assertThat(HttpAnswer.parse(buffer(answer(503, "Connection: close\r\n", "{}"))))
                .isEqualTo(new HttpAnswer(503, true, false));
    }

    @Test
    void seesRefusedSamplesAndIgnoredValues() throws Exception {
        assertThat(HttpAnswer.parse(buffer(answer(202, "", "{\"accepted\":1,\"refused\":[{\"index\":0}]}"))))
                .isEqualTo(new HttpAnswer(202, false, true));
        assertThat(HttpAnswer.parse(buffer(answer(202, "", "{\"accepted\":1,\"ignored\":[{\"index\":0}]}"))))
                .isEqualTo(new HttpAnswer(202, false, true));
    }

    @Test
    void refusesWhatIsNoAnswer() {
        assertThatThrownBy(() -> HttpAnswer.parse(buffer("SSH-2.0\r\n\r\n"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> HttpAnswer.parse(buffer("HTTP/1.1 202 \r\nTransfer-Encoding: chunked\r\n\r\n")))
                .isInstanceOf(IOException.class);
    }

    private static String answer(int status, String headers, String body) {
        return "HTTP/1.1 " + status + " \r\nStatusMonitor-Time: 1\r\n" + headers
                + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\nDate: now\r\n\r\n" + body;
    }

    private static ByteBuffer buffer(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
