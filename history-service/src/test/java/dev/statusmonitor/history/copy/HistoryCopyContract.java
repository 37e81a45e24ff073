package dev.statusmonitor.history.copy;

import static dev.statusmonitor.history.store.TestSamples.sample;
import static dev.statusmonitor.history.store.TestSamples.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.statusmonitor.contract.SeriesList;
import dev.statusmonitor.history.store.HostSample;
import dev.statusmonitor.history.store.HostWindow;
import dev.statusmonitor.history.store.PlainRollUp;
import dev.statusmonitor.history.store.StoreException;
import dev.statusmonitor.history.store.Tier;
import dev.statusmonitor.history.store.TierRange;
import dev.statusmonitor.history.store.TieredStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a copy promises, from any store to any other. */
abstract class HistoryCopyContract extends CopiedStores {
    HistoryCopyContract(TestStore from, TestStore to) {
        super(from, to);
    }

    private static final String UPTIME = "system.uptime";
    private static final String PROCESSES = "system.process.count";
    private static final long MINUTE = Tier.MINUTE.step();
    private static final long HOUR = Tier.HOUR.step();
    private static final long DAY = 24 * HOUR;

    @Test
    void everyRangeAnswersTheSameAlsoAfterASecondCopyAndANewStart() {
        generated().fill(source, HOSTS);
        var expected = Answers.of(source, clock, HOSTS);

        assertThat(copy().hosts()).isEqualTo(HOSTS);
        Answers.areTheSame(Answers.of(target, clock, HOSTS), expected);
        long counted = counted();

        copy();
        Answers.areTheSame(Answers.of(target, clock, HOSTS), expected);
        assertThat(counted()).isEqualTo(counted);

        // A store that looks after a start whether all is as it should be finds it so.
        target.close();
        target = named(to()).openTarget(clock);
        target.rollUp().run();
        target.rollUp().run();
        Answers.areTheSame(Answers.of(target, clock, HOSTS), expected);
    }

    private long counted() {
        return target.reader()
                .count("host-0", now.toEpochMilli() - 2 * DAY, now.toEpochMilli() + DAY, soon())
                .count();
    }

    /** The platform changed the store some hours ago, in the middle of a minute, and samples of before came late to the other. */
    @Test
    void makesWindowsOfWhatBothHave() {
        long hour = Tier.HOUR.window(now.toEpochMilli()) - 5 * HOUR;
        long changed = hour + 23 * MINUTE + 17_000;
        var all = new PlainRollUp();
        var before = samples(hour - HOUR, changed);
        source.writer().write(before);
        source.rollUp().run();
        var after = samples(changed - 5_000, hour + 2 * HOUR);
        // Some that the first did not get any more.
        after.addAll(samples(hour + 10 * MINUTE + 500, hour + 11 * MINUTE));
        target.writer().write(after);
        target.rollUp().run();
        all.add(before).add(after);

        copy();
        agrees(all);
        copy();
        agrees(all);
        target.close();
        target = named(to()).openTarget(clock);
        target.rollUp().run();
        agrees(all);
        assertThat(target.reader()
                        .count("h1", hour - HOUR, hour + 2 * HOUR, soon())
                        .count())
                .isEqualTo(all.count("h1", 0));
    }

    private static List<HostSample> samples(long start, long stop) {
        var samples = new ArrayList<HostSample>();
        for (long time = start; time < stop; time += 1000) {
            samples.add(sample("h1", time, Map.of(UPTIME, time % 1_000_003 / 1e3, PROCESSES, time / 1000.0 % 17)));
        }
        return samples;
    }

    private void agrees(PlainRollUp all) {
        for (Tier tier : List.of(Tier.MINUTE, Tier.HOUR)) {
            long from = tier.window(now.toEpochMilli() - 7 * HOUR);
            var found = windows(target, tier, from, tier.window(now.toEpochMilli()));
            for (String name : List.of(UPTIME, PROCESSES)) {
                var expected = all.windows("h1", tier, name);
                assertThat(found.keySet()).isEqualTo(expected.keySet());
                expected.forEach((start, right) -> {
                    HostWindow window = Objects.requireNonNull(found.get(start));
                    int at = window.series().indexOf(name);
                    assertThat(window.counts()[at])
                            .as("%s %s", tier, start - from)
                            .isEqualTo(right.count());
                    assertThat(window.mins()[at]).isEqualTo(right.min());
                    assertThat(window.maxs()[at]).isEqualTo(right.max());
                    assertThat(Math.abs(window.sums()[at] / right.count() - right.mean()))
                            .isLessThan(1e-9);
                });
            }
        }
    }

