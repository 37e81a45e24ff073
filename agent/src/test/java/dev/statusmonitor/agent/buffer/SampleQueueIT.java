package dev.statusmonitor.agent.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.statusmonitor.contract.Sample;
import dev.statusmonitor.contract.SeriesList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The queue over a real disk, and what is left of it when its process is killed. */
class SampleQueueIT {
    private static final SeriesList NAMES = SeriesList.of(List.of("system.uptime"));
    private static final long START = 1_763_912_176_000L;

    @TempDir
    Path temporary;

    private long second;
    private long wallError;

    /** One process. */
    private final class Run implements AutoCloseable {
        final PlatformClock clock =
                new PlatformClock(() -> second * 1_000_000_000L, () -> START + second * 1_000 + wallError);
        final Backlog backlog;
        final SampleQueue queue;

        Run() throws IOException {
            backlog = new Backlog(temporary.resolve("buffer"), 64 << 20, Duration.ofHours(23));
            backlog.open("h1");
            queue = new SampleQueue(clock, 20, backlog, Runnable::run);
        }

        Run proved() {
            clock.learn(START + second * 1_000, clock.read());
            return this;
        }

        void put() {
            second++;
            queue.put(clock.read().era(), START + second * 1_000 + wallError, NAMES, new double[] {second});
        }

        void put(int count) {
            for (int i = 0; i < count; i++) {
                put();
            }
        }

        List<Integer> drain() {
            var all = new ArrayList<Integer>();
            while (true) {
                List<Sample> some = queue.takeOldest(60, 1 << 20);
                if (some.isEmpty()) {
                    return all;
                }
                some.forEach(sample -> all.add((int) sample.values()[0]));
                queue.settled(some);
            }
        }

        /** What kill -9 does, as far as it can be had within a process: nothing is saved. */
        @Override
        public void close() {
            backlog.close();
        }
    }

    private static List<Integer> range(int from, int to) {
        return java.util.stream.IntStream.rangeClosed(from, to).boxed().toList();
    }

    @Test
    void nothingIsWrittenWhileAllIsWell() throws IOException {
        try (Run run = new Run().proved()) {
            for (int i = 0; i < 50; i++) {
                run.put();
                Sample newest = run.queue.takeNewest();
                assertThat(newest).isNotNull();
                run.queue.settled(List.of(newest));
            }
        }
        assertThat(temporary.resolve("buffer")).doesNotExist();
    }

    @Test
    void killedItLosesTheLastSecondAtMost() throws IOException {
        try (Run run = new Run().proved()) {
            run.put(500);
        }
        try (Run run = new Run().proved()) {
            assertThat(run.queue.size()).isEqualTo(499);
            run.put();
            Sample newest = run.queue.takeNewest();
            assertThat(newest)
                    .isNotNull()
                    .extracting(sample -> sample.values()[0])
                    .isEqualTo(501.0);
            run.queue.settled(List.of(newest));
            assertThat(run.drain()).isEqualTo(range(1, 499));
            assertThat(run.queue.dropped()).isZero();
        }
    }

    @Test
    void whatIsOnItsWayIsKeptToo() throws IOException {
        try (Run run = new Run().proved()) {
            run.put();
            // The platform hangs, and does not answer.
            assertThat(run.queue.takeNewest()).isNotNull();
            run.put(3);
        }
        try (Run run = new Run().proved()) {
            assertThat(run.drain()).containsExactly(1, 2, 3);
        }
    }

    @Test
    void askedToEndItLosesNothing() throws Exception {
        try (Run run = new Run().proved()) {
            run.put(3);
            run.queue.save();
        }
        try (Run run = new Run().proved()) {
            assertThat(run.drain()).containsExactly(1, 2, 3);
        }
    }

    @Test
    void whatWasSentAheadIsNotSentAgain() throws IOException {
        try (Run run = new Run().proved()) {
            run.put(5);
            Sample newest = run.queue.takeNewest();
            assertThat(newest).isNotNull();
            // It comes to lie on disk while it is on its way.
            run.put();
            run.queue.settled(List.of(newest));

            assertThat(run.drain()).containsExactly(1, 2, 3, 4, 6);
            assertThat(run.queue.size()).isZero();
        }
    }

    @Test
    void stampsLaterWhatAKilledProcessCouldNotStamp() throws IOException {
        wallError = -7_200_000;
        try (Run run = new Run()) {
            run.put(10);
        }
        try (Run run = new Run()) {
            run.put(5);
        }
        try (Run run = new Run().proved()) {
            var all = new ArrayList<Long>();
            for (List<Sample> some = run.queue.takeOldest(60, 1 << 20);
                    !some.isEmpty();
                    some = run.queue.takeOldest(60, 1 << 20)) {
                some.forEach(sample -> all.add(sample.timestamp() - 1_000 * (long) sample.values()[0]));
                run.queue.settled(some);
            }
            assertThat(all).hasSize(13).containsOnly(START);
        }
    }

    @Test
    void whatNobodyCanStampAnyMoreIsDroppedAndCounted() throws IOException {
        wallError = -7_200_000;
        try (Run run = new Run()) {
            run.put(10);
        }
        // Somebody set the clock while no process saw it.
        wallError = 0;
        try (Run run = new Run().proved()) {
            run.put();
            assertThat(run.drain()).containsExactly(11);
            assertThat(run.queue.dropped()).isEqualTo(9);
        }
    }

    @Test
    void waitsInMemoryWhereTheDiskTakesNothing() throws IOException {
        Files.writeString(temporary.resolve("buffer"), "a file where the folder should be");
        try (Run run = new Run().proved()) {
            run.put(30);
            assertThat(run.queue.onDisk()).isZero();
            assertThat(run.queue.dropped()).isEqualTo(10);
            assertThat(run.drain()).isEqualTo(range(11, 30));
        }
    }

    /** Sends, fails and is killed at random: what was measured arrives, but for the last second of each life. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void losesNothingElse(long seed) throws IOException {
        var random = new Random(seed);
        var measured = new HashSet<Integer>();
        var acknowledged = new HashSet<Integer>();
        int kills = 0;
        for (int life = 0; life < 8; life++) {
            try (Run run = new Run()) {
                boolean up = random.nextBoolean();
                int seconds = random.nextInt(1, 400);
                for (int i = 0; i < seconds; i++) {
                    run.put();
                    measured.add((int) second);
                    if (random.nextInt(60) == 0) {
                        up = !up;
                    }
                    if (up) {
                        run.proved();
                    }
                    send(run, up, random, acknowledged);
                }
                kills++;
            }
        }
        try (Run run = new Run().proved()) {
            acknowledged.addAll(run.drain());
            assertThat(run.queue.dropped()).isZero();
        }
        measured.removeAll(acknowledged);
        assertThat(measured).hasSizeLessThanOrEqualTo(kills);
    }

    private static void send(Run run, boolean up, Random random, Set<Integer> acknowledged) {
        @Nullable Sample newest = run.queue.takeNewest();
        if (newest != null) {
            settle(run, List.of(newest), up, acknowledged);
        }
        if (random.nextInt(3) == 0) {
            List<Sample> oldest = run.queue.takeOldest(random.nextInt(1, 60), 1 << 20);
            if (!oldest.isEmpty()) {
                settle(run, oldest, up && random.nextInt(5) > 0, acknowledged);
            }
        }
    }

    private static void settle(Run run, List<Sample> samples, boolean up, Set<Integer> acknowledged) {
        if (up) {
            samples.forEach(sample -> acknowledged.add((int) sample.values()[0]));
            run.queue.settled(samples);
        } else {
            run.queue.giveBack(samples);
        }
    }
}
