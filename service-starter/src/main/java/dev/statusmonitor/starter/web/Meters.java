package dev.statusmonitor.starter.web;

import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Statistic;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The platform's own figures in this process, for {@code doctor}. */
@RestController
public class Meters {
    private static final String OURS = "statusmonitor.";
    private static final Set<Statistic> VALUES = Set.of(Statistic.COUNT, Statistic.VALUE);

    private final MeterRegistry registry;

    public Meters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** By name, added up over all tags. */
    @GetMapping("/internal/v1/meters")
    public Map<String, Double> values() {
        var values = new TreeMap<String, Double>();
        for (Meter meter : registry.getMeters()) {
            if (meter.getId().getName().startsWith(OURS)) {
                for (Measurement measurement : meter.measure()) {
                    if (VALUES.contains(measurement.getStatistic()) && Double.isFinite(measurement.getValue())) {
                        values.merge(meter.getId().getName(), measurement.getValue(), Double::sum);
                    }
                }
            }
        }
        return values;
    }
}
