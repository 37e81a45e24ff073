package dev.statusmonitor.alerts.rule;

import dev.statusmonitor.alerts.evaluate.Scope;
import dev.statusmonitor.alerts.evaluate.Wanted;
import org.jspecify.annotations.Nullable;

/**
 * No messages for a while.
 *
 * @param ruleId of this rule alone; null for all
 * @param start Unix time in milliseconds; {@code stop} the same, not included
 */
public record Silence(
        String id,
        String accountId,
        Kind kind,
        String name,
        @Nullable String ruleId,
        Scope scope,
        long start,
        long stop,
        long created) {
    /** A mute is made in a moment for a while; a maintenance window is planned. */
    public enum Kind {
        MUTE,
        MAINTENANCE
    }

    Wanted.Silence wanted() {
        return new Wanted.Silence(accountId, ruleId, scope, start, stop);
    }
}
