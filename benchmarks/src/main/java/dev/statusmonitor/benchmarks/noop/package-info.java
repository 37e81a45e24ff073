/** An endpoint that reads a request, answers, and does nothing else: what the web server alone can do. */
@NullMarked
package dev.statusmonitor.benchmarks.noop;

import org.jspecify.annotations.NullMarked;
