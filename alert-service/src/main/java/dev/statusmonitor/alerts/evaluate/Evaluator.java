package dev.statusmonitor.alerts.evaluate;

import dev.statusmonitor.contract.Sample;
import dev.statusmonitor.contract.SeriesList;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All alarms of the hosts that this instance looks after. A sample costs a comparison a rule and series: which rules
 * look at which of its values is worked out anew only when the names, the rules or the host change. For one thread.
 */
public final class Evaluator {
    /** A sample that took longer to arrive is history: it changes no alarm. */
    static final long LATE = Duration.ofSeconds(30).toMillis();

    /** A firing series that is missing from so long of its host's samples is over. */
    static final long NO_DATA = Duration.ofMinutes(5).toMillis();

    /** For so long nobody is missed after the platform has begun to receive. */
    static final long GRACE = Duration.ofSeconds(30).toMillis();

    private final Function<String, @Nullable HostFacts> facts;
    private final Supplier<String> ids;
    private final Map<String, HostAlarms> hosts = new HashMap<>();
    private Wanted wanted = Wanted.NOTHING;
    private Map<String, Rule> rulesById = Map.of();
    private long evaluations;

    /**
     * @param facts what is known of a host now; the same object until it changes, null for one that is not there
     * @param ids makes the id of a new incident
     */
    public Evaluator(Function<String, @Nullable HostFacts> facts, Supplier<String> ids) {
        this.facts = facts;
        this.ids = ids;
    }

    /** From now on this is what people want. */
    public void want(Wanted newest) {
        wanted = newest;
        var byId = new HashMap<String, Rule>();
        newest.rules().values().forEach(rules -> rules.forEach(rule -> byId.put(rule.id(), rule)));
        rulesById = byId;
        hosts.values().forEach(host -> host.plan = null);
    }

    /** Takes up what was recorded of hosts that this instance has just begun to look after. */
    public void restore(Collection<OpenIncident> records) {
        for (OpenIncident each : records) {
            Rule rule = rulesById.getOrDefault(each.ruleId(), each.rule());
            if (rule != null) {
                HostAlarms host = hosts.computeIfAbsent(each.hostId(), HostAlarms::new);
                var alarm = new Alarm(rule, each.series());
                alarm.state = each.state();
                alarm.incident = each.incident();
                alarm.peak = each.peak();
                host.alarms.put(new Key(each.ruleId(), each.series()), alarm);
                host.plan = null;
            }
        }
    }

    /** Forgets hosts: others look after them, or nobody. */
    public void forget(Predicate<String> gone) {
        hosts.keySet().removeIf(gone);
    }

    /** How many times a rule looked at a value. */
    public long evaluations() {
        return evaluations;
    }

    /** How many hosts sent something within the last ten minutes before {@code now}; deleted ones do not count. */
    public int senders(long now) {
        long after = now - Duration.ofMinutes(10).toMillis();
        return (int) hosts.values().stream()
                .filter(host -> host.arrival > after && facts.apply(host.id) != null)
                .count();
    }

    /** How many alarms are kept. */
    public int size() {
        return hosts.values().stream().mapToInt(host -> host.alarms.size()).sum();
    }

    /**
     * A sample that has come.
     *
     * @param arrival when Kafka got it, Unix time in milliseconds
     * @param mayAct whether something may follow from it; otherwise it only moves timers
     * @param out gets what is to be recorded
     */
    public void take(String hostId, Sample sample, long arrival, boolean mayAct, List<Transition> out) {
        HostFacts host = facts.apply(hostId);
        if (host == null) {
            return;
        }
        HostAlarms alarms = hosts.computeIfAbsent(hostId, HostAlarms::new);
        alarms.arrival = Math.max(alarms.arrival, arrival);
        if (mayAct && alarms.down > 0) {
            isBack(alarms, host, arrival, out);
        }
        long time = sample.timestamp();
        if (time <= alarms.newest || arrival - time > LATE) {
            return;
        }
        long previous = alarms.newest;
        alarms.newest = time;
        Plan plan = alarms.plan;
        if (plan == null || !plan.list.equals(sample.series()) || !plan.host.equals(host)) {
            plan = plan(alarms, host, sample.series());
        }
        double[] values = sample.values();
        evaluations += plan.alarms.length;
        for (int i = 0; i < plan.alarms.length; i++) {
            look(plan.alarms[i], host, values[plan.indexes[i]], time, previous, mayAct, out);
        }
    }

