package dev.statusmonitor.history.store.influxdb;

import dev.statusmonitor.history.store.Tier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Every text of Flux that this service sends. None of them is made of anything that came from outside: what a question
 * is about travels beside it, as the typed literals of {@link FluxValues}.
 */
final class Flux {
    /** How many series one question may name; questions of fewer repeat one, so that there are few texts. */
    static final int[] FIELDS = {1, 8, 64};

    private Flux() {}

    /** The bucket of a tier. */
    static String bucket(Tier tier) {
        return "statusmonitor-" + tier.label();
    }

    private static String from(Tier tier, String filter) {
        return from(tier) + " |> filter(fn: (r) => " + filter + ")";
    }

    private static String from(Tier tier) {
        return "from(bucket: \"" + bucket(tier) + "\") |> range(start: p.start, stop: p.stop)";
    }

    /** Each series of a host once: a tier of windows has it four times. */
    private static String once(Tier tier) {
        return tier == Tier.RAW ? "" : " and r.of == \"count\"";
    }

    private static String series(int fields) {
        return "r._measurement == p.host and (%s)"
                .formatted(IntStream.range(0, fields)
                        .mapToObj(i -> "r._field == p.f" + i)
                        .collect(Collectors.joining(" or ")));
    }

    /** The fields of one host: {@code host, start, stop}. */
    static String fields(Tier tier) {
        return from(tier, "r._measurement == p.host" + once(tier))
                + " |> keep(columns: [\"_field\"]) |> group() |> distinct(column: \"_field\")";
    }

    /** Whose the rows of a tier are: {@code start, stop}. */
    static String hosts(Tier tier) {
        return from(tier) + " |> keep(columns: [\"_measurement\"]) |> group() |> distinct(column: \"_measurement\")";
    }

    /** All of one host, a row each sample, or each statistic of a window: {@code host, start, stop}. */
    static String rows(Tier tier) {
        return from(tier, "r._measurement == p.host")
                + " |> pivot(rowKey: [\"_time\"], columnKey: [\"_field\"], valueColumn: \"_value\")";
    }

    /** Every value of some series: {@code host, start, stop, f0…}. */
    static String points(int fields) {
        return from(Tier.RAW, series(fields)) + " |> keep(columns: [\"_time\", \"_value\", \"_field\"])";
    }

    /** Some series reduced: {@code host, start, stop, every, offset, f0…}; a result for each of the four statistics. */
    static String reduced(Tier tier, int fields) {
        if (tier == Tier.RAW) {
            return "src = () => " + from(tier, series(fields)) + "\n"
                    + reduce("src()", "min", "min")
                    + reduce("src()", "max", "max")
                    + reduce("src()", "sum", "sum")
                    + reduce("src()", "count", "count");
        }
        return "src = (m) => " + from(tier, "r.of == m and " + series(fields)) + "\n"
                + reduce("src(m: \"min\")", "min", "min")
                + reduce("src(m: \"max\")", "max", "max")
                + reduce("src(m: \"sum\")", "sum", "sum")
                + reduce("src(m: \"count\")", "sum", "count");
    }

    private static String reduce(String source, String by, String name) {
        return source + " |> aggregateWindow(every: p.every, offset: p.offset, fn: " + by
                + ", createEmpty: false, timeSrc: \"_start\")"
                + " |> keep(columns: [\"_time\", \"_value\", \"_field\"]) |> yield(name: \"" + name + "\")\n";
    }

    /** How many samples one host has, and the first and the last: {@code host, start, stop}. */
    static final String COUNT =
            "src = () => " + from(Tier.RAW, "r._measurement == p.host and r._field == \"" + Lines.MARK + "\"") + """

            src() |> count() |> yield(name: "count")
            src() |> first() |> yield(name: "first")
            src() |> last() |> yield(name: "last")
            """;

    /** The last value of each series of one host: {@code host, start, stop}. */
    static final String NEWEST = from(Tier.RAW, "r._measurement == p.host")
            + " |> last() |> keep(columns: [\"_time\", \"_value\", \"_field\"])";

    /** Whether one host has anything: {@code host, start, stop}. */
    static String anything(Tier tier) {
        return from(tier, "r._measurement == p.host")
                + " |> first() |> keep(columns: [\"_time\"]) |> group() |> limit(n: 1)";
    }

