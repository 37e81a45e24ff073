package dev.statusmonitor.ingestion.validate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuotedTest {
    @Test
    void leavesOrdinaryTextAlone() {
        assertThat(Quoted.of("eth0 é \ud83d\ude00", 300)).isEqualTo("eth0 é \ud83d\ude00");
    }

    @Test
    void cutsLongTextAndNeverAPair() {
        assertThat(Quoted.of("abcdef", 3)).isEqualTo("abc…");
        assertThat(Quoted.of("ab\ud83d\ude00", 3)).isEqualTo("ab\uFFFD…");
    }

    @Test
    void replacesWhatCannotBePrinted() {
        assertThat(Quoted.of("a\n\0\ud83db\ude00", 300)).isEqualTo("a\uFFFD\uFFFD\uFFFDb\uFFFD");
    }

    @Test
    void knowsLoneSurrogates() {
        assertThat(Quoted.isWellFormed("a\ud83d\ude00")).isTrue();
        assertThat(Quoted.isWellFormed("a\ud83d")).isFalse();
        assertThat(Quoted.isWellFormed("\ude00\ud83d")).isFalse();
    }
}
