package dev.statusmonitor.ingestion.validate;

import dev.statusmonitor.contract.Metric;
import dev.statusmonitor.contract.Metrics;
import dev.statusmonitor.contract.Sample;
import dev.statusmonitor.contract.SeriesKey;
import dev.statusmonitor.contract.SeriesLists;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The reading of one body. Not safe for use by several threads. */
final class BatchReading {
    private final JsonParser json;
    private final SampleLimits limits;
    private final long now;
    private final SentNames sentNames;
    private final SeriesLists lists;

    /** The names to expect, in their order; those of the sample before. */
    private NameSequence sequence;

    private boolean sequenceIsNew;

    private final List<Sample> accepted = new ArrayList<>(1);
    private final List<Batch.Refused> refused = new ArrayList<>(0);
    private final List<Batch.Ignored> ignored = new ArrayList<>(0);
    private int refusedCount;
    private int ignoredCount;

    // Of the sample that is being read.
    private double[] values = {};
    private int valueCount;
    private @Nullable String problem;

    BatchReading(
            JsonParser json,
            SampleLimits limits,
            long now,
            SentNames sentNames,
            SeriesLists lists,
            NameSequence expected) {
        this.json = json;
        this.limits = limits;
        this.now = now;
        this.sentNames = sentNames;
        this.lists = lists;
        this.sequence = expected;
    }

