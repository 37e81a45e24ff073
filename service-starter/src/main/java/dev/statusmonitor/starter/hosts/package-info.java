/** A service's own view of whose host is whose, read from the topic {@code hosts.changes}. */
@NullMarked
package dev.statusmonitor.starter.hosts;

import org.jspecify.annotations.NullMarked;
