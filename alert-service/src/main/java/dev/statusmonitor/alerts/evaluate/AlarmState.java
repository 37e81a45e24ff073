package dev.statusmonitor.alerts.evaluate;

import java.time.Duration;

/**
 * One rule on one series of one host: inactive, pending, firing, and inactive again. Immutable; times are Unix
 * milliseconds of the samples, so that the same samples give the same states whenever they are read.
 *
 * @param since when the condition began to hold; of no meaning while inactive
 * @param changed the time of the last recorded step: what is not later has been counted and is not counted again
 * @param announced when the last firing message went out, of this incident or of an earlier one; {@link #NEVER}
 * @param told whether people were told of the incident that is open
 */
public record AlarmState(Phase phase, long since, long changed, long announced, boolean told) {
    /** Before all times, and far enough from overflow. */
    public static final long NEVER = Long.MIN_VALUE / 2;

    /** How long the samples of a host may pause without a condition's beginning to count anew. */
    static final long LONGEST_PAUSE = Duration.ofMinutes(1).toMillis();

    /** Nothing was ever wrong. */
    public static final AlarmState NEW = new AlarmState(Phase.INACTIVE, 0, NEVER, NEVER, false);

    /** Where it stands. */
    public enum Phase {
        INACTIVE,
        PENDING,
        FIRING
    }

    /** What follows from a step. */
    public enum Act {
        NOTHING,
        /** An incident opens; {@link AlarmState#told} says whether people are told. */
        OPEN,
        /** People are told of an incident that opened in silence. */
        ANNOUNCE,
        /** People are told again. */
        REPEAT,
        /** The incident is over; whether people are told stands in the state before the step. */
        RESOLVE
    }

    /** A state and what follows from having come to it. */
    public record Step(AlarmState next, Act act) {}

    /**
     * What was seen.
     *
     * @param time of the sample
     * @param previous the time of the host's sample before; {@link #NEVER} for the first
     * @param breached whether the value is beyond the threshold
     * @param cleared whether it is over
     * @param mayAct whether the sample is fresh: one that is read back or came too late only moves timers
     */
    public record Seen(long time, long previous, boolean breached, boolean cleared, boolean mayAct) {}

    /** What people have said. Asked only when it matters. */
    public interface Wishes {
        /** Whether nobody wants to hear of it now: a mute, a maintenance window. */
        boolean quiet();

        /** Whether somebody has said that they know. */
        boolean acknowledged();
    }

    /** The state after what was seen. */
    public Step after(Seen seen, Rule rule, Wishes wishes) {
        if (seen.time <= changed) {
            return stay();
        }
        return switch (phase) {
            case INACTIVE -> seen.breached ? pending(seen.time).hold(seen, rule, wishes) : stay();
            case PENDING -> {
                if (!seen.breached) {
                    yield new Step(new AlarmState(Phase.INACTIVE, 0, changed, announced, false), Act.NOTHING);
                }
                boolean broken = seen.previous != NEVER && seen.time - seen.previous > LONGEST_PAUSE;
                yield (broken ? pending(seen.time) : this).hold(seen, rule, wishes);
            }
            case FIRING -> firing(seen, rule, wishes);
        };
    }

    /**
     * The state of a host-down rule while nothing comes.
     *
     * @param silent since when nothing came
     */
    public Step whileSilent(long silent, long now, Rule rule, Wishes wishes) {
        var seen = new Seen(now, NEVER, true, false, true);
        if (now <= changed) {
            return stay();
        }
        Step step = phase == Phase.FIRING
                ? firing(seen, rule, wishes)
                : pending(silent).hold(seen, rule, wishes);
        // Silence is counted from the last sample, not from the first look.
        return step.act == Act.NOTHING ? stay() : step;
    }

    private AlarmState pending(long time) {
        return new AlarmState(Phase.PENDING, time, changed, announced, false);
    }

    private Step hold(Seen seen, Rule rule, Wishes wishes) {
        if (!seen.mayAct || seen.time - since < rule.hold().toMillis()) {
            return stay();
        }
        boolean speak = cooledDown(seen.time, rule) && !wishes.quiet();
        return new Step(new AlarmState(Phase.FIRING, since, seen.time, speak ? seen.time : announced, speak), Act.OPEN);
    }

    private Step firing(Seen seen, Rule rule, Wishes wishes) {
        if (!seen.mayAct) {
            return stay();
        }
        if (seen.cleared) {
            return new Step(new AlarmState(Phase.INACTIVE, 0, seen.time, announced, false), Act.RESOLVE);
        }
        boolean due = told
                ? rule.repeat() != null
                        && seen.time - announced >= rule.repeat().toMillis()
                : cooledDown(seen.time, rule);
        if (due && !wishes.acknowledged() && !wishes.quiet()) {
            return new Step(
                    new AlarmState(Phase.FIRING, since, seen.time, seen.time, true), told ? Act.REPEAT : Act.ANNOUNCE);
        }
        return stay();
    }

    private boolean cooledDown(long time, Rule rule) {
        return announced == NEVER || time - announced >= rule.cooldown().toMillis();
    }

    private Step stay() {
        return new Step(this, Act.NOTHING);
    }
}
