package dev.statusmonitor.gateway.consume;

import org.jspecify.annotations.Nullable;

/**
 * What a list of hosts shows of one sample. NaN is unknown, never 0. Single precision is more than a row of a list
 * can show and halves what is kept.
 *
 * @param timestamp when it was measured, Unix time in milliseconds
 * @param cpu busy share of all processors
 * @param memory used share of memory
 * @param disk used share of the fullest filesystem
 * @param mountpoint where that filesystem is mounted; null where {@code disk} is unknown
 * @param receive bytes a second received, summed over interfaces
 * @param transmit bytes a second sent, summed over interfaces
 * @param load load average over one minute
 * @param uptime whole seconds since the host started; negative is unknown
 */
public record OverviewPoint(
        long timestamp,
        float cpu,
        float memory,
        float disk,
        @Nullable String mountpoint,
        float receive,
        float transmit,
        float load,
        long uptime) {}
