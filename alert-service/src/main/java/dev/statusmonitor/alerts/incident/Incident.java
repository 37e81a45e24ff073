package dev.statusmonitor.alerts.incident;

import dev.statusmonitor.alerts.evaluate.Rule;
import org.jspecify.annotations.Nullable;

/**
 * Something that was wrong, from when it was recorded until it is over.
 *
 * @param rule as it was when it fired
 * @param series the whole name; empty for host-down
 * @param since when the condition began, Unix time in milliseconds, as are all times
 * @param opened when it had held long enough
 * @param value when it opened; of host-down, for how many seconds nothing had come; null where unknown
 * @param peak the worst value
 * @param announced when the last firing message went out; null where nobody was told
 * @param messages how many firing messages went out
 * @param resolved when it was over; null while it is not
 * @param lastValue when it was over; null where unknown
 * @param reason why it is over, one of {@link dev.statusmonitor.alerts.evaluate.Transition.Reason} in lower case
 * @param acknowledged when somebody said that they know
 * @param processes the busiest when it was opened, as JSON; null where unknown
 */
public record Incident(
        String id,
        String accountId,
        Rule rule,
        String hostId,
        String hostName,
        String series,
        long since,
        long opened,
        @Nullable Double value,
        @Nullable Double peak,
        @Nullable Long announced,
        long messages,
        @Nullable Long resolved,
        @Nullable Double lastValue,
        @Nullable String reason,
        @Nullable Long acknowledged,
        @Nullable String acknowledgedBy,
        @Nullable String processes) {
    public boolean isOpen() {
        return resolved == null;
    }
}
