package dev.statusmonitor.history.store.influxdb;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Samples that InfluxDB will not take, today or ever: they are counted, each reason is named in the log once, and nobody
 * sends them again. Of an answer that had several reasons InfluxDB names one, and counts the samples of that one.
 */
final class Refusals {
    private static final Logger log = LoggerFactory.getLogger(Refusals.class);
    private static final Pattern DROPPED = Pattern.compile("dropped=(\\d{1,9})");
    private static final Pattern FIELD = Pattern.compile("input field \"(.{1,500}?)\" on measurement");
    private static final int MAX_REASONS = 1_000;

    private final Counter counter;
    private final Set<String> named = ConcurrentHashMap.newKeySet();

    Refusals(MeterRegistry meters) {
        counter = Counter.builder("statusmonitor.history.influxdb.refused")
                .description("samples that InfluxDB refused for good")
                .register(meters);
    }

    /**
     * Notes an answer.
     *
     * @param message what InfluxDB said; it says how many it dropped where it took the others
     * @param sent how many samples there were, for an answer that does not say
     */
    void note(String message, int sent) {
        Matcher dropped = DROPPED.matcher(message);
        int count = dropped.find() ? Integer.parseInt(dropped.group(1)) : sent;
        counter.increment(count);
        String reason = reason(message);
        if (named.size() < MAX_REASONS && named.add(reason)) {
            log.atWarn()
                    .addKeyValue("reason", reason)
                    .addKeyValue("samples", count)
                    .addKeyValue("answer", message)
                    .log("InfluxDB refused samples; more of these are counted and not named again");
        }
    }

    /** How many there were so far. */
    long count() {
        return (long) counter.count();
    }

    private static String reason(String message) {
        Matcher field = FIELD.matcher(message);
        if (field.find()) {
            return "a field of another type: " + field.group(1);
        }
        return message.contains("retention policy") ? "older than the retention" : "not understood";
    }
}
