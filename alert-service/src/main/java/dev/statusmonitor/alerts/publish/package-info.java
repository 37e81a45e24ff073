/** From the outbox to the topic of events. */
@NullMarked
package dev.statusmonitor.alerts.publish;

import org.jspecify.annotations.NullMarked;
