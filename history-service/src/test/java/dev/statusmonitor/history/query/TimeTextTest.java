package dev.statusmonitor.history.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTextTest {
    private static final Instant NOW = Instant.parse("2026-11-23T15:00:00.250Z");

    @ParameterizedTest
    @CsvSource({"-30s,PT30S", "-5m,PT5M", "-24h,PT24H", "-7d,P7D", "-12mo,P365D", "-0s,PT0S"})
    void readsRelativeTimes(String text, Duration ago) {
        assertThat(TimeText.parse("start", text, NOW)).isEqualTo(NOW.minus(ago).toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-23T14:00:00Z",
                "2026-11-23T14:00:00.000Z",
                "2026-11-23T15:00:00+01:00",
                "2026-11-23T15:00:00 01:00",
                "1795442400000"
            })
    void readsAbsoluteTimes(String text) {
        assertThat(TimeText.parse("start", text, NOW))
                .isEqualTo(Instant.parse("2026-11-23T14:00:00Z").toEpochMilli());
    }

    @Test
    void refusesEverythingElse() {
        for (String text : new String[] {
            "",
            "-5x",
            "5m",
            "-5",
            "- 5m",
            "-5m ",
            "-99999999999d",
            "now",
            "yesterday",
            "2026-11-23",
            "-1.5h",
            "1e12",
            "99999999999999999999",
            "\"); drop",
            "-٣m",
            "+99999-01-01T00:00:00Z\n"
        }) {
            assertThatThrownBy(() -> TimeText.parse("start", text, NOW))
                    .as(text)
                    .isInstanceOf(BadQueryException.class)
                    .hasMessageStartingWith("start is no time. Right are ");
        }
    }
}
