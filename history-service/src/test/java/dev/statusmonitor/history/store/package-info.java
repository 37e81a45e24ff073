@NullMarked
package dev.statusmonitor.history.store;

import org.jspecify.annotations.NullMarked;
