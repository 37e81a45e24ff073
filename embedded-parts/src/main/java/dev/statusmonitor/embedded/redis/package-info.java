/** A real Redis server as a child process. */
@NullMarked
package dev.statusmonitor.embedded.redis;

import org.jspecify.annotations.NullMarked;
