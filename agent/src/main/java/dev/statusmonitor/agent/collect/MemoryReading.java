package dev.statusmonitor.agent.collect;

/**
 * Physical memory, in bytes. What is none of the last three is used.
 *
 * @param buffers -1 where the operating system doesn't tell it apart
 * @param cached what could be had by dropping it; -1 where the operating system doesn't tell it apart
 */
record MemoryReading(long total, long free, long buffers, long cached) {}
