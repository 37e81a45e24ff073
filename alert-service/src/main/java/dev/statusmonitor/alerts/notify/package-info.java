/** From the topic of events to people: a consumer of its own, so that a slow chat never delays evaluation. */
@NullMarked
package dev.statusmonitor.alerts.notify;

import org.jspecify.annotations.NullMarked;
