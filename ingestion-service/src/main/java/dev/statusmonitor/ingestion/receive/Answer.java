package dev.statusmonitor.ingestion.receive;

import dev.statusmonitor.contract.ProblemTypes;
import dev.statusmonitor.ingestion.validate.Batch;
import dev.statusmonitor.starter.problem.Problem;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** What a sender is told of its samples. */
final class Answer {
    private static final JsonFactory JSON = new JsonFactory();

    private Answer() {}

    /**
     * The JSON of a 202.
     *
     * @param time the platform's clock, Unix time in milliseconds
     */
    static byte[] accepted(Batch batch, long time) {
        if (batch.refusedCount() == 0 && batch.ignoredCount() == 0) {
            return ("{\"accepted\":" + batch.accepted().size() + ",\"time\":" + time + "}")
                    .getBytes(StandardCharsets.ISO_8859_1);
        }
        var bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            json.writeNumberProperty("accepted", batch.accepted().size());
            json.writeNumberProperty("time", time);
            if (batch.refusedCount() > 0) {
                json.writeArrayPropertyStart("refused");
                for (Batch.Refused refused : batch.refused()) {
                    json.writeStartObject();
                    json.writeNumberProperty("index", refused.index());
                    json.writeStringProperty("reason", refused.reason());
                    json.writeEndObject();
                }
                json.writeEndArray();
                writeCount(json, "refused_count", batch.refusedCount());
            }
            if (batch.ignoredCount() > 0) {
                json.writeArrayPropertyStart("ignored");
                for (Batch.Ignored ignored : batch.ignored()) {
                    json.writeStartObject();
                    json.writeNumberProperty("index", ignored.index());
                    json.writeStringProperty("series", ignored.series());
                    json.writeStringProperty("reason", ignored.reason());
                    json.writeEndObject();
                }
                json.writeEndArray();
                writeCount(json, "ignored_count", batch.ignoredCount());
            }
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void writeCount(JsonGenerator json, String name, int count) {
        if (count > Batch.MOST_NAMED) {
            json.writeNumberProperty(name, count);
        }
    }

    /** The problem of a request of which no sample could be taken. */
    static Problem noneAccepted(Batch batch) {
        var extensions = new LinkedHashMap<String, Object>();
        if (batch.refusedCount() > 0) {
            List<Map<String, Object>> refused = batch.refused().stream()
                    .map(one -> Map.<String, Object>of("index", one.index(), "reason", one.reason()))
                    .toList();
            extensions.put("refused", refused);
            if (batch.refusedCount() > Batch.MOST_NAMED) {
                extensions.put("refused_count", batch.refusedCount());
            }
        }
        String detail = batch.samples() == 0
                ? "The request has no samples."
                : "No sample could be taken; the first: "
                        + batch.refused().get(0).reason() + ".";
        return new Problem(HttpStatus.UNPROCESSABLE_CONTENT, ProblemTypes.INVALID_SAMPLES, detail, extensions);
    }
}
