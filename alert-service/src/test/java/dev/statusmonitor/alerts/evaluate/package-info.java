@NullMarked
package dev.statusmonitor.alerts.evaluate;

import org.jspecify.annotations.NullMarked;
