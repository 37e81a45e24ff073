/** Decides what fires and what is over: plain Java, one small state machine, time passed in. */
@NullMarked
package dev.statusmonitor.alerts.evaluate;

import org.jspecify.annotations.NullMarked;
