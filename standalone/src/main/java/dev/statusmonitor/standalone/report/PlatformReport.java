package dev.statusmonitor.standalone.report;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How the platform is, by its own reckoning.
 *
 * @param time of this report, Unix ms
 * @param kafka whether the broker answers
 * @param redis whether the cache answers
 * @param lag by consumer group
 * @param meters the platform's own counters and gauges ({@code statusmonitor.…}), summed over their tags
 * @param disk the data folder's
 * @param hosts every host that is not deleted
 */
public record PlatformReport(
        long time,
        boolean kafka,
        boolean redis,
        Map<String, ConsumerLag> lag,
        Map<String, Double> meters,
        Disk disk,
        List<Host> hosts) {
    public PlatformReport {
        lag = Map.copyOf(lag);
        meters = new TreeMap<>(meters);
        hosts = List.copyOf(hosts);
    }

    /**
     * The disk of the data folder.
     *
     * @param total bytes
     * @param usable bytes that are left
     * @param bytesPerDay by how much that shrinks at today's rate; null when it has not been watched long enough
     */
    public record Disk(long total, long usable, @Nullable Long bytesPerDay) {}

    /**
     * A host.
     *
     * @param id its id
     * @param name what people call it
     * @param active false where it was revoked
     * @param arrived when its newest sample arrived, Unix ms; null when that was not within the last seconds
     * @param newest the timestamp of its newest stored sample, Unix ms; null where none is stored, or it was not looked
     *     up because samples arrive
     */
    public record Host(
            String id,
            String name,
            boolean active,
            @Nullable Long arrived,
            @Nullable Long newest) {}
}
