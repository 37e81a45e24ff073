package dev.statusmonitor.agent.collect;

/**
 * Swap, in bytes, and pages since the host started.
 *
 * @param pagesIn -1 where unknown
 * @param pagesOut -1 where unknown
 * @param nanos when the pages were counted, by a clock that never jumps
 */
record SwapReading(long total, long used, long pagesIn, long pagesOut, long nanos) {}
