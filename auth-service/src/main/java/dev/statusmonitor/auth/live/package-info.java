/** One-time tickets for the live connection. */
@NullMarked
package dev.statusmonitor.auth.live;

import org.jspecify.annotations.NullMarked;
