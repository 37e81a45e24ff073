/** From Kafka into the store: nothing is committed that the store does not have. */
@NullMarked
package dev.statusmonitor.history.consume;

import org.jspecify.annotations.NullMarked;
