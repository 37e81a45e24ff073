package dev.statusmonitor.agent.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.contract.Sample;
import dev.statusmonitor.contract.SeriesList;
import dev.statusmonitor.contract.TopProcesses;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SampleQueueTest {
    private static final SeriesList NAMES = SeriesList.of(List.of("system.uptime"));
    private static final long START = 1_763_912_176_000L;

    private long nanos;
    private long wall = START;
    private final PlatformClock clock = new PlatformClock(() -> nanos, () -> wall);
    private final SampleQueue queue = new SampleQueue(clock, 5);

    private void put(int... seconds) {
        for (int second : seconds) {
            queue.put(clock.read().era(), START + second * 1_000L, NAMES, new double[] {second});
        }
    }

    private void learn(long ahead) {
        clock.learn(wall + ahead, clock.read());
    }

    private static List<Integer> seconds(List<Sample> samples) {
        return samples.stream().map(sample -> (int) sample.values()[0]).toList();
    }

    @Test
    void givesNothingBeforeTheClockIsProved() {
        put(1, 2);

        assertThat(queue.takeNewest()).isNull();
        assertThat(queue.takeOldest(10, 1_000_000)).isEmpty();
        assertThat(queue.size()).isEqualTo(2);
    }

    @Test
    void stampsWhatWaitedByThePlatformsClock() {
        put(1, 2);
        learn(3_600_000);
        put(3);

        assertThat(queue.takeOldest(10, 1_000_000).stream().map(Sample::timestamp))
                .containsExactly(START + 3_601_000, START + 3_602_000, START + 3_603_000);
    }

    @Test
    void givesTheNewestFirstThenTheBacklogFromItsOldest() {
        learn(0);
        put(1, 2, 3, 4);

        assertThat(queue.takeNewest())
                .isNotNull()
                .extracting(s -> s.values()[0])
                .isEqualTo(4.0);
        assertThat(queue.takeNewest()).isNull();
        assertThat(seconds(queue.takeOldest(2, 1_000_000))).containsExactly(1, 2);
        assertThat(seconds(queue.takeOldest(2, 1_000_000))).containsExactly(3);
        assertThat(queue.size()).isZero();
    }

    @Test
    void onlyTheNewestSaysWhichProcessesStandOut() {
        var processes = new TopProcesses(List.of(), List.of(new TopProcesses.Large("java", 1, 2)));
        learn(0);
        for (int second = 1; second <= 3; second++) {
            queue.put(clock.read().era(), START + second * 1_000L, NAMES, new double[] {second}, processes);
        }

        Sample newest = queue.takeNewest();
        assertThat(newest).isNotNull().extracting(Sample::processes).isEqualTo(processes);
        assertThat(queue.takeOldest(10, 1_000_000))
                .extracting(Sample::processes)
                .containsExactly(null, null);

        queue.giveBack(List.of(newest));
        assertThat(queue.takeNewest()).isEqualTo(newest);
        queue.giveBack(List.of(newest));
        put(4);
        assertThat(queue.takeNewest()).extracting(Sample::processes).isNull();
        assertThat(queue.takeOldest(10, 1_000_000))
                .singleElement()
                .extracting(Sample::processes)
                .isNull();
    }

    @Test
    void theNewestIsTheNewestAgainAfterAFailure() {
        learn(0);
        put(1, 2);
        Sample newest = queue.takeNewest();
        assertThat(newest).isNotNull();
        queue.giveBack(List.of(newest));

        assertThat(queue.takeNewest()).isEqualTo(newest);
    }

    @Test
    void aFailedBacklogIsNoNews() {
        learn(0);
        put(1, 2, 3);
        assertThat(queue.takeNewest()).isNotNull();
        queue.giveBack(queue.takeOldest(2, 1_000_000));

        assertThat(queue.takeNewest()).isNull();
        assertThat(seconds(queue.takeOldest(9, 1_000_000))).containsExactly(1, 2);
    }

    @Test
    void dropsTheOldestWhenFullAndCountsIt() {
        learn(0);
        put(1, 2, 3, 4, 5, 6, 7);

        assertThat(queue.size()).isEqualTo(5);
        assertThat(queue.dropped()).isEqualTo(2);
        assertThat(seconds(queue.takeOldest(9, 1_000_000))).containsExactly(3, 4, 5, 6, 7);
    }

    @Test
    void dropsTheOldestAlsoBeforeTheClockIsProvedAndWhenGivenBack() {
        put(1, 2, 3, 4, 5, 6);
        assertThat(queue.dropped()).isEqualTo(1);

        learn(0);
        List<Sample> taken = queue.takeOldest(3, 1_000_000);
        put(7, 8, 9);
        queue.giveBack(taken);

        assertThat(queue.dropped()).isEqualTo(4);
        assertThat(seconds(queue.takeOldest(9, 1_000_000))).containsExactly(5, 6, 7, 8, 9);
    }

    @Test
    void keepsABatchWithinItsBytesButTakesOneInAnyCase() {
        learn(0);
        put(1, 2, 3);
        int one = (int) SampleQueue.estimatedBytes(new Sample(1, 0, NAMES, new double[1]));

        assertThat(queue.takeOldest(9, 2 * one)).hasSize(2);
        assertThat(queue.takeOldest(9, 1)).hasSize(1);
    }

    @Test
    void dropsWhatAnEraLeftThatNobodyCompared() {
        put(1, 2);
        wall += 3_600_000;
        clock.read();
        put(3_601);
        learn(0);

        assertThat(seconds(queue.takeOldest(9, 1_000_000))).containsExactly(3_601);
        assertThat(queue.dropped()).isEqualTo(2);
    }

    @Test
    void neverGivesTwoSamplesOneTimestamp() {
        learn(5_000);
        put(1, 2, 3);
        // The clock is set right, which repeats some seconds by the platform's clock.
        wall += 3_000;
        clock.read();
        put(4, 5, 6, 7);
        learn(2_100);

        List<Sample> all = queue.takeOldest(9, 1_000_000);
        var stamps = new ArrayList<>(all.stream().map(Sample::timestamp).toList());
        assertThat(stamps).doesNotHaveDuplicates().isSorted();
        assertThat(queue.dropped() + all.size()).isEqualTo(7);
    }

    @Property(tries = 200)
    void accountsForEverySample(@ForAll long seed) {
        var random = new Random(seed);
        long[] time = {0, START};
        var ticking = new PlatformClock(() -> time[0], () -> time[1]);
        var full = new SampleQueue(ticking, 20);
        int put = 0;
        int acknowledged = 0;
        var stamps = new HashSet<Long>();
        for (int i = 0; i < 300; i++) {
            time[0] += 1_000_000_000L;
            time[1] += 1_000;
            if (random.nextInt(40) == 0) {
                time[1] += random.nextInt(-20_000, 20_000);
            }
            int era = ticking.read().era();
            full.put(era, time[1] / 1_000 * 1_000, NAMES, new double[] {i});
            put++;
            if (random.nextInt(3) == 0) {
                ticking.learn(time[1] + random.nextInt(-4_000, 4_000), ticking.read());
            }
            var taken = new ArrayList<Sample>();
            Sample newest = full.takeNewest();
            if (newest != null) {
                taken.add(newest);
            }
            taken.addAll(full.takeOldest(random.nextInt(4), 1_000_000));
            if (random.nextBoolean()) {
                full.giveBack(taken);
            } else {
                acknowledged += taken.size();
                taken.forEach(
                        sample -> assertThat(stamps.add(sample.timestamp())).isTrue());
            }
            assertThat(full.size()).isLessThanOrEqualTo(20);
            assertThat(acknowledged + full.dropped() + full.size()).isEqualTo(put);
        }
    }
}
