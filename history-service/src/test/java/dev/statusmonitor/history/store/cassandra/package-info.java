@NullMarked
package dev.statusmonitor.history.store.cassandra;

import org.jspecify.annotations.NullMarked;
