package dev.statusmonitor.history.store.influxdb;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.statusmonitor.contract.Sample;
import dev.statusmonitor.contract.SeriesList;
import dev.statusmonitor.history.store.FreshMinutes.Taken;
import dev.statusmonitor.history.store.HostSample;
import dev.statusmonitor.history.store.HostWindow;
import java.util.function.IntFunction;

/**
 * Samples and windows as line protocol: a measurement a host; one line a sample, its series as fields; four lines a
 * window, one for each statistic, by the tag {@value #STATISTIC}. Not safe for use by several threads.
 *
 * @see <a href="https://docs.influxdata.com/influxdb/v2/reference/syntax/line-protocol/">the syntax</a>
 */
final class Lines {
    /** In every line of a sample, so that samples can be counted whatever they measured. */
    static final String MARK = "~";

    /** The tag of windows that says which statistic their fields are. */
    static final String STATISTIC = "of";

    private static final long MAX_NAME_BYTES = 8L << 20;

    /** Escaping names would cost more than writing values. */
    private final Cache<SeriesList, String[]> escaped = Caffeine.newBuilder()
            .maximumWeight(MAX_NAME_BYTES)
            .weigher((SeriesList list, String[] names) -> list.blockLength())
            .build();

    /** Adds the line of a sample. */
    void add(StringBuilder text, HostSample each) {
        Sample sample = each.sample();
        String[] names = names(sample.series());
        double[] values = sample.values();
        text.append(Names.host(each.host())).append(' ');
        for (int i = 0; i < names.length; i++) {
            // The edge takes none that are not finite, and InfluxDB would refuse the whole line for one.
            if (Double.isFinite(values[i])) {
                text.append(names[i]).append('=').append(values[i]).append(',');
            }
        }
        text.append(MARK).append("=1 ").append(sample.timestamp()).append('\n');
    }

    /** Adds the lines of a window that was made elsewhere: without a mark. */
    void add(StringBuilder text, HostWindow window) {
        if (window.series().size() > 0) {
            add(text, window, 0);
        }
    }

    /** Adds the lines of a window that was made of samples which are here. */
    void add(StringBuilder text, Taken made) {
        HostWindow window = made.window();
        add(text, window == null ? HostWindow.empty(made.host(), made.start()) : window, made.samples());
    }

    /** @param samples how many the window was made of; 0 for no mark */
    private void add(StringBuilder text, HostWindow window, long samples) {
        long one = Math.min(1, samples);
        add(text, window, "min", i -> Double.toString(window.mins()[i]), one);
        add(text, window, "max", i -> Double.toString(window.maxs()[i]), one);
        // The syntax knows no infinity, which a sum of very large values is: it becomes the largest number.
        add(
                text,
                window,
                "sum",
                i -> Double.toString(Math.clamp(window.sums()[i], -Double.MAX_VALUE, Double.MAX_VALUE)),
                samples);
        // Without a sign behind it, it is a float like the others: a field has one type.
        add(text, window, "count", i -> Long.toString(window.counts()[i]), samples);
    }

    private void add(StringBuilder text, HostWindow window, String statistic, IntFunction<String> value, long mark) {
        text.append(Names.host(window.host()))
                .append(',')
                .append(STATISTIC)
                .append('=')
                .append(statistic);
        String[] names = names(window.series());
        char before = ' ';
        for (int i = 0; i < names.length; i++) {
            text.append(before).append(names[i]).append('=').append(value.apply(i));
            before = ',';
        }
        if (mark > 0) {
            text.append(before).append(MARK).append('=').append(mark);
        }
        text.append(' ').append(window.start()).append('\n');
    }

    private String[] names(SeriesList list) {
        return escaped.get(list, of -> of.names().stream().map(Lines::escape).toArray(String[]::new));
    }

    private static String escape(String series) {
        return Names.field(series).replace(",", "\\,").replace("=", "\\=").replace(" ", "\\ ");
    }
}
