/** Slows down whoever guesses secrets. */
@NullMarked
package dev.statusmonitor.auth.limit;

import org.jspecify.annotations.NullMarked;
