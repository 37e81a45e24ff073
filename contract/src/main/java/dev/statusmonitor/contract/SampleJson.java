package dev.statusmonitor.contract;

import java.io.ByteArrayOutputStream;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Samples as an agent posts them: one object, or an array of them.
 *
 * <pre>{@code {"schema":1,"timestamp":1763912176000,"metrics":{"system.uptime":86400.5,"system.cpu.utilization{cpu.mode=user}":0.25}}}</pre>
 *
 * Reading is the ingestion edge's, since it has to be lenient sample by sample and value by value.
 */
public final class SampleJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private SampleJson() {}

    /** One sample as a JSON object, several as an array; UTF-8. */
    public static byte[] write(List<Sample> samples) {
        var bytes = new ByteArrayOutputStream(4096 * samples.size());
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            if (samples.size() != 1) {
                json.writeStartArray();
            }
            for (Sample sample : samples) {
                write(json, sample);
            }
            if (samples.size() != 1) {
                json.writeEndArray();
            }
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, Sample sample) {
        json.writeStartObject();
        json.writeNumberProperty("schema", sample.schema());
        json.writeNumberProperty("timestamp", sample.timestamp());
        json.writeObjectPropertyStart("metrics");
        for (int i = 0; i < sample.values().length; i++) {
            double value = sample.values()[i];
            json.writeName(sample.series().names().get(i));
            if (value == Math.rint(value) && Math.abs(value) < 1e15) {
                json.writeNumber((long) value);
            } else {
                json.writeNumber(value);
            }
        }
        json.writeEndObject();
        TopProcesses processes = sample.processes();
        if (processes != null) {
            json.writeName("processes");
            processes.write(json);
        }
        json.writeEndObject();
    }
}
