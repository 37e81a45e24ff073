package dev.statusmonitor.history.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.statusmonitor.contract.Sample;
import dev.statusmonitor.contract.SeriesList;
import dev.statusmonitor.history.store.HostSample;
import dev.statusmonitor.history.store.HostWindow;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class CopyBodyTest {
    private static final SeriesList ONE = SeriesList.of(List.of("system.uptime"));
    private static final SeriesList TWO =
            SeriesList.of(List.of("system.uptime", "system.filesystem.usage{system.filesystem.mountpoint=/ü\\,ß}"));

    private static HostSample sample(String host, long time, SeriesList list, double... values) {
        return new HostSample(host, new Sample(Sample.SCHEMA, time, list, values));
    }

    private static HostWindow window(SeriesList list, double min, double max, double sum, long count) {
        int size = list.size();
        var window = new HostWindow(
                "h1", 60_000, list, new double[size], new double[size], new double[size], new long[size]);
        Arrays.fill(window.mins(), min);
        Arrays.fill(window.maxs(), max);
        Arrays.fill(window.sums(), sum);
        Arrays.fill(window.counts(), count);
        return window;
    }

    private static final List<HostSample> SAMPLES = List.of(
            sample("h1", 1_763_912_100_000L, TWO, -0.0, Double.MIN_VALUE),
            sample("hôte 2", 1, ONE, Double.MAX_VALUE),
            sample("h1", 1_763_912_101_000L, TWO, 0.1, -1e300),
            sample("h1", 1_763_912_102_000L, SeriesList.of(List.of())));

    @Test
    void givesTheSamplesThatWerePutIn() {
        assertThat(CopyBody.samples(CopyBody.ofSamples(SAMPLES))).isEqualTo(SAMPLES);
        assertThat(CopyBody.samples(CopyBody.ofSamples(List.of()))).isEmpty();
    }

    @Test
    void givesTheWindowsThatWerePutIn() {
        var windows = List.of(
                window(TWO, -0.1, 3e9, Double.POSITIVE_INFINITY, 3_600),
                HostWindow.empty("h2", 0),
                window(ONE, 1, 2, 3, Long.MAX_VALUE));

        var read = CopyBody.windows(CopyBody.ofWindows(windows));

        assertThat(read)
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("series")
                .isEqualTo(windows);
        assertThat(read)
                .extracting(HostWindow::series)
                .containsExactlyElementsOf(
                        windows.stream().map(HostWindow::series).toList());
    }

    @Test
    void writesNamesOnce() {
        var hour = LongStream.range(0, 3_600)
                .mapToObj(second -> sample("h1", second, TWO, 1, 2))
                .toList();

        assertThat(CopyBody.ofSamples(hour)).hasSizeLessThan(3_600 * (2 + 2 + 8 + 4 + 2 * 8) + 200);
    }

    @Test
    void refusesABodyThatIsCutShortOrGoesOn() {
        byte[] whole = CopyBody.ofSamples(SAMPLES);

        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> CopyBody.samples(part)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> CopyBody.samples(Arrays.copyOf(whole, whole.length + 1)))
                .hasMessage("The body goes on after its last row.");
    }

    @Test
    void refusesWhatCannotBe() {
        byte[] windows = CopyBody.ofWindows(List.of(window(ONE, 1, 2, 3, 1)));

        refused(() -> CopyBody.samples(windows), "another kind");
        refused(() -> CopyBody.samples(CopyBody.ofSamples(List.of(sample("h1", 0, ONE, Double.NaN)))), "finite");
        refused(() -> CopyBody.samples(CopyBody.ofSamples(List.of(sample("", 0, ONE, 1)))), "no host");
        refused(() -> CopyBody.samples(CopyBody.ofSamples(List.of(sample("h".repeat(256), 0, ONE, 1)))), "no host");
        refused(
                () -> CopyBody.windows(CopyBody.ofWindows(List.of(window(ONE, Double.NEGATIVE_INFINITY, 2, 3, 1)))),
                "finite");
        refused(() -> CopyBody.windows(CopyBody.ofWindows(List.of(window(ONE, 1, 2, Double.NaN, 1)))), "sum");
        refused(() -> CopyBody.windows(CopyBody.ofWindows(List.of(window(ONE, 1, 2, 3, 0)))), "no values");
        refused(
                () -> CopyBody.samples(CopyBody.ofSamples(List.of(sample("h1", 0, SeriesList.of(List.of("a\nb")), 1)))),
                "metric name");
    }

    private static void refused(ThrowingCallable action, String why) {
        assertThatThrownBy(action).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(why);
    }

    /** Whatever comes, it is understood or refused, and takes no more memory than there are bytes. */
    @Test
    void isNotUpsetByDamage() {
        byte[] whole = CopyBody.ofSamples(SAMPLES);
        var random = new Random(20_251_129);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = whole.clone();
            for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                CopyBody.samples(damaged);
            } catch (IllegalArgumentException e) {
                refused++;
                assertThat(e.getMessage()).isNotBlank();
            }
        }
        assertThat(refused).isGreaterThan(5_000);
        assertThatThrownBy(() -> CopyBody.samples("no body at all".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
