/** What prints every figure that this project claims. */
@NullMarked
package dev.statusmonitor.benchmarks;

import org.jspecify.annotations.NullMarked;
