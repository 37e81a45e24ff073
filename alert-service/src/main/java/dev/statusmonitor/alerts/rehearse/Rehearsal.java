package dev.statusmonitor.alerts.rehearse;

import dev.statusmonitor.alerts.evaluate.AlarmState;
import dev.statusmonitor.alerts.evaluate.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Plays a rule over the buckets of a series that was recorded. A bucket stands for all of its seconds: by its worst
 * value for a rule without a "for", else by its mean, since a moment in it does not hold. Where buckets are coarser
 * than samples, that is a good guess; the step says so.
 */
final class Rehearsal {
    private static final AlarmState.Wishes NONE = new AlarmState.Wishes() {
        @Override
        public boolean quiet() {
            return false;
        }

        @Override
        public boolean acknowledged() {
            return false;
        }
    };

    private Rehearsal() {}

    /**
     * An incident that would have been.
     *
     * @param since when the condition would have begun, Unix time in milliseconds
     * @param resolved null where it would go on
     * @param told whether people would have been told, or a cooldown would have kept it silent
     */
    record Would(long since, @Nullable Long resolved, double peak, boolean told) {}

    /**
     * What a rule on a metric would have done.
     *
     * @param times starts of buckets, Unix time in milliseconds
     * @param values the bucket's values; NaN is a gap
     */
    static List<Would> play(Rule asked, long[] times, double[] values, Duration step) {
        // What holds on the mean of a bucket has held for as long as that.
        Rule rule = asked.hold().compareTo(step) < 0 ? asked.withHold(Duration.ZERO) : asked;
        var would = new ArrayList<Would>();
        AlarmState state = AlarmState.NEW;
        double peak = Double.NaN;
        boolean told = false;
        for (int i = 0; i < times.length; i++) {
            double value = values[i];
            if (Double.isNaN(value)) {
                continue;
            }
            boolean breached = rule.breached(value);
            peak = state.phase() == AlarmState.Phase.INACTIVE ? value : rule.worse(peak, value);
            var seen = new AlarmState.Seen(times[i], AlarmState.NEVER, breached, rule.cleared(value), true);
            var after = state.after(seen, rule, NONE);
            long since = state.since();
            state = after.next();
            switch (after.act()) {
                case OPEN, ANNOUNCE -> told |= state.told();
                case RESOLVE -> {
                    would.add(new Would(since, times[i], peak, told));
                    told = false;
                }
                case REPEAT, NOTHING -> {}
            }
        }
        if (state.phase() == AlarmState.Phase.FIRING) {
            would.add(new Would(state.since(), null, peak, told));
        }
        return would;
    }

    /**
     * When a host would have been reported down.
     *
     * @param values NaN where nothing came
     */
    static List<Would> down(Rule rule, long[] times, double[] values, Duration step) {
        var would = new ArrayList<Would>();
        // Gaps before the first and after the last value are no news: the host may not have been there yet.
        long last = -1;
        for (int i = 0; i < times.length; i++) {
            if (!Double.isNaN(values[i])) {
                long silent = times[i] - last - step.toMillis();
                if (last >= 0 && silent > 0 && silent >= rule.hold().toMillis()) {
                    would.add(new Would(last + step.toMillis(), times[i], silent / 1000.0, true));
                }
                last = times[i];
            }
        }
        return would;
    }
}
