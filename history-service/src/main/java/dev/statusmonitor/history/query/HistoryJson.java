package dev.statusmonitor.history.query;

import dev.statusmonitor.contract.Metric;
import dev.statusmonitor.contract.Metrics;
import dev.statusmonitor.contract.Sample;
import dev.statusmonitor.contract.SeriesKey;
import dev.statusmonitor.history.store.Grid;
import dev.statusmonitor.history.store.SampleCount;
import dev.statusmonitor.history.store.SeriesBuckets;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/** Answers as JSON, written as they are produced. docs/protocol.md shows them. */
final class HistoryJson {
    private static final double MAX_WHOLE = 1L << 53;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();

    private HistoryJson() {}

    /** The series of a range. */
    static void metrics(OutputStream out, String host, HistoryQuery query, SeriesBuckets buckets) {
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeStringProperty("host", host);
            range(json, query);
            seriesOf(json, buckets);
            json.writeEndObject();
        }
    }

    /** The series of a range, of several hosts. */
    static void hosts(OutputStream out, List<String> hosts, HistoryQuery query, List<SeriesBuckets> answers) {
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            range(json, query);
            json.writeArrayPropertyStart("hosts");
            for (int i = 0; i < hosts.size(); i++) {
                json.writeStartObject();
                json.writeStringProperty("host", hosts.get(i));
                seriesOf(json, answers.get(i));
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void range(JsonGenerator json, HistoryQuery query) {
        Grid grid = query.grid();
        json.writeNumberProperty("start", grid.start());
        json.writeNumberProperty("stop", grid.stop());
        json.writeStringProperty("tier", query.tier().label());
        json.writeNumberProperty("step", grid.step() / 1000);
        json.writeArrayPropertyStart("times");
        for (int i = 0; i < grid.size(); i++) {
            json.writeNumber(grid.time(i));
        }
        json.writeEndArray();
    }

    private static void seriesOf(JsonGenerator json, SeriesBuckets buckets) {
        json.writeArrayPropertyStart("series");
        for (SeriesBuckets.Series series : buckets.series()) {
            series(json, series, buckets.grid().size());
        }
        json.writeEndArray();
        if (!buckets.leftOut().isEmpty()) {
            json.writeObjectPropertyStart("left_out");
            buckets.leftOut().forEach(json::writeNumberProperty);
            json.writeEndObject();
        }
    }

    private static void series(JsonGenerator json, SeriesBuckets.Series series, int size) {
        SeriesKey key = SeriesKey.parse(series.name());
        json.writeStartObject();
        json.writeStringProperty("name", series.name());
        json.writeStringProperty("metric", key.metric());
        json.writeObjectPropertyStart("attributes");
        key.attributes().forEach(json::writeStringProperty);
        json.writeEndObject();
        json.writeStringProperty(
                "unit", Metrics.find(key.metric()).map(Metric::unit).orElse("1"));
        values(json, "mean", series::mean, size);
        if (series.hasExtremes()) {
            values(json, "min", series::min, size);
            values(json, "max", series::max, size);
        }
        json.writeEndObject();
    }

    private static void values(JsonGenerator json, String name, IntToDoubleFunction value, int size) {
        json.writeArrayPropertyStart(name);
        for (int i = 0; i < size; i++) {
            shortNumber(json, value.applyAsDouble(i));
        }
        json.writeEndArray();
    }

    /**
     * Whole numbers as they are, fractions in single precision: seven digits are more than a chart can show, and half
     * the bytes.
     */
    private static void shortNumber(JsonGenerator json, double value) {
        if (Double.isNaN(value)) {
            json.writeNull();
        } else if (isWhole(value)) {
            json.writeNumber((long) value);
        } else if (Math.abs(value) < Float.MAX_VALUE) {
            json.writeNumber((float) value);
        } else {
            json.writeNumber(value);
        }
    }

    /** The newest sample, values as they came. */
    static void latest(OutputStream out, String host, Optional<Sample> newest) {
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeStringProperty("host", host);
            json.writeName("timestamp");
            if (newest.isPresent()) {
                json.writeNumber(newest.get().timestamp());
            } else {
                json.writeNull();
            }
            json.writeObjectPropertyStart("metrics");
            if (newest.isPresent()) {
                double[] values = newest.get().values();
                for (int i = 0; i < values.length; i++) {
                    json.writeName(newest.get().series().names().get(i));
                    if (isWhole(values[i])) {
                        json.writeNumber((long) values[i]);
                    } else {
                        json.writeNumber(values[i]);
                    }
                }
            }
            json.writeEndObject();
            json.writeEndObject();
        }
    }

    /** How many samples there are. */
    static void count(OutputStream out, SampleCount count) {
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeNumberProperty("count", count.count());
            json.writeName("first");
            writeTime(json, count.count() > 0, count.first());
            json.writeName("last");
            writeTime(json, count.count() > 0, count.last());
            json.writeEndObject();
        }
    }

    private static void writeTime(JsonGenerator json, boolean known, long time) {
        if (known) {
            json.writeNumber(time);
        } else {
            json.writeNull();
        }
    }

    static boolean isWhole(double value) {
        return value == Math.rint(value) && Math.abs(value) < MAX_WHOLE;
    }
}
