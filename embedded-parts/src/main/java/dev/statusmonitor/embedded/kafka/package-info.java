/** A real Apache Kafka broker inside this process. */
@NullMarked
package dev.statusmonitor.embedded.kafka;

import org.jspecify.annotations.NullMarked;
