package dev.statusmonitor.auth.enrol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

final class EnrolmentCodeTest {
    @Test
    void hasAHundredBitsInFourGroups() {
        assertThat(EnrolmentCode.random())
                .matches("[0-9a-hjkmnp-tv-z]{5}(-[0-9a-hjkmnp-tv-z]{5}){3}")
                .isNotEqualTo(EnrolmentCode.random());
    }

    @Test
    void isTheSameHoweverItWasTyped() {
        String code = EnrolmentCode.random();

        assertThat(EnrolmentCode.hash(code))
                .hasSize(64)
                .isEqualTo(EnrolmentCode.hash(code.toUpperCase(Locale.ROOT)))
                .isEqualTo(EnrolmentCode.hash(code.replace("-", "")))
                .isEqualTo(EnrolmentCode.hash("  " + code.replace('-', ' ')));
    }

    @Test
    void whatIsNoCodeHasNoHash() {
        assertThat(EnrolmentCode.hash("")).isEmpty();
        assertThat(EnrolmentCode.hash("abcde-abcde-abcde-abcd")).isEmpty();
        assertThat(EnrolmentCode.hash("abcde-abcde-abcde-abcd!")).isEmpty();
        assertThat(EnrolmentCode.hash("a".repeat(1_000_000))).isEmpty();
    }
}
