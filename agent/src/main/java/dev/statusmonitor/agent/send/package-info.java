/** Brings what waits to the platform: the newest first, the backlog beside it. */
@NullMarked
package dev.statusmonitor.agent.send;

import org.jspecify.annotations.NullMarked;
