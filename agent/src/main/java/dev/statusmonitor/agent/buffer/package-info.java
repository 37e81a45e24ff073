/** What waits to be sent, and by which clock it is stamped. */
@NullMarked
package dev.statusmonitor.agent.buffer;

import org.jspecify.annotations.NullMarked;
