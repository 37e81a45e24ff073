package dev.statusmonitor.history.query;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A point in time as people and programs write it: {@code -5m}, RFC 3339, or Unix milliseconds. */
final class TimeText {
    private static final Pattern RELATIVE = Pattern.compile("-(\\d{1,9})(s|m|h|d|mo)");
    private static final Pattern MILLISECONDS = Pattern.compile("\\d{1,15}");

    private TimeText() {}

    /**
     * Reads it, to the millisecond.
     *
     * @param name what it is the time of, for the message
     * @param now what a relative time counts from
     * @throws BadQueryException where it is none of the three
     */
    static long parse(String name, String text, Instant now) {
        Matcher relative = RELATIVE.matcher(text);
        if (relative.matches()) {
            return now.toEpochMilli()
                    - length(Long.parseLong(relative.group(1)), relative.group(2))
                            .toMillis();
        }
        if (MILLISECONDS.matcher(text).matches()) {
            return Long.parseLong(text);
        }
        try {
            // A plus sign that was not percent-encoded arrives as a space.
            return OffsetDateTime.parse(text.replace(' ', '+')).toInstant().toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw new BadQueryException(name
                    + " is no time. Right are -30s, -5m, -24h, -7d or -12mo, RFC 3339 such as 2026-11-23T15:00:00Z,"
                    + " and Unix milliseconds.");
        }
    }

    /** A month is a twelfth of 365 days, so that twelve are a year. */
    private static Duration length(long count, String unit) {
        return switch (unit) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            case "d" -> Duration.ofDays(count);
            default -> Duration.ofDays(365).dividedBy(12).multipliedBy(count);
        };
    }
}
