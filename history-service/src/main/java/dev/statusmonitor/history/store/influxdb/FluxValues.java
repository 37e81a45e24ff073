package dev.statusmonitor.history.store.influxdb;

import com.influxdb.client.domain.DateTimeLiteral;
import com.influxdb.client.domain.Duration;
import com.influxdb.client.domain.DurationLiteral;
import com.influxdb.client.domain.Expression;
import com.influxdb.client.domain.File;
import com.influxdb.client.domain.Identifier;
import com.influxdb.client.domain.ObjectExpression;
import com.influxdb.client.domain.OptionStatement;
import com.influxdb.client.domain.Property;
import com.influxdb.client.domain.StringLiteral;
import com.influxdb.client.domain.VariableAssignment;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The values of a question, which travel beside its text as typed literals of Flux's syntax tree: nothing in them can
 * become Flux. They are checked all the same, so that whoever forgets to check a request is told here.
 *
 * <p>InfluxDB's {@code params} would be the short way; the open source server does not know them.
 */
final class FluxValues {
    /** The earliest and the latest time that is asked for, Unix time in milliseconds: 1970 and 2100. */
    static final long EARLIEST = 0;

    static final long LATEST = 4_102_444_800_000L;

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._%][A-Za-z0-9._%-]{0,2047}");
    private static final Pattern FIELD = Pattern.compile("[^\\\\\\p{Cntrl}]{1,8192}");

    private final List<Property> properties = new ArrayList<>();

    /** @param id a host's id, as {@link Names#host} has not seen it yet */
    FluxValues host(String id) {
        return text("host", HOST, Names.host(id));
    }

    /** Times outside of {@link #EARLIEST} and {@link #LATEST} are taken for these. */
    FluxValues range(long start, long stop) {
        return time("start", start).time("stop", stop);
    }

    /** The windows that values are reduced to, in milliseconds. */
    FluxValues windows(long every, long offset) {
        if (every <= 0 || offset < 0 || offset >= every) {
            throw new IllegalArgumentException("windows of " + every + " ms, shifted by " + offset);
        }
        return add("every", duration(every)).add("offset", duration(offset));
    }

    /**
     * @param series names of series, as {@link Names#field} has not seen them yet
     * @param places how many the text has; those that are left over repeat the last
     */
    FluxValues fields(List<String> series, int places) {
        for (int i = 0; i < places; i++) {
            text("f" + i, FIELD, Names.field(series.get(Math.min(i, series.size() - 1))));
        }
        return this;
    }

    /** The values as a file that InfluxDB evaluates before the question: {@code option p = {…}}. */
    File extern() {
        return new File()
                .type("File")
                .imports(List.of())
                .body(List.of(new OptionStatement()
                        .type("OptionStatement")
                        .assignment(new VariableAssignment()
                                .type("VariableAssignment")
                                .id(identifier("p"))
                                .init(new ObjectExpression()
                                        .type("ObjectExpression")
                                        .properties(properties)))));
    }

    private FluxValues text(String name, Pattern pattern, String value) {
        if (!pattern.matcher(value).matches()) {
            throw new IllegalArgumentException("no value for " + name);
        }
        return add(name, new StringLiteral().type("StringLiteral").value(value));
    }

    private FluxValues time(String name, long time) {
        var instant = Instant.ofEpochMilli(Math.clamp(time, EARLIEST, LATEST));
        return add(name, new DateTimeLiteral().type("DateTimeLiteral").value(instant.atOffset(ZoneOffset.UTC)));
    }

    private FluxValues add(String name, Expression value) {
        properties.add(new Property().type("Property").key(identifier(name)).value(value));
        return this;
    }

    private static Expression duration(long milliseconds) {
        return new DurationLiteral()
                .type("DurationLiteral")
                .values(List.of(length(milliseconds / 1000, "s"), length(milliseconds % 1000, "ms")));
    }

    private static Duration length(long magnitude, String unit) {
        return new Duration()
                .type("Duration")
                .magnitude(Math.toIntExact(magnitude))
                .unit(unit);
    }

    private static Identifier identifier(String name) {
        return new Identifier().type("Identifier").name(name);
    }
}
