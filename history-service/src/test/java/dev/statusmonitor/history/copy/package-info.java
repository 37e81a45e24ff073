@NullMarked
package dev.statusmonitor.history.copy;

import org.jspecify.annotations.NullMarked;
