/** Copies a whole history from one store to another. */
@NullMarked
package dev.statusmonitor.history.copy;

import org.jspecify.annotations.NullMarked;
