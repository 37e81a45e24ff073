@NullMarked
package dev.statusmonitor.history.consume;

import org.jspecify.annotations.NullMarked;
