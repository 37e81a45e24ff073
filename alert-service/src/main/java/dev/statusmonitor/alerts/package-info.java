/** Evaluates rules on samples as they arrive, keeps incidents, and tells people. */
@NullMarked
package dev.statusmonitor.alerts;

import org.jspecify.annotations.NullMarked;
