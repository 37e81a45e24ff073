package dev.statusmonitor.history.query;

import dev.statusmonitor.history.store.Grid;
import dev.statusmonitor.history.store.SeriesBuckets;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.MimeTypeUtils;

/**
 * Answers as a table (RFC 4180): a line a bucket, its start in RFC 3339, then the columns of each series: its mean
 * under its name, its smallest and largest where they say something. A gap is an empty cell.
 */
final class HistoryCsv {
    static final String MEDIA_TYPE = "text/csv";

    private static final MediaType CSV = MediaType.parseMediaType(MEDIA_TYPE);

    private HistoryCsv() {}

    /** Whether a request's {@code Accept} asks for it rather than for JSON. */
    static boolean wanted(@Nullable String accept) {
        if (accept == null || accept.isBlank()) {
            return false;
        }
        List<MediaType> types;
        try {
            types = MediaType.parseMediaTypes(accept);
        } catch (InvalidMediaTypeException e) {
            return false;
        }
        var sorted = new ArrayList<>(types);
        MimeTypeUtils.sortBySpecificity(sorted);
        sorted.sort((a, b) -> Double.compare(b.getQualityValue(), a.getQualityValue()));
        for (MediaType type : sorted) {
            if (type.getQualityValue() > 0) {
                if (type.includes(MediaType.APPLICATION_JSON)) {
                    return false;
                }
                if (type.includes(CSV)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** @param hosts whose answers these are; named in the columns where there are several */
    static void write(OutputStream out, List<String> hosts, Grid grid, List<SeriesBuckets> answers) throws IOException {
        var columns = new ArrayList<IntToDoubleFunction>();
        Writer csv = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        csv.write("time");
        for (int i = 0; i < hosts.size(); i++) {
            String prefix = hosts.size() == 1 ? "" : hosts.get(i) + " ";
            for (SeriesBuckets.Series series : answers.get(i).series()) {
                head(csv, prefix + series.name());
                columns.add(series::mean);
                if (series.hasExtremes()) {
                    head(csv, prefix + series.name() + " min");
                    columns.add(series::min);
                    head(csv, prefix + series.name() + " max");
                    columns.add(series::max);
                }
            }
        }
        csv.write("\r\n");
        for (int bucket = 0; bucket < grid.size(); bucket++) {
            csv.write(Instant.ofEpochMilli(grid.time(bucket)).toString());
            for (IntToDoubleFunction column : columns) {
                csv.write(',');
                csv.write(number(column.applyAsDouble(bucket)));
            }
            csv.write("\r\n");
        }
        csv.flush();
    }

    private static void head(Writer csv, String text) throws IOException {
        csv.write(",\"" + text.replace("\"", "\"\"") + "\"");
    }

    /** As in JSON: whole numbers as they are, fractions to seven digits. */
    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "";
        }
        if (HistoryJson.isWhole(value)) {
            return Long.toString((long) value);
        }
        return Math.abs(value) < Float.MAX_VALUE ? Float.toString((float) value) : Double.toString(value);
    }
}
