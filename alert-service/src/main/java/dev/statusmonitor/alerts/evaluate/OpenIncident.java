package dev.statusmonitor.alerts.evaluate;

import org.jspecify.annotations.Nullable;

/**
 * What the records say of one rule on one series of one host.
 *
 * @param incident the id of the one that is open; null for none
 * @param since when its condition began
 * @param peak its worst value
 * @param changed the time of the last recorded step
 * @param announced when the last firing message went out, {@link AlarmState#NEVER} for never
 * @param told whether people were told of the open one
 * @param rule as it was when the open one was opened; null where none is open
 */
public record OpenIncident(
        String ruleId,
        String hostId,
        String series,
        @Nullable String incident,
        long since,
        double peak,
        long changed,
        long announced,
        boolean told,
        @Nullable Rule rule) {
    AlarmState state() {
        return incident == null
                ? new AlarmState(AlarmState.Phase.INACTIVE, 0, changed, announced, false)
                : new AlarmState(AlarmState.Phase.FIRING, since, changed, announced, told);
    }
}