    /** When a tier begins: {@code start, stop}. */
    static String oldest(Tier tier) {
        // Windows that were made elsewhere have no mark.
        return from(tier, tier == Tier.RAW ? "r._field == \"" + Lines.MARK + "\"" : "r.of == \"count\"")
                + " |> first() |> keep(columns: [\"_time\"]) |> group() |> min(column: \"_time\")";
    }

    /** Of whom a question is. */
    enum Whose {
        ONE_HOST,
        ALL_HOSTS;

        String filter() {
            return this == ONE_HOST ? " and r._measurement == p.host" : "";
        }
    }

    /** How many samples there are in each window of a tier, reckoned from the next finer one: {@code start, stop}. */
    static String expected(Tier tier, Whose whose) {
        boolean minutes = tier == Tier.MINUTE;
        Tier source = minutes ? Tier.RAW : Tier.MINUTE;
        return from(source, "r._field == \"" + Lines.MARK + "\"" + once(source) + whose.filter())
                + " |> aggregateWindow(every: " + tier.label() + ", fn: " + (minutes ? "count" : "sum")
                + ", createEmpty: false, timeSrc: \"_start\") |> keep(columns: [\"_time\", \"_value\", \"_measurement\"])";
    }

    /** How many samples each window of a tier was made of, by statistic: {@code start, stop}. */
    static String found(Tier tier, Whose whose) {
        return from(tier, "r._field == \"" + Lines.MARK + "\"" + whose.filter())
                + " |> keep(columns: [\"_time\", \"_value\", \"_measurement\", \"of\"])";
    }

    /** Makes the windows of a tier out of the next finer one: {@code start, stop}. Gives nothing back. */
    static String rollUp(Tier tier, Whose whose) {
        // What has been stored is not to be sent back as well.
        return rollUp(tier, whose, " |> filter(fn: (r) => r._measurement == \"\")");
    }

    private static String rollUp(Tier tier, Whose whose, String then) {
        if (tier == Tier.MINUTE) {
            String source = whose == Whose.ONE_HOST ? from(Tier.RAW, "r._measurement == p.host") : from(Tier.RAW);
            return "src = () => " + source + "\n"
                    + roll("src()", tier, "min", "min", then)
                    + roll("src()", tier, "max", "max", then)
                    + roll("src()", tier, "sum", "sum", then)
                    + roll("src()", tier, "count", "count", then);
        }
        return "src = (m) => " + from(Tier.MINUTE, "r.of == m" + whose.filter()) + "\n"
                + roll("src(m: \"min\")", tier, "min", "min", then)
                + roll("src(m: \"max\")", tier, "max", "max", then)
                + roll("src(m: \"sum\")", tier, "sum", "sum", then)
                + roll("src(m: \"count\")", tier, "sum", "count", then);
    }

    private static String roll(String source, Tier tier, String by, String name, String then) {
        return source + " |> aggregateWindow(every: " + tier.label() + ", fn: " + by
                + ", createEmpty: false, timeSrc: \"_start\") |> set(key: \"of\", value: \"" + name + "\")"
                // A field has one type, whatever statistic it is of.
                + (by.equals("count") ? " |> toFloat()" : "") + " |> to(bucket: \"" + bucket(tier) + "\")" + then
                + " |> yield(name: \"" + name + "\")\n";
    }

    /** The name of the task that fills a tier. */
    static String taskName(Tier tier) {
        return bucket(tier);
    }

    /**
     * The task that fills a tier: each window once, when it has ended and what is under way has arrived. A run that is
     * missed is missed; {@link InfluxDbRollUp} finds that out, and what comes later.
     */
    static String task(Tier tier) {
        return """
                import "date"
                option task = {name: "%s", every: %s, offset: %s}
                p = {start: date.sub(d: %s, from: date.truncate(t: now(), unit: %s)), stop: date.truncate(t: now(), unit: %s)}
                """.formatted(
                                taskName(tier),
                                tier.label(),
                                tier == Tier.MINUTE ? "15s" : "2m",
                                tier.label(),
                                tier.label(),
                                tier.label())
                + rollUp(tier, Whose.ALL_HOSTS, "");
    }
}
