/** A node of Cassandra as a process, for tests and for trying it out. */
@NullMarked
package dev.statusmonitor.embedded.cassandra;

import org.jspecify.annotations.NullMarked;
