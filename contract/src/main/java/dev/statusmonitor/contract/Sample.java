package dev.statusmonitor.contract;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one host measured in one second.
 *
 * @param schema the version of the sample's schema that its agent speaks, {@value #SCHEMA} today
 * @param timestamp when it was measured, Unix time in milliseconds by the platform's clock
 * @param series the names of the values
 * @param values the values, in the order of {@code series}, all finite, in the units of {@link Metrics}; not to be
 *     changed
 * @param processes which stand out, now and then; null where it is not said
 */
public record Sample(
        int schema,
        long timestamp,
        SeriesList series,
        double[] values,
        @Nullable TopProcesses processes) {
    /**
     * The schema that this version's agent writes: 2 since agents tell of inodes, connections, containers, services,
     * batteries and GPUs. Samples of the version before, 1, are taken as they are.
     */
    public static final int SCHEMA = 2;

    /** The resource attribute by which an agent says which schema it writes. */
    public static final String SCHEMA_ATTRIBUTE = "statusmonitor.sample.schema";

    public Sample {
        if (series.size() != values.length) {
            throw new IllegalArgumentException(series.size() + " names for " + values.length + " values");
        }
    }

    /** A sample that says nothing of processes. */
    public Sample(int schema, long timestamp, SeriesList series, double[] values) {
        this(schema, timestamp, series, values, null);
    }

    /** The values alone. */
    public Sample withoutProcesses() {
        return processes == null ? this : new Sample(schema, timestamp, series, values);
    }

    /** The value of a series by its canonical name, or NaN where the sample has none. */
    public double value(String series) {
        int index = this.series.indexOf(series);
        return index < 0 ? Double.NaN : values[index];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sample that
                && schema == that.schema
                && timestamp == that.timestamp
                && series.equals(that.series)
                && Arrays.equals(values, that.values)
                && Objects.equals(processes, that.processes);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(timestamp) * 31 + Arrays.hashCode(values);
    }
}
