package dev.statusmonitor.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopProcessesTest {
    private static final TopProcesses TWO = new TopProcesses(
            List.of(new TopProcesses.Busy("java", 4_711, 0.93)),
            List.of(new TopProcesses.Large("say \"<b>\"", 77, 1_234_567)));
    private static final String JSON = "{\"cpu\":[{\"name\":\"java\",\"pid\":4711,\"cpu\":0.93}],"
            + "\"memory\":[{\"name\":\"say \\\"<b>\\\"\",\"pid\":77,\"memory\":1234567}]}";

    private final SeriesList names = SeriesList.of(List.of("a", "b.c"));
    private final Sample plain = new Sample(1, 5, names, new double[] {1, 2});
    private final Sample sample = new Sample(1, 5, names, new double[] {1, 2}, TWO);

    @Test
    void standInASampleThatAnAgentSends() {
        assertThat(new String(SampleJson.write(List.of(sample)), StandardCharsets.UTF_8))
                .isEqualTo("{\"schema\":1,\"timestamp\":5,\"metrics\":{\"a\":1,\"b.c\":2},\"processes\":" + JSON + "}");
    }

    @Test
    void travelBehindTheValuesWhereOnlyThoseLookWhoWantThem() {
        byte[] bytes = new SampleRecord(sample, 6).encode();
        byte[] without = new SampleRecord(plain, 6).encode();

        assertThat(Arrays.copyOf(bytes, without.length)).isEqualTo(without);
        assertThat(SampleRecord.decode(bytes, new SeriesLists()).sample()).isEqualTo(plain);
        assertThat(SampleRecord.processes(bytes, 2)).isEqualTo(JSON);
        assertThat(SampleRecord.processes(without, 2)).isNull();
    }

    @Test
    void whatIsCutShortOrOfALaterVersionIsNone() {
        byte[] bytes = new SampleRecord(sample, 6).encode();
        int values = new SampleRecord(plain, 6).encode().length;
        for (int length = values; length < bytes.length; length++) {
            assertThat(SampleRecord.processes(Arrays.copyOf(bytes, length), 2)).isNull();
        }
        bytes[values] = 9;
        assertThat(SampleRecord.processes(bytes, 2)).isNull();
    }

    @Test
    void areLeftOutOfWhatIsSentLater() {
        assertThat(sample.withoutProcesses()).isEqualTo(plain);
        assertThat(plain.withoutProcesses()).isSameAs(plain);
        assertThat(sample).isNotEqualTo(plain);
    }

    @Test
    void namesAreFitToBeShown() {
        assertThat(TopProcesses.name("Web Content")).isEqualTo("Web Content");
        assertThat(TopProcesses.name("a\nb\u0000\u202ec\u2028")).isEqualTo("a?b??c?");
        assertThat(TopProcesses.name("")).isEqualTo("?");
        assertThat(TopProcesses.name("😀".repeat(40))).isEqualTo("😀".repeat(32));
        assertThat(TopProcesses.name("x" + "😀".repeat(40))).isEqualTo("x" + "😀".repeat(31));
        for (String each : List.of("a\nb", "", "x".repeat(65), "\ud800", "a\u202eb")) {
            assertThat(TopProcesses.isName(each)).isFalse();
            assertThat(TopProcesses.isName(TopProcesses.name(each))).isTrue();
        }
    }

    @Test
    void whatCannotBeIsRefused() {
        for (Runnable wrong : List.<Runnable>of(
                () -> new TopProcesses.Busy("a", 1, Double.NaN),
                () -> new TopProcesses.Busy("a", 1, -0.1),
                () -> new TopProcesses.Busy("a", -1, 1),
                () -> new TopProcesses.Busy("", 1, 1),
                () -> new TopProcesses.Large("a", 1, -1),
                () -> new TopProcesses.Large("a\n", 1, 1),
                () -> new TopProcesses(Collections.nCopies(6, new TopProcesses.Busy("a", 1, 1)), List.of()))) {
            assertThatIllegalArgumentException().isThrownBy(wrong::run);
        }
    }
}
