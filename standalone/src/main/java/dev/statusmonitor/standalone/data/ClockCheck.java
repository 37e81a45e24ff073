package dev.statusmonitor.standalone.data;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Whether the clock can be right. A wrong one would file samples under wrong hours for good. Without asking anybody,
 * one thing can be known: time does not run backwards.
 */
public final class ClockCheck {
    /** Daylight saving does not move this clock; a correction by NTP is smaller. */
    private static final Duration TOLERANCE = Duration.ofMinutes(30);

    private static final DateTimeFormatter SHOWN = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

    private ClockCheck() {}

    /**
     * Compares now with a moment that has certainly passed.
     *
     * @param what happened then, as the end of a sentence
     * @return a sentence, when the clock is wrong
     */
    public static Optional<String> behind(Instant now, Instant passed, String what) {
        if (!now.isBefore(passed.minus(TOLERANCE))) {
            return Optional.empty();
        }
        return Optional.of(
                "This machine's clock says %s UTC, but %s at %s UTC. Set the clock (timedatectl set-ntp true), or, if it is right now and was wrong then, start with --clock-is-right."
                        .formatted(shown(now), what, shown(passed)));
    }

    /**
     * Compares how far the clock went with how much time really passed.
     *
     * @return by how much it was moved, when that is worth a warning
     */
    public static Optional<Duration> moved(Duration clock, Duration passed) {
        Duration moved = clock.minus(passed);
        return moved.abs().compareTo(TOLERANCE) > 0 ? Optional.of(moved) : Optional.empty();
    }

    private static String shown(Instant instant) {
        return SHOWN.format(instant.truncatedTo(ChronoUnit.MINUTES).atOffset(ZoneOffset.UTC));
    }
}
