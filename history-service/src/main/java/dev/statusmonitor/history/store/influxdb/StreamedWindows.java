package dev.statusmonitor.history.store.influxdb;

import dev.statusmonitor.history.store.FreshMinutes;
import dev.statusmonitor.history.store.FreshMinutes.Taken;
import dev.statusmonitor.history.store.HostSample;
import dev.statusmonitor.history.store.Tier;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes windows of samples as they pass on to InfluxDB, where all of a window came through here. So InfluxDB does not
 * read again what it was just given, which is most of what its own tasks cost.
 */
final class StreamedWindows implements WindowMaker {
    /**
     * How long after its end a minute is left to those who store its samples, of whom this is one. What comes later
     * than that is made by whoever checks it, of what is in InfluxDB, and costs as much as a task would have.
     */
    private static final Duration SETTLE = Duration.ofSeconds(90);

    private final InfluxDb influxDb;
    private final InfluxDbWindowWriter writer;
    private final Clock clock;
    private final FreshMinutes minutes;
    private final FreshHours hours;

    /** What was taken and is not written yet, of minutes and of hours. */
    private final List<Taken> ofMinutes = new ArrayList<>();

    private final List<Taken> ofHours = new ArrayList<>();
    private boolean tasksRemoved;

    StreamedWindows(InfluxDb influxDb, InfluxDbWindowWriter writer, Clock clock) {
        this.influxDb = influxDb;
        this.writer = writer;
        this.clock = clock;
        this.minutes = new FreshMinutes(clock.millis());
        this.hours = new FreshHours(minutes.clear(clock.millis()));
    }

    @Override
    public void stored(List<HostSample> samples) {
        minutes.add(samples, clock.millis());
    }

    @Override
    public void clear() {
        hours.clear(minutes.clear(clock.millis()));
    }

    @Override
    public long make(Tier tier, long limit, long now) {
        if (!tasksRemoved) {
            RollUpTasks.remove(influxDb);
            tasksRemoved = true;
        }
        if (tier == Tier.MINUTE) {
            for (Taken each : minutes.takeEnded(now)) {
                ofMinutes.add(each);
                hours.add(each);
            }
            write(tier, ofMinutes);
            return minutes.settle(tier.window(Math.min(limit, now - SETTLE.toMillis())));
        }
        // All minutes of these hours have been taken.
        long until = tier.window(limit);
        ofHours.addAll(hours.takeBefore(until));
        write(tier, ofHours);
        return until;
    }

    private void write(Tier tier, List<Taken> windows) {
        writer.writeMade(tier, windows);
        windows.clear();
    }

    @Override
    public Optional<String> complaint() {
        return Optional.empty();
    }
}
