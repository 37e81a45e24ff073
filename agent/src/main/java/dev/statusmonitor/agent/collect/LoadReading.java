package dev.statusmonitor.agent.collect;

/** Load averages over one, five and fifteen minutes; negative where unknown. */
record LoadReading(double one, double five, double fifteen) {}
