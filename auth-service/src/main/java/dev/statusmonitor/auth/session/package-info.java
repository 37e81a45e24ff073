/** A browser's session: log in, refresh, log out. */
@NullMarked
package dev.statusmonitor.auth.session;

import org.jspecify.annotations.NullMarked;