    private void look(
            Alarm alarm, HostFacts host, double value, long time, long previous, boolean mayAct, List<Transition> out) {
        alarm.seen = time;
        Rule rule = alarm.rule;
        boolean breached = rule.breached(value);
        if (alarm.state.phase() == AlarmState.Phase.INACTIVE) {
            // Nearly always: nothing is wrong, and nothing was.
            if (!breached) {
                return;
            }
            alarm.peak = value;
        } else {
            alarm.peak = rule.worse(alarm.peak, value);
        }
        var seen = new AlarmState.Seen(time, previous, breached, rule.cleared(value), mayAct);
        apply(alarm, alarm.state.after(seen, rule, wishes(alarm, host, time)), host, value, time, null, out);
    }

    private void isBack(HostAlarms alarms, HostFacts host, long arrival, List<Transition> out) {
        for (Alarm alarm : alarms.alarms.values()) {
            if (alarm.rule.kind() == Rule.Kind.HOST_DOWN && alarm.incident != null) {
                var seen = new AlarmState.Seen(arrival, AlarmState.NEVER, false, true, true);
                var step = alarm.state.after(seen, alarm.rule, wishes(alarm, host, arrival));
                apply(alarm, step, host, Double.NaN, arrival, Transition.Reason.RECOVERED, out);
                if (step.act() == AlarmState.Act.RESOLVE) {
                    alarms.down--;
                }
            }
        }
    }

    /**
     * Looks for what no sample tells: hosts that are silent, rules and hosts that are gone. To be called about once a
     * second.
     *
     * @param now Unix time in milliseconds
     * @param receiving since when the platform has been receiving without a break; null while it cannot be told,
     *     and then nobody is missed
     */
    public void tick(long now, @Nullable Long receiving, List<Transition> out) {
        for (Iterator<HostAlarms> each = hosts.values().iterator(); each.hasNext(); ) {
            HostAlarms alarms = each.next();
            HostFacts host = facts.apply(alarms.id);
            sweep(alarms, host, now, out);
            if (host == null) {
                // Deleted: it is not one of those that might be silent because nothing is heard.
                each.remove();
            }
            if (receiving != null && host != null && host.active() && alarms.arrival != AlarmState.NEVER) {
                long silent = Math.max(alarms.arrival, receiving + GRACE);
                for (Rule rule : wanted.of(host.owner())) {
                    if (rule.kind() == Rule.Kind.HOST_DOWN && rule.appliesTo(host)) {
                        silent(alarms, host, rule, silent, now, out);
                    }
                }
            }
        }
    }

    private void silent(HostAlarms alarms, HostFacts host, Rule rule, long silent, long now, List<Transition> out) {
        evaluations++;
        var key = new Key(rule.id(), "");
        Alarm alarm = alarms.alarms.get(key);
        boolean overdue = now - silent >= rule.hold().toMillis();
        if (!overdue && (alarm == null || alarm.incident == null)) {
            return;
        }
        if (alarm == null) {
            alarm = new Alarm(rule, "");
            alarms.alarms.put(key, alarm);
        }
        alarm.rule = rule;
        double seconds = Math.floor((now - alarms.arrival) / 1000.0);
        alarm.peak = seconds;
        var step = alarm.state.whileSilent(silent, now, rule, wishes(alarm, host, now));
        apply(alarm, step, host, seconds, now, null, out);
        if (step.act() == AlarmState.Act.OPEN) {
            alarms.down++;
        }
    }

    /** Ends what has lost its rule, its host or its series. */
    private void sweep(HostAlarms alarms, @Nullable HostFacts host, long now, List<Transition> out) {
        alarms.down = 0;
        for (Iterator<Alarm> each = alarms.alarms.values().iterator(); each.hasNext(); ) {
            Alarm alarm = each.next();
            Transition.Reason reason = over(alarms, alarm, host);
            if (alarm.incident != null && reason != null) {
                HostFacts shown = host != null
                        ? host
                        : new HostFacts(alarms.id, alarm.rule.accountId(), alarms.id, List.of(), false);
                var next = new AlarmState(
                        AlarmState.Phase.INACTIVE,
                        0,
                        Math.max(now, alarm.state.changed()),
                        alarm.state.announced(),
                        false);
                apply(alarm, new AlarmState.Step(next, AlarmState.Act.RESOLVE), shown, Double.NaN, now, reason, out);
            }
            if (reason == Transition.Reason.RULE || reason == Transition.Reason.HOST) {
                each.remove();
                alarms.plan = null;
            } else if (alarm.incident != null && alarm.rule.kind() == Rule.Kind.HOST_DOWN) {
                alarms.down++;
            }
        }
    }

