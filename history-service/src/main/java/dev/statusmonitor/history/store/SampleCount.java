package dev.statusmonitor.history.store;

/**
 * How many samples there are, each counted once.
 *
 * @param first the smallest timestamp, Unix time in milliseconds; of no meaning where {@code count} is 0
 * @param last the largest timestamp
 */
public record SampleCount(long count, long first, long last) {
    public static final SampleCount NONE = new SampleCount(0, 0, 0);
}
