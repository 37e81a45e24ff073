package dev.statusmonitor.history.store.influxdb;

import com.influxdb.exceptions.InfluxException;
import dev.statusmonitor.history.store.HostSample;
import dev.statusmonitor.history.store.SampleWriter;
import dev.statusmonitor.history.store.Tier;
import java.util.List;

/** One line a sample, a few megabytes a request. */
final class InfluxDbSampleWriter implements SampleWriter {
    private static final int MAX_TEXT = 4 << 20;
    private static final int BAD_REQUEST = 400;
    private static final int TOO_LARGE = 413;
    private static final int UNPROCESSABLE = 422;

    private final InfluxDb influxDb;
    private final Refusals refusals;
    private final InfluxDbRollUp rollUp;
    private final Lines lines = new Lines();
    private final StringBuilder text = new StringBuilder();
    private boolean refused;

    InfluxDbSampleWriter(InfluxDb influxDb, Refusals refusals, InfluxDbRollUp rollUp) {
        this.influxDb = influxDb;
        this.refusals = refusals;
        this.rollUp = rollUp;
    }

    @Override
    public synchronized void write(List<HostSample> samples) {
        int from = 0;
        while (from < samples.size()) {
            int until = from;
            text.setLength(0);
            while (until < samples.size() && text.length() < MAX_TEXT) {
                lines.add(text, samples.get(until++));
            }
            store(samples.subList(from, until));
            from = until;
        }
        if (refused) {
            rollUp.refused();
            refused = false;
        }
        // Only now can it be told which of them came too late for their window.
        rollUp.stored(samples);
    }

    /** Stores the samples whose lines are in {@code text}. */
    private void store(List<HostSample> samples) {
        try {
            influxDb.write(Tier.RAW, text.toString());
        } catch (InfluxException e) {
            String message = String.valueOf(e.getMessage());
            if (e.status() == UNPROCESSABLE && message.contains("partial write")) {
                // It took the others.
                refuse(message, samples.size());
            } else if (e.status() == BAD_REQUEST || e.status() == TOO_LARGE || e.status() == UNPROCESSABLE) {
                // It took none. One that it never takes must not keep the others out.
                storeInParts(samples, message);
            } else {
                throw influxDb.failed(e);
            }
        }
    }

    private void refuse(String message, int count) {
        refusals.note(message, count);
        refused = true;
    }

    private void storeInParts(List<HostSample> samples, String message) {
        if (samples.size() == 1) {
            refuse(message, 1);
            return;
        }
        int middle = samples.size() / 2;
        for (List<HostSample> part : List.of(samples.subList(0, middle), samples.subList(middle, samples.size()))) {
            text.setLength(0);
            part.forEach(each -> lines.add(text, each));
            store(part);
        }
    }
}
