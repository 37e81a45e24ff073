/** Reads the host's sensors each second and makes samples of what they say. */
@NullMarked
package dev.statusmonitor.agent.collect;

import org.jspecify.annotations.NullMarked;
