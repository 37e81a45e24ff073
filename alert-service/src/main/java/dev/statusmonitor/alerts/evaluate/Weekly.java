package dev.statusmonitor.alerts.evaluate;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;

/**
 * A window that comes back each week at the same time by the clocks of a zone, whatever these do: where summer time
 * begins or ends in between, it is an hour earlier or later by UTC. Immutable.
 *
 * <p>A beginning that clocks skip is the moment at which they do, an end that they skip is as much later. Of a time that
 * they show twice, the first is the beginning and the second is the end: in doubt it lasts longer.
 *
 * @param start when it begins for the first time, by the zone's clocks
 * @param stop when it is over for the first time, not included; at most a week later
 */
public record Weekly(LocalDateTime start, LocalDateTime stop, ZoneId zone) {
    private static final Duration WEEK = Duration.ofDays(7);

    public Weekly {
        if (!fits(start, stop)) {
            throw new IllegalArgumentException("a window of " + Duration.between(start, stop) + " each week");
        }
    }

    /**
     * From the first window.
     *
     * @param start Unix time in milliseconds, {@code stop} the same
     * @throws IllegalArgumentException where it ends before it begins, or lasts longer than a week
     */
    public static Weekly from(long start, long stop, ZoneId zone) {
        return new Weekly(local(start, zone), local(stop, zone), zone);
    }

    /** Whether such a window can come back each week. */
    public static boolean fits(long start, long stop, ZoneId zone) {
        return fits(local(start, zone), local(stop, zone));
    }

    private static boolean fits(LocalDateTime start, LocalDateTime stop) {
        return stop.isAfter(start) && !stop.isAfter(start.plus(WEEK));
    }

    private static LocalDateTime local(long millis, ZoneId zone) {
        return LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), zone);
    }

    /**
     * One of its windows.
     *
     * @param start Unix time in milliseconds; {@code stop} the same, not included
     */
    public record Window(long start, long stop) {}

    /** The window that lies {@code weeks} after the first. */
    Window window(long weeks) {
        return new Window(begins(start.plusWeeks(weeks)), ends(stop.plusWeeks(weeks)));
    }

    private long begins(LocalDateTime time) {
        ZoneOffsetTransition change = zone.getRules().getTransition(time);
        return (change != null && change.isGap()
                        ? change.getInstant()
                        : ZonedDateTime.of(time, zone)
                                .withEarlierOffsetAtOverlap()
                                .toInstant())
                .toEpochMilli();
    }

    private long ends(LocalDateTime time) {
        return ZonedDateTime.of(time, zone)
                .withLaterOffsetAtOverlap()
                .toInstant()
                .toEpochMilli();
    }

    /** The first window that is not over at this time: the one that it lies in, or the next. */
    public Window next(long time) {
        // A week off by what a clock change can shift, and never before the first.
        long weeks = Math.max(0, ChronoUnit.WEEKS.between(stop, local(time, zone)) - 1);
        Window window = window(weeks);
        while (window.stop <= time) {
            window = window(++weeks);
        }
        return window;
    }

    boolean covers(long time) {
        return next(time).start <= time;
    }
}
