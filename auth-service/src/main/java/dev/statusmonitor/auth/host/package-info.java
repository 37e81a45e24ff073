/** Hosts, whose they are and what their owners may change. */
@NullMarked
package dev.statusmonitor.auth.host;

import org.jspecify.annotations.NullMarked;
