/** From Kafka into the evaluation, and from there into the database. */
@NullMarked
package dev.statusmonitor.alerts.consume;

import org.jspecify.annotations.NullMarked;
