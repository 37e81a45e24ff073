package dev.statusmonitor.ingestion.authenticate;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** Whatever comes as a bearer token costs an answer and nothing else. */
class HostTokenFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void namesAHostOrNone(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        var token = new HostToken(text);
        String claimed = token.claimedHost();
        assertThat(HostToken.Hash.parse(token.hash().hex())).isEqualTo(token.hash());
        assertThat(token.toString()).isEqualTo("a host token");
        if (claimed != null) {
            assertThat(text.chars().filter(character -> character == '.').count())
                    .isEqualTo(2);
        }
    }
}
