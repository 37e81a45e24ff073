/** A forgotten password: a link from the platform's own machine sets a new one. */
@NullMarked
package dev.statusmonitor.auth.reset;

import org.jspecify.annotations.NullMarked;
