/** Many simulated agents in one thread: real requests over real connections, each host at its own pace. */
@NullMarked
package dev.statusmonitor.benchmarks.load;

import org.jspecify.annotations.NullMarked;
