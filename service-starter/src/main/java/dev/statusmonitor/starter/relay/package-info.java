/** Work that is repeated until it is done: what an outbox holds, what is to be cleared away. */
@NullMarked
package dev.statusmonitor.starter.relay;

import org.jspecify.annotations.NullMarked;
