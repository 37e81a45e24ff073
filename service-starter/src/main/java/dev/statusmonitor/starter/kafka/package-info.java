/** How a service reaches Kafka. */
@NullMarked
package dev.statusmonitor.starter.kafka;

import org.jspecify.annotations.NullMarked;
