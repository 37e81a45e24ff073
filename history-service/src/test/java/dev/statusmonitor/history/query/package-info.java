@NullMarked
package dev.statusmonitor.history.query;

import org.jspecify.annotations.NullMarked;
