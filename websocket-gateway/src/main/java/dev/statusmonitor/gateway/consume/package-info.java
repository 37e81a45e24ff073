/** Reads every sample from Kafka and keeps the last two minutes of each host's overview. */
@NullMarked
package dev.statusmonitor.gateway.consume;

import org.jspecify.annotations.NullMarked;
