/** Stores samples and answers queries over them: consume, then store, then query. */
@NullMarked
package dev.statusmonitor.history;

import org.jspecify.annotations.NullMarked;