    private Transition.@Nullable Reason over(HostAlarms alarms, Alarm alarm, @Nullable HostFacts host) {
        Rule current = rulesById.get(alarm.rule.id());
        if (host == null
                || !alarm.rule.accountId().equals(host.owner())
                || (!host.active() && alarm.rule.kind() == Rule.Kind.HOST_DOWN)) {
            return Transition.Reason.HOST;
        }
        if (current == null || !current.appliesTo(host) || !watches(current, alarm.series)) {
            return Transition.Reason.RULE;
        }
        boolean missing = alarm.rule.kind() == Rule.Kind.METRIC
                && alarms.newest != AlarmState.NEVER
                && alarms.newest - Math.max(alarm.seen, alarm.state.changed()) > NO_DATA;
        return missing && alarm.incident != null ? Transition.Reason.NO_DATA : null;
    }

    private static boolean watches(Rule rule, String series) {
        return series.isEmpty() ? rule.kind() == Rule.Kind.HOST_DOWN : rule.watches(series);
    }

    private void apply(
            Alarm alarm,
            AlarmState.Step step,
            HostFacts host,
            double value,
            long time,
            Transition.@Nullable Reason reason,
            List<Transition> out) {
        AlarmState before = alarm.state;
        alarm.state = step.next();
        if (step.act() == AlarmState.Act.NOTHING) {
            return;
        }
        boolean resolved = step.act() == AlarmState.Act.RESOLVE;
        String incident = alarm.incident;
        if (incident == null) {
            incident = ids.get();
            alarm.incident = incident;
        }
        out.add(new Transition(
                step.act(),
                incident,
                alarm.rule,
                host,
                alarm.series,
                value,
                alarm.peak,
                resolved ? before.since() : alarm.state.since(),
                time,
                resolved ? before.told() : alarm.state.told(),
                !resolved ? null : reason == null ? Transition.Reason.RECOVERED : reason));
        if (resolved) {
            alarm.incident = null;
        }
    }

    private AlarmState.Wishes wishes(Alarm alarm, HostFacts host, long time) {
        return new AlarmState.Wishes() {
            @Override
            public boolean quiet() {
                return wanted.quiet(alarm.rule, host, time);
            }

            @Override
            public boolean acknowledged() {
                return alarm.incident != null && wanted.acknowledged().contains(alarm.incident);
            }
        };
    }

    private Plan plan(HostAlarms alarms, HostFacts host, SeriesList list) {
        var watched = new ArrayList<Alarm>();
        var indexes = new ArrayList<Integer>();
        Set<Key> kept = new HashSet<>();
        for (Rule rule : wanted.of(host.owner())) {
            if (rule.kind() != Rule.Kind.METRIC || !rule.appliesTo(host)) {
                continue;
            }
            for (int i = 0; i < list.size(); i++) {
                String series = list.names().get(i);
                if (rule.watches(series)) {
                    var key = new Key(rule.id(), series);
                    Alarm alarm = alarms.alarms.computeIfAbsent(key, absent -> new Alarm(rule, series));
                    alarm.rule = rule;
                    kept.add(key);
                    watched.add(alarm);
                    indexes.add(i);
                }
            }
        }
        // What is not sent any more, and was never told of, need not be kept.
        alarms.alarms
                .entrySet()
                .removeIf(each -> !kept.contains(each.getKey())
                        && each.getValue().incident == null
                        && each.getValue().state.changed() == AlarmState.NEVER);
        var plan = new Plan(
                list,
                host,
                watched.toArray(Alarm[]::new),
                indexes.stream().mapToInt(Integer::intValue).toArray());
        alarms.plan = plan;
        return plan;
    }

    private record Key(String ruleId, String series) {}

    /** Which values of a list of names which alarms look at. Both are shared objects, so comparing them is cheap. */
    private static final class Plan {
        final SeriesList list;
        final HostFacts host;
        final Alarm[] alarms;
        final int[] indexes;

        Plan(SeriesList list, HostFacts host, Alarm[] alarms, int[] indexes) {
            this.list = list;
            this.host = host;
            this.alarms = alarms;
            this.indexes = indexes;
        }
    }

    private static final class Alarm {
        final String series;
        Rule rule;
        AlarmState state = AlarmState.NEW;

        @Nullable String incident;

        double peak = Double.NaN;
        long seen = AlarmState.NEVER;

        Alarm(Rule rule, String series) {
            this.rule = rule;
            this.series = series;
        }
    }

    private static final class HostAlarms {
        final String id;
        final Map<Key, Alarm> alarms = new HashMap<>();
        long newest = AlarmState.NEVER;
        long arrival = AlarmState.NEVER;
        int down;

        @Nullable Plan plan;

        HostAlarms(String id) {
            this.id = id;
        }
    }
}