    private static NavigableMap<Long, HostWindow> windows(TieredStore store, Tier tier, long start, long stop) {
        var found = new TreeMap<Long, HostWindow>();
        store.source().windows("h1", new TierRange(tier, start, stop), window -> found.put(window.start(), window));
        return found;
    }

    /**
     * The platform changed the store days ago, so that no samples of then are left: minutes are taken from whom has more
     * of them, and the hour of the change is made of the minutes of both.
     */
    @Test
    void makesTheHourOfTheChangeOfTheMinutesOfBoth() {
        long hour = Tier.HOUR.window(now.toEpochMilli() - 3 * DAY);
        // The first came to 20 minutes and a third of one, and did not come to make the hour.
        for (int i = 0; i < 20; i++) {
            source.windows().write(Tier.MINUTE, List.of(window(hour + i * MINUTE, 60, 10 + i)));
        }
        source.windows().write(Tier.MINUTE, List.of(window(hour + 20 * MINUTE, 20, 50)));
        source.windows().write(Tier.HOUR, List.of(window(hour - HOUR, 3600, 3)));
        // The other has the rest, and of the hour before what came late.
        target.windows().merge(Tier.MINUTE, List.of(window(hour + 20 * MINUTE, 40, 60)));
        for (int i = 21; i < 60; i++) {
            target.windows().merge(Tier.MINUTE, List.of(window(hour + i * MINUTE, 60, 10 + i)));
        }
        target.windows().merge(Tier.HOUR, List.of(window(hour, 40 + 39 * 60, 69)));
        target.windows().merge(Tier.HOUR, List.of(window(hour - HOUR, 2, 100)));
        target.windows().merge(Tier.HOUR, List.of(window(hour + HOUR, 3600, 7)));

        for (int times = 0; times < 2; times++) {
            copy();

            var minutes = windows(target, Tier.MINUTE, hour, hour + HOUR);
            assertThat(minutes).hasSize(60);
            assertThat(at(minutes, hour + 3 * MINUTE).maxs()).containsExactly(13);
            // Of a minute whose samples are gone the larger part is all there is.
            assertThat(at(minutes, hour + 20 * MINUTE).counts()).containsExactly(40);
            var hours = windows(target, Tier.HOUR, hour - HOUR, hour + 2 * HOUR);
            assertThat(at(hours, hour - HOUR).counts()).containsExactly(3600);
            assertThat(at(hours, hour).counts()).containsExactly(59 * 60 + 40);
            assertThat(at(hours, hour).maxs()).containsExactly(69);
            assertThat(at(hours, hour).mins()).containsExactly(-69);
            assertThat(at(hours, hour).sums()).containsExactly(2.0 * (59 * 60 + 40));
            assertThat(at(hours, hour + HOUR).counts()).containsExactly(3600);
        }
    }

    private static HostWindow at(Map<Long, HostWindow> windows, long start) {
        return Objects.requireNonNull(windows.get(start), "no window");
    }

    /** A window of values between minus {@code most} and it, 2 in the mean. */
    private static HostWindow window(long start, long count, double most) {
        return new HostWindow(
                "h1",
                start,
                SeriesList.of(List.of(UPTIME)),
                new double[] {-most},
                new double[] {most},
                new double[] {2.0 * count},
                new long[] {count});
    }

    @Test
    void goesOnByItselfWhenAStoreFailsForATime() {
        source.writer().write(samples(now.toEpochMilli() - HOUR, now.toEpochMilli() - HOUR + 5_000));
        var progress = new Waits(true);
        assertThat(copy(source, progress, Duration.ofMillis(1))).isEqualTo(new HistoryCopy.Copied(1, 5, 0));
        // A busy store may have been waited for as well.
        assertThat(progress.waited).containsOnlyOnce("It is away.");
        assertThat(target.reader().count("h1", 0, now.toEpochMilli(), soon()).count())
                .isEqualTo(5);
    }

    @Test
    void givesUpWhereAStoreStaysAway() {
        source.writer().write(samples(now.toEpochMilli() - HOUR, now.toEpochMilli() - HOUR + 5_000));
        target.close();

        var progress = new Waits(false);
        assertThatThrownBy(() -> copy(source, progress, Duration.ofMillis(1))).isInstanceOf(StoreException.class);
        assertThat(progress.waited).isNotEmpty();
    }

    /** Notes what was waited for; a store may fail once while samples are copied. */
    private static final class Waits implements CopyProgress {
        private final List<String> waited = new ArrayList<>();
        private boolean fails;

        Waits(boolean fails) {
            this.fails = fails;
        }

        @Override
        public void at(String host, int number, int hosts, Tier tier, double done) {
            if (fails) {
                fails = false;
                throw new StoreException("It is away.", null);
            }
        }

        @Override
        public void waits(String why) {
            waited.add(why);
        }
    }
}
