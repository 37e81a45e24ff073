/** A whole platform of one's own for a benchmark: its processes, its account, its hosts. */
@NullMarked
package dev.statusmonitor.benchmarks.platform;

import org.jspecify.annotations.NullMarked;
