/** The store of samples in an Apache Cassandra. */
@NullMarked
package dev.statusmonitor.history.store.cassandra;

import org.jspecify.annotations.NullMarked;
