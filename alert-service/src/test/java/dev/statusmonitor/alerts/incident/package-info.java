@NullMarked
package dev.statusmonitor.alerts.incident;

import org.jspecify.annotations.NullMarked;
