package dev.statusmonitor.benchmarks.history;

import java.time.Duration;

/**
 * How much history is generated.
 *
 * @param hosts with history in every tier
 * @param hours how far back the tier of hours goes; less than a year, of which InfluxDB takes nothing older
 * @param minutes how far back the tier of minutes goes
 * @param samples how far back samples go; whole hours
 * @param some of so many hosts rolling up a minute is measured
 * @param many of so many too, whose last minutes are all there
 * @param lastMinutes how many minutes these have
 * @param cold how often the store is opened anew and each host's ranges are asked for once
 * @param warm how often after that
 * @param look how often a store that puts its files together by itself is asked whether it has done so
 */
record HistorySize(
        int hosts,
        Duration hours,
        Duration minutes,
        Duration samples,
        int some,
        int many,
        int lastMinutes,
        int cold,
        int warm,
        Duration look) {
    /** What the figures mean. */
    static final HistorySize USUAL = new HistorySize(
            20,
            Duration.ofDays(364),
            Duration.ofHours(166),
            Duration.ofHours(24),
            100,
            1_000,
            10,
            5,
            30,
            Duration.ofSeconds(15));

    static final HistorySize LONG = new HistorySize(
            100,
            USUAL.hours,
            USUAL.minutes,
            USUAL.samples,
            USUAL.some,
            USUAL.many,
            USUAL.lastMinutes,
            2,
            10,
            USUAL.look);

    /** Whether it runs, not how well. */
    static final HistorySize SMALL = new HistorySize(
            2, Duration.ofDays(20), Duration.ofHours(30), Duration.ofHours(4), 3, 5, 5, 2, 3, Duration.ofSeconds(1));
}
