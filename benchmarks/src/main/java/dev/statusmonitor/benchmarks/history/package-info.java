/** Generated history in a real store, and what it costs to keep and to read. Runs in a process of its own. */
@NullMarked
package dev.statusmonitor.benchmarks.history;

import org.jspecify.annotations.NullMarked;