    Batch read() throws NotJsonException, TooManySamplesException {
        int samples = 0;
        JsonToken first = json.nextToken();
        if (first == JsonToken.START_OBJECT) {
            samples = 1;
            readSample(0);
        } else if (first == JsonToken.START_ARRAY) {
            for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
                if (samples == limits.maxSamples()) {
                    throw new TooManySamplesException(limits.maxSamples());
                }
                if (token == JsonToken.START_OBJECT) {
                    readSample(samples);
                } else {
                    json.skipChildren();
                    refuse(samples, "a sample is a JSON object");
                }
                samples++;
            }
        } else {
            throw new NotJsonException(
                    first == null
                            ? "the body is empty; it is one sample as a JSON object, or an array of them"
                            : "the body is one sample as a JSON object, or an array of them");
        }
        if (json.nextToken() != null) {
            throw new NotJsonException("the body goes on after its end; several samples are sent as one array");
        }
        return new Batch(samples, accepted, refused, refusedCount, ignored, ignoredCount);
    }

    /** The sequence of names to expect next time. */
    NameSequence sequence() {
        return sequence;
    }

    /** Whether that is another than the one expected at first. */
    boolean sequenceIsNew() {
        return sequenceIsNew;
    }

    private void readSample(int index) {
        int schema = Sample.SCHEMA;
        long timestamp = Long.MIN_VALUE;
        boolean metricsSeen = false;
        ProcessesReading.@Nullable Read processes = null;
        problem = null;
        valueCount = 0;
        String property = json.nextName();
        while (property != null) {
            JsonToken token = json.nextToken();
            switch (property) {
                case "timestamp" -> {
                    Long time = wholeNumber(token);
                    if (time == null) {
                        fail("timestamp is Unix time in milliseconds, a whole number");
                    } else {
                        timestamp = time;
                    }
                }
                case "schema" -> {
                    Long number = wholeNumber(token);
                    if (number == null || number < 1 || number > Byte.MAX_VALUE) {
                        fail("schema is a number from 1 to " + Byte.MAX_VALUE + ", " + Sample.SCHEMA + " today");
                    } else {
                        schema = number.intValue();
                    }
                }
                case "metrics" -> {
                    if (token != JsonToken.START_OBJECT) {
                        fail("metrics is a JSON object of series names and numbers");
                        json.skipChildren();
                    } else if (metricsSeen) {
                        fail("metrics appears twice");
                        json.skipChildren();
                    } else {
                        metricsSeen = true;
                        readMetrics();
                    }
                }
                case "processes" -> processes = ProcessesReading.read(json, token);
                // What a later version adds.
                default -> json.skipChildren();
            }
            property = json.nextName();
        }
        if (problem == null) {
            problem = missing(timestamp, metricsSeen);
        }
        if (problem != null) {
            refuse(index, problem);
            return;
        }
        accepted.add(new Sample(
                schema, timestamp, sequence.series(), values, processes == null ? null : processes.processes()));
        if (processes != null && processes.problem() != null) {
            ignore(new Batch.Ignored(index, "processes", processes.problem()));
        }
        if (sequence.names().size() != valueCount) {
            nameIgnored(index);
        }
    }

    private @Nullable String missing(long timestamp, boolean metricsSeen) {
        if (timestamp == Long.MIN_VALUE) {
            return "timestamp is missing; it is Unix time in milliseconds";
        }
        // Compared without a difference, which could overflow.
        if (timestamp > now + limits.maxAhead().toMillis()) {
            return "timestamp " + timestamp + " is ahead of the platform's clock (" + now + ") by more than "
                    + words(limits.maxAhead());
        }
        if (timestamp < now - limits.maxAge().toMillis()) {
            return "timestamp " + timestamp + " is older than " + words(limits.maxAge()) + "; it is Unix time in"
                    + " milliseconds";
        }
        if (!metricsSeen) {
            return "metrics is missing";
        }
        if (valueCount == 0) {
            return sequence.names().isEmpty()
                    ? "metrics is empty"
                    : "none of its metrics can be used; " + firstUnusable();
        }
        return null;
    }

    private void readMetrics() {
        List<SentName> expected = sequence.names();
        var read = new double[sequence.series().size()];
        int count = 0;
        int at = 0;
        while (at < expected.size()) {
            SentName name = expected.get(at);
            if (!json.nextName(name.written())) {
                break;
            }
            JsonToken token = json.nextToken();
            if (name instanceof SentName.Known known) {
                read[count] = value(known, token);
                if (problem != null) {
                    skipRest();
                    return;
                }
                count++;
            } else {
                json.skipChildren();
            }
            at++;
        }
        if (at == expected.size() && json.nextToken() == JsonToken.END_OBJECT) {
            values = read;
            valueCount = count;
            return;
        }
        readOtherMetrics(expected.subList(0, at), read, count);
    }

    /** From the first name that was not the expected one: that name is the parser's current token. */
    private void readOtherMetrics(List<SentName> prefix, double[] prefixValues, int prefixCount) {
        var builder = new NameSequence.Builder();
        for (SentName name : prefix) {
            builder.add(
                    name instanceof SentName.Known known
                            ? known
                            : sentNames.resolve(name.written().getValue()));
        }
        double[] read = Arrays.copyOf(prefixValues, Math.max(64, prefixValues.length));
        int count = prefixCount;
        boolean memorable = true;
        while (json.currentToken() == JsonToken.PROPERTY_NAME) {
            if (builder.size() == Metrics.MAX_VALUES) {
                fail("a sample has at most " + Metrics.MAX_VALUES + " values");
                json.nextToken();
                json.skipChildren();
                skipRest();
                return;
            }
            String written = json.currentName();
            memorable &= written.length() <= SeriesKey.MAX_LENGTH;
            SentName name = builder.add(sentNames.resolve(written));
            JsonToken token = json.nextToken();
            if (name instanceof SentName.Known known) {
                if (count == read.length) {
                    read = Arrays.copyOf(read, 2 * count);
                }
                read[count] = value(known, token);
                if (problem != null) {
                    skipRest();
                    return;
                }
                count++;
            } else {
                json.skipChildren();
            }
            json.nextToken();
        }
        values = Arrays.copyOf(read, count);
        valueCount = count;
        sequence = builder.build(lists);
        // Names beyond the limit are never good: they are not worth their memory.
        sequenceIsNew = memorable;
    }

    /** The value, or NaN and a problem. */
    private double value(SentName.Known name, JsonToken token) {
        if (token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT) {
            double value = json.getDoubleValue();
            Metric metric = name.metric();
            if (metric.inRange(value)) {
                return value;
            }
            fail(
                    Double.isFinite(value)
                            ? name.name() + " is " + number(value) + ", which is not within " + number(metric.min())
                                    + " and " + number(metric.max())
                            : name.name() + " is " + value + "; a value is a finite number");
            return Double.NaN;
        }
        if (token == JsonToken.VALUE_STRING) {
            fail(name.name() + " is the text \"" + Quoted.of(json.getString(), 30) + "\"; a value is a finite number");
        } else {
            fail(name.name() + " is no number; a value is a finite number");
            json.skipChildren();
        }
        return Double.NaN;
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : String.valueOf(value);
    }

    /** Ends the object whose properties are being read; the last value was read to its end. */
    private void skipRest() {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            json.nextToken();
            json.skipChildren();
        }
    }

    private @Nullable Long wholeNumber(JsonToken token) {
        if (token == JsonToken.VALUE_NUMBER_INT && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            return json.getLongValue();
        }
        json.skipChildren();
        return null;
    }

    private void fail(String reason) {
        if (problem == null) {
            problem = reason;
        }
    }

    private void refuse(int index, String reason) {
        if (refused.size() < Batch.MOST_NAMED) {
            refused.add(new Batch.Refused(index, reason));
        }
        refusedCount++;
    }

    private void ignore(Batch.Ignored what) {
        ignoredCount++;
        if (ignored.size() < Batch.MOST_NAMED) {
            ignored.add(what);
        }
    }

    private void nameIgnored(int index) {
        for (SentName name : sequence.names()) {
            if (name instanceof SentName.Unusable unusable) {
                ignore(new Batch.Ignored(index, unusable.shown(), unusable.reason()));
            }
        }
    }

    private String firstUnusable() {
        return sequence.names().get(0) instanceof SentName.Unusable unusable
                ? unusable.shown() + ": " + unusable.reason()
                : "";
    }

    private static String words(Duration duration) {
        return duration.toHours() > 0 ? duration.toHours() + " h" : duration.toSeconds() + " s";
    }
}
