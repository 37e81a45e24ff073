package dev.statusmonitor.alerts.evaluate;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What people want at this moment: their rules, when to be silent, what they have acknowledged. Immutable.
 *
 * @param rules by account
 * @param acknowledged ids of open incidents
 */
public record Wanted(Map<String, List<Rule>> rules, List<Silence> silences, Set<String> acknowledged) {
    public static final Wanted NOTHING = new Wanted(Map.of(), List.of(), Set.of());

    public Wanted {
        rules = Map.copyOf(rules);
        silences = List.copyOf(silences);
        acknowledged = Set.copyOf(acknowledged);
    }

    /** How far back samples matter to any rule that is not paused. */
    public Duration longestHold() {
        return rules.values().stream()
                .flatMap(List::stream)
                .filter(rule -> !rule.paused())
                .map(Rule::hold)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    List<Rule> of(@Nullable String account) {
        return account == null ? List.of() : rules.getOrDefault(account, List.of());
    }

    boolean quiet(Rule rule, HostFacts host, long time) {
        for (Silence each : silences) {
            if (each.covers(rule, host, time)) {
                return true;
            }
        }
        return false;
    }

    /**
     * No messages for a while: a mute or a maintenance window.
     *
     * @param ruleId of this rule alone; null for all
     * @param scope on these hosts
     * @param start from then on, Unix time in milliseconds
     * @param stop until then, not included
     * @param weekly when else, where it comes back; null where it does not
     */
    public record Silence(
            String accountId,
            @Nullable String ruleId,
            Scope scope,
            long start,
            long stop,
            @Nullable Weekly weekly) {
        boolean covers(Rule rule, HostFacts host, long time) {
            return accountId.equals(rule.accountId())
                    && (ruleId == null || ruleId.equals(rule.id()))
                    && scope.covers(host)
                    && (weekly == null ? time >= start && time < stop : weekly.covers(time));
        }
    }
}
