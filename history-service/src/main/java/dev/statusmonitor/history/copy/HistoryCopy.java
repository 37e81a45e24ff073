package dev.statusmonitor.history.copy;

import dev.statusmonitor.history.store.HostWindow;
import dev.statusmonitor.history.store.StoreException;
import dev.statusmonitor.history.store.Tier;
import dev.statusmonitor.history.store.TierRange;
import dev.statusmonitor.history.store.TieredStore;
import dev.statusmonitor.history.store.TookTooLongException;
import dev.statusmonitor.history.store.WindowMerge;
import dev.statusmonitor.history.store.WindowSums;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Copies all that one store shows of the past to another, which may take samples meanwhile; the first must not. Host by
 * host: what of its samples is still shown, a whole hour further back than that; then of the time before these its
 * minutes and its hours.
 *
 * <p>Nothing of the other store is replaced by less. Samples that both have are the same. Windows of the time of the
 * copied samples are made by the other store, of those samples and its own, as windows of late samples are. Of older
 * windows that of more values stays ({@link dev.statusmonitor.history.store.WindowWriter#merge}), and an hour of which
 * both had a part, the one in which the platform changed the store, is made of the minutes of both. So the copy may be
 * broken off anywhere and begun again, and twice is as once.
 */
public final class HistoryCopy {
    private static final long HOUR = Tier.HOUR.step();
    private static final long DAY = 24 * HOUR;
    /** No timestamp is further ahead. */
    private static final long AHEAD = 2 * HOUR;
    /** How far back samples are copied at most: the first hour of those that are shown is then whole. */
    private static final Duration SAMPLES = Tier.RAW.shown().plusHours(1);
    /** Samples that expire while they are read must not leave a window with a part. */
    private static final Duration MARGIN = Duration.ofMinutes(30);

    private static final int TRIES = 10;

    private final TieredStore source;
    private final CopyTarget target;
    private final CopiedHosts done;
    private final CopyProgress progress;
    private final Clock clock;
    private final Duration pause;
    private long samples;
    private long windows;

    /**
     * @param done which hosts were copied before
     * @param pause before a store that did not do what it was asked is asked again
     */
    public HistoryCopy(
            TieredStore source,
            CopyTarget target,
            CopiedHosts done,
            CopyProgress progress,
            Clock clock,
            Duration pause) {
        this.source = source;
        this.target = target;
        this.done = done;
        this.progress = progress;
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * What was copied.
     *
     * @param hosts with those that were copied before
     * @param samples of this time alone; some may have been there already
     * @param windows of this time alone
     */
    public record Copied(int hosts, long samples, long windows) {}

    /**
     * Returns when the other store has all, its windows made.
     *
     * @throws StoreException where one of the stores cannot be used, also after some time; begun again, it goes on
     *     with the host at which it was
     */
    public Copied run() {
        List<String> hosts = List.copyOf(new TreeSet<>(source.source().hosts()));
        patiently(target::check);
        try (var rollingUp = RollingUp.start(target::rollUp)) {
            for (int i = 0; i < hosts.size(); i++) {
                String host = hosts.get(i);
                if (!done.contains(host)) {
                    var at = new Position(host, i, hosts.size());
                    rollingUp.check();
                    patiently(() -> copy(at));
                    done.add(host);
                    samples += at.samples;
                    windows += at.windows;
                }
            }
            patiently(rollingUp::finish);
        }
        done.forget();
        return new Copied(hosts.size(), samples, windows);
    }

    private void patiently(Runnable action) {
        for (int tries = 1; ; tries++) {
            try {
                action.run();
                return;
            } catch (StoreException | TookTooLongException e) {
                if (tries == TRIES || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                progress.waits(
                        e instanceof TookTooLongException
                                ? "A store did not answer in time."
                                : String.valueOf(e.getMessage()));
                sleep();
            }
        }
    }

    private void sleep() {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("Copying was interrupted.", e);
        }
    }

    /** Where copying is: a host, and how much of what there can be of it is done, counted in numbers. */
    private final class Position {
        private static final long ALL = 25 * 3_600 + 4 * (7 * 24 * 60 + 365 * 24);

        final String host;
        private final int index;
        private final int hosts;
        private long numbers;
        long samples;
        long windows;

        Position(String host, int index, int hosts) {
            this.host = host;
            this.index = index;
            this.hosts = hosts;
        }

        void begin() {
            numbers = 0;
            samples = 0;
            windows = 0;
        }

        void passed(Tier tier, long start, long stop) {
            numbers += (tier == Tier.RAW ? 1 : 4) * (stop - start) / tier.step();
            progress.at(host, index + 1, hosts, tier, (index + Math.min(1.0, (double) numbers / ALL)) / hosts);
        }
    }

    private void copy(Position at) {
        long now = clock.millis();
        long kept = Math.min(
                SAMPLES.toMillis(),
                Math.min(source.retention().toMillis(), target.retention().toMillis()) - MARGIN.toMillis());
        // The first whole hour of which all samples are there.
        long samplesFrom = Tier.HOUR.window(now - kept) + HOUR;
        at.begin();
        try (var batches = new Batches(target)) {
            samples(at, samplesFrom, now + AHEAD, batches);
            long minutesFrom = Tier.MINUTE.window(now - Tier.MINUTE.shown().toMillis());
            long hoursFrom = Tier.HOUR.window(now - Tier.HOUR.shown().toMillis());
            // Of these hours all minutes are there.
            long wholeFrom = Tier.HOUR.window(minutesFrom) + HOUR;
            var ofMinutes = new TreeMap<Long, WindowSums>();
            minutes(at, minutesFrom, samplesFrom, ofMinutes, batches);
            hours(at, hoursFrom, wholeFrom, batches);
            ofMinutes.headMap(wholeFrom).clear();
            lastHours(at, wholeFrom, samplesFrom, ofMinutes, batches);
        }
    }

    private void samples(Position at, long start, long stop, Batches batches) {
        for (long from = start; from < stop; from += HOUR) {
            long until = Math.min(stop, from + HOUR);
            source.source().samples(at.host, from, until, sample -> {
                at.samples++;
                batches.add(at.host, sample);
            });
            at.passed(Tier.RAW, from, until);
        }
        batches.flush(Tier.MINUTE);
    }

    private void minutes(Position at, long start, long stop, NavigableMap<Long, WindowSums> hours, Batches batches) {
        for (long from = start; from < stop; from += DAY) {
            long until = Math.min(stop, from + DAY);
            source.source().windows(at.host, new TierRange(Tier.MINUTE, from, until), window -> {
                at.windows++;
                hours.computeIfAbsent(Tier.HOUR.window(window.start()), hour -> new WindowSums())
                        .addWindow(window);
                batches.add(Tier.MINUTE, window);
            });
            at.passed(Tier.MINUTE, from, until);
        }
        batches.flush(Tier.MINUTE);
    }

    private void hours(Position at, long start, long stop, Batches batches) {
        for (long from = start; from < stop; from += 28 * DAY) {
            long until = Math.min(stop, from + 28 * DAY);
            source.source().windows(at.host, new TierRange(Tier.HOUR, from, until), window -> {
                at.windows++;
                batches.add(Tier.HOUR, window);
            });
            at.passed(Tier.HOUR, from, until);
        }
        batches.flush(Tier.HOUR);
    }

    /**
     * Hours of which the minutes are there as well. One that the first store did not come to make is made of its minutes,
     * and one that both stores have otherwise of the minutes of both, which the other has by now.
     */
    private void lastHours(
            Position at, long start, long stop, NavigableMap<Long, WindowSums> ofMinutes, Batches batches) {
        if (start >= stop) {
            return;
        }
        var range = new TierRange(Tier.HOUR, start, stop);
        var hours = new TreeMap<Long, HostWindow>();
        source.source().windows(at.host, range, window -> hours.put(window.start(), window));
        ofMinutes.forEach((hour, sums) -> {
            HostWindow made = sums.window(at.host, hour);
            if (made != null) {
                hours.merge(hour, made, WindowMerge::of);
            }
        });
        var there = new TreeMap<Long, HostWindow>();
        target.windows(at.host, range, window -> there.put(window.start(), window));
        hours.forEach((hour, window) -> {
            at.windows++;
            HostWindow other = there.get(hour);
            HostWindow best = window;
            if (other != null && !alike(window, other)) {
                HostWindow made = ofBoth(at.host, hour);
                best = made == null ? window : WindowMerge.of(window, made);
            }
            batches.add(Tier.HOUR, best);
        });
        at.passed(Tier.HOUR, start, stop);
        batches.flush(Tier.HOUR);
    }

    private @Nullable HostWindow ofBoth(String host, long hour) {
        var sums = new WindowSums();
        target.windows(host, new TierRange(Tier.MINUTE, hour, hour + HOUR), sums::addWindow);
        return sums.window(host, hour);
    }

    /** Whether they have the same series, each of as many values. */
    private static boolean alike(HostWindow one, HostWindow other) {
        if (one.series().size() != other.series().size()) {
            return false;
        }
        for (int i = 0; i < one.series().size(); i++) {
            int at = other.series().indexOf(one.series().names().get(i));
            if (at < 0 || one.counts()[i] != other.counts()[at]) {
                return false;
            }
        }
        return true;
    }
}
