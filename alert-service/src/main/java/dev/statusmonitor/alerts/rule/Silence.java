package dev.statusmonitor.alerts.rule;

import dev.statusmonitor.alerts.evaluate.Scope;
import dev.statusmonitor.alerts.evaluate.Wanted;
import dev.statusmonitor.alerts.evaluate.Weekly;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * No messages for a while.
 *
 * @param ruleId of this rule alone; null for all
 * @param start Unix time in milliseconds; {@code stop} the same, not included
 * @param zone by whose clocks it comes back each week, this being the first time; null for once
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
        @Nullable ZoneId zone,
        long created) {
    /** A mute is made in a moment for a while; a maintenance window is planned. */
    public enum Kind {
        MUTE,
        MAINTENANCE
    }

    Wanted.Silence wanted() {
        return new Wanted.Silence(accountId, ruleId, scope, start, stop, weekly());
    }

    /** Null where it does not come back. */
    @Nullable Weekly weekly() {
        return zone == null ? null : Weekly.from(start, stop, zone);
    }
}
