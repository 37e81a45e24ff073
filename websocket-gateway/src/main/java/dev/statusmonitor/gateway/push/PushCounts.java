package dev.statusmonitor.gateway.push;

import java.util.concurrent.atomic.LongAdder;

/**
 * What became of samples, counted since the start. A sample is pushed once for each connection that gets it: whatever
 * is offered to connections is pushed, or dropped, or still waits.
 */
public final class PushCounts {
    final LongAdder consumed = new LongAdder();
    final LongAdder late = new LongAdder();
    final LongAdder unreadable = new LongAdder();
    final LongAdder withheld = new LongAdder();
    final LongAdder pushed = new LongAdder();
    final LongAdder dropped = new LongAdder();

    /** Samples read from Kafka. */
    public long consumed() {
        return consumed.sum();
    }

    /** Samples that were not newer than the newest of their host. */
    public long late() {
        return late.sum();
    }

    /** Samples that made no sense. */
    public long unreadable() {
        return unreadable.sum();
    }

    /** Samples that were shown to nobody, since whose they are could not be checked. */
    public long withheld() {
        return withheld.sum();
    }

    /** Values handed to connections. */
    public long pushed() {
        return pushed.sum();
    }

    /** Values that a newer one overtook, or that were no longer to be seen, before their connection had room. */
    public long dropped() {
        return dropped.sum();
    }
}
