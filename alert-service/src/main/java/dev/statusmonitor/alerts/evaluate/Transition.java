package dev.statusmonitor.alerts.evaluate;

import org.jspecify.annotations.Nullable;

/**
 * Something that is to be recorded, and perhaps told.
 *
 * @param incident its id; made when it opens
 * @param host as it is now
 * @param series the whole name; empty for host-down
 * @param value at this moment; of host-down, for how many seconds nothing came; NaN where there is none
 * @param peak the worst value of the incident so far
 * @param since when the condition began, Unix time in milliseconds
 * @param time when this happened, the same
 * @param speak whether people are told
 * @param reason why it is over; null unless it is
 */
public record Transition(
        AlarmState.Act act,
        String incident,
        Rule rule,
        HostFacts host,
        String series,
        double value,
        double peak,
        long since,
        long time,
        boolean speak,
        @Nullable Reason reason) {
    /** Why an incident is over. */
    public enum Reason {
        /** The value is good again, or the host sends again. */
        RECOVERED,
        /** The rule was deleted, paused, or does not apply to the host any more. */
        RULE,
        /** The host was deleted, revoked or given away. */
        HOST,
        /** The host sends, but not this value. */
        NO_DATA
    }
}
