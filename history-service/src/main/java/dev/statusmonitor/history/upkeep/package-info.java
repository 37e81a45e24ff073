/** What keeps a store in order: rolling up, taking out deleted hosts, seeing how much room there is. */
@NullMarked
package dev.statusmonitor.history.upkeep;

import org.jspecify.annotations.NullMarked;
