package dev.statusmonitor.benchmarks.platform;

import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/** Tells what goes on, on standard error: standard output has the figures and nothing else. */
public final class Log {
    private Log() {}

    public static void say(String sentence) {
        System.err.println(LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS) + "  " + sentence);
    }
}
