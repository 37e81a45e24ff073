package dev.statusmonitor.agent;

import java.util.List;

/** How to start the agent's Java so that it stays small: {@code java <flags> -jar agent-all.jar …}. */
public final class RecommendedFlags {
    /** By it the agent knows that it was started by them; asking Java for its options would load megabytes. */
    private static final String MARK = "statusmonitor.agent.recommended";

    private static final List<String> FLAGS = List.of(
            "-XX:+IgnoreUnrecognizedVMOptions",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xms4m",
            "-Xmx24m",
            "-Xmn1m",
            "-Xss256k",
            "-XX:ReservedCodeCacheSize=16m",
            "-XX:TrimNativeHeapInterval=10000",
            // A thread that looks four times a second for locks that nobody uses any more would take a fortieth of all.
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:AsyncDeflationInterval=10000",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-UsePerfData",
            "-D" + MARK + "=true");

    private RecommendedFlags() {}

    /** The flags, for Java 17 and later; what a Java doesn't know it ignores. */
    public static List<String> flags() {
        return FLAGS;
    }

    /** Whether this Java was started by them. */
    static boolean inUse() {
        return Boolean.getBoolean(MARK);
    }
}
