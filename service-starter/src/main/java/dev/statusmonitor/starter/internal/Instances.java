package dev.statusmonitor.starter.internal;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * The instances of a service, taken in turn. One that could not be connected to comes last for two seconds: it is
 * tried only when no other can be. Safe for use by several threads.
 */
public final class Instances {
    private static final Duration AVOIDED = Duration.ofSeconds(2);

    private final List<URI> all;
    private final LongSupplier nanoTime;
    private final AtomicInteger turn = new AtomicInteger();
    private final ConcurrentHashMap<URI, Long> failedAt = new ConcurrentHashMap<>();

    /**
     * @param all their addresses, one at least, without a slash at their ends
     * @param nanoTime {@link System#nanoTime}
     */
    public Instances(List<URI> all, LongSupplier nanoTime) {
        if (all.isEmpty()) {
            throw new IllegalArgumentException("a service needs one instance at least");
        }
        this.all = List.copyOf(all);
        this.nanoTime = nanoTime;
    }

    /** All of them, in the order in which one call should try them. */
    public List<URI> inTurn() {
        if (all.size() == 1) {
            return all;
        }
        int first = Math.floorMod(turn.getAndIncrement(), all.size());
        var good = new ArrayList<URI>(all.size());
        var last = new ArrayList<URI>();
        for (int i = 0; i < all.size(); i++) {
            URI instance = all.get((first + i) % all.size());
            Long failed = failedAt.get(instance);
            if (failed != null && nanoTime.getAsLong() - failed < AVOIDED.toNanos()) {
                last.add(instance);
            } else {
                good.add(instance);
            }
        }
        good.addAll(last);
        return good;
    }

    /** The instance could not be connected to. */
    public void failed(URI instance) {
        failedAt.put(instance, nanoTime.getAsLong());
    }
}
