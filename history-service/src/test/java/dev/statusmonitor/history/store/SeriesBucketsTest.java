package dev.statusmonitor.history.store;

import static dev.statusmonitor.history.store.TestSamples.buckets;
import static dev.statusmonitor.history.store.TestSamples.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.statusmonitor.contract.SeriesKey;
import dev.statusmonitor.contract.SeriesList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SeriesBucketsTest {
    private static final String UPTIME = "system.uptime";

    @Property
    void agreesWithAPlainRecomputation(
            @ForAll @Size(max = 200) List<@LongRange(min = -50_000, max = 150_000) Long> offsets,
            @ForAll @IntRange(min = 2, max = 30) int stepSeconds,
            @ForAll @DoubleRange(min = -1e9, max = 1e9) double scale) {
        var grid = new Grid(1_000_000, stepSeconds * 1000L, 10);
        var buckets = buckets(grid, UPTIME);
        int slot = buckets.slot(UPTIME);
        for (int i = 0; i < offsets.size(); i++) {
            int bucket = buckets.bucket(grid.start() + offsets.get(i));
            if (bucket >= 0) {
                buckets.add(slot, bucket, scale * i);
            }
        }

        var series = buckets.series().getFirst();
        for (int b = 0; b < grid.size(); b++) {
            long from = b * grid.step();
            double[] values = new double[offsets.size()];
            int n = 0;
            for (int i = 0; i < offsets.size(); i++) {
                if (offsets.get(i) >= from && offsets.get(i) < from + grid.step()) {
                    values[n++] = scale * i;
                }
            }
            var expected = java.util.Arrays.stream(values, 0, n).summaryStatistics();
            assertThat(series.count(b)).isEqualTo(n);
            if (n == 0) {
                assertThat(series.mean(b)).isNaN();
                assertThat(series.min(b)).isNaN();
            } else {
                assertThat(series.min(b)).isEqualTo(expected.getMin());
                assertThat(series.max(b)).isEqualTo(expected.getMax());
                assertThat(series.mean(b)).isCloseTo(expected.getAverage(), within(Math.abs(scale) * 1e-6));
            }
        }
    }

    @Property(tries = 200)
    void givesEverySecondItsSampleHoweverTheyJitter(
            @ForAll @LongRange(min = 0, max = 999) long phase, @ForAll @LongRange(min = 0, max = 100_000) long seed) {
        var random = new Random(seed);
        var buckets = buckets(seconds(1_000_000, 300), UPTIME);
        var filled = new int[300];
        for (int i = 0; i < 302; i++) {
            long time = 1_000_000 - 1000 + 1000L * i + phase + random.nextInt(-100, 101);
            int bucket = buckets.bucket(time);
            if (bucket >= 0) {
                filled[bucket]++;
                assertThat(time - (1_000_000 + 1000L * bucket)).isBetween(-250L, 1250L);
            }
        }

        // At the ends a sample may lie just outside of the range.
        for (int i = 2; i < 298; i++) {
            assertThat(filled[i]).as("second " + i).isEqualTo(1);
        }
    }

    @Test
    void keepsGapsOfWholeSeconds() {
        var buckets = buckets(seconds(1_000_000, 10), UPTIME);

        assertThat(buckets.bucket(1_000_999)).isZero();
        assertThat(buckets.bucket(1_004_001)).isEqualTo(3);
        assertThat(buckets.bucket(1_007_002)).isEqualTo(6);
        assertThat(buckets.bucket(1_010_000)).isEqualTo(-1);
        assertThat(buckets.bucket(999_999)).isEqualTo(-1);
        assertThat(buckets.bucket(1_002_500)).isEqualTo(2);
    }

    @Test
    void takesOnlyWhatIsWanted() {
        var buckets = buckets(seconds(0, 1), UPTIME, "system.cpu.utilization{cpu.mode=user}", "system.network.io.rate");
        var columns = buckets.columns(SeriesList.of(List.of(
                "system.cpu.utilization{cpu.mode=idle}",
                "system.cpu.utilization{cpu.mode=user}",
                "system.network.io.rate{network.interface.name=eth0,network.io.direction=receive}",
                "system.network.io.rates",
                UPTIME)));

        assertThat(columns.positions()).containsExactly(1, 2, 4);
        assertThat(columns.slots()).containsExactly(0, 1, 2);
    }

    @Test
    void joinsWhatWasReducedBefore() {
        var buckets = buckets(new Grid(0, 60_000, 1), UPTIME);
        int slot = buckets.slot(UPTIME);
        buckets.add(slot, 0, 1, 5, 9, 3);
        buckets.add(slot, 0, 7.0);
        buckets.add(slot, 0, 0, 0, 0, 0);

        var series = buckets.series().getFirst();
        assertThat(series.count(0)).isEqualTo(4);
        assertThat(series.mean(0)).isEqualTo(4);
        assertThat(series.min(0)).isEqualTo(1);
        assertThat(series.max(0)).isEqualTo(7);
    }

    @Test
    void refusesMoreThanItMayHold() {
        var buckets = new SeriesBuckets(
                seconds(0, 100),
                new SeriesWanted(List.of(SeriesKey.of(UPTIME), SeriesKey.of("system.memory.limit"))),
                true,
                150);
        buckets.slot(UPTIME);

        assertThatThrownBy(() -> buckets.slot("system.memory.limit")).isInstanceOf(AnswerTooLargeException.class);
    }
}
