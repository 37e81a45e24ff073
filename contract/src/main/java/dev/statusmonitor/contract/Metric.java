package dev.statusmonitor.contract;

import java.util.Set;

/**
 * A metric that this version knows.
 *
 * @param name its OpenTelemetry name, or a documented one of our own
 * @param unit its UCUM unit
 * @param min the smallest value that can be true
 * @param max the largest value that can be true
 * @param attributes the attribute keys that a series of it may have
 * @param device which of them names a device, so that their number is bounded; empty where none does
 * @param description what it tells, one sentence
 */
public record Metric(
        String name, String unit, double min, double max, Set<String> attributes, String device, String description) {
    public boolean inRange(double value) {
        // Also refuses NaN, which no comparison holds for.
        return value >= min && value <= max;
    }
}
