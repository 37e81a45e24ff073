package dev.statusmonitor.benchmarks;

import dev.statusmonitor.benchmarks.platform.CannotMeasureException;

/** Measures some figures on a platform of its own. */
interface Benchmark {
    /** Prints its figures. */
    void run(Figures figures) throws CannotMeasureException;
}
