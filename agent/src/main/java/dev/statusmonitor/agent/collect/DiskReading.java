package dev.statusmonitor.agent.collect;

/**
 * What a disk did since the host started.
 *
 * @param busyMillis time in which it had something to do
 * @param nanos when this was counted, by a clock that never jumps
 */
record DiskReading(
        String device, long readBytes, long writtenBytes, long reads, long writes, long busyMillis, long nanos) {}
