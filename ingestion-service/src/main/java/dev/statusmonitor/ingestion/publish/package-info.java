/** From accepted samples to Kafka's word that it has them. */
@NullMarked
package dev.statusmonitor.ingestion.publish;

import org.jspecify.annotations.NullMarked;
