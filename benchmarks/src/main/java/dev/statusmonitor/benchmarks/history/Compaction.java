package dev.statusmonitor.benchmarks.history;

import dev.statusmonitor.benchmarks.platform.CannotMeasureException;
import dev.statusmonitor.benchmarks.platform.Log;
import dev.statusmonitor.benchmarks.platform.Platform;
import dev.statusmonitor.history.store.Tier;
import dev.statusmonitor.history.store.TieredStore;
import java.time.Duration;
import java.util.function.LongSupplier;

/** The end of what a server does by itself to put its files together. */
final class Compaction {
    /** The same size for so long: it has put its files together. */
    private static final int SAME = 4;

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private Compaction() {}

    /**
     * Waits until the size stays the same, or for five minutes.
     *
     * @param server as people call it
     * @param look how often to ask
     * @param bytes the size; 0 while it is not known
     */
    static void await(String server, Duration look, LongSupplier bytes) throws CannotMeasureException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        long before = -1;
        int same = 0;
        while (same < SAME) {
            long now = bytes.getAsLong();
            same = now == before && now > 0 ? same + 1 : 0;
            before = now;
            if (System.nanoTime() > until) {
                Log.say(server + " still compacts; the bytes a value are more than they would become.");
                return;
            }
            Platform.pause(look);
        }
    }

    /** What the samples of a store take. */
    static long rawBytes(TieredStore store) {
        return store.usage().tiers().stream()
                .filter(each -> each.tier() == Tier.RAW)
                .mapToLong(each -> each.bytes())
                .sum();
    }
}
