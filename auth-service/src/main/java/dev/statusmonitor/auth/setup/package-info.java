/** The first account, made by whoever holds the set-up link. */
@NullMarked
package dev.statusmonitor.auth.setup;

import org.jspecify.annotations.NullMarked;
