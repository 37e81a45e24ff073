@NullMarked
package dev.statusmonitor.history;

import org.jspecify.annotations.NullMarked;
