/** Tells the other services what changed, from outboxes that are written with the change itself. */
@NullMarked
package dev.statusmonitor.auth.publish;

import org.jspecify.annotations.NullMarked;
