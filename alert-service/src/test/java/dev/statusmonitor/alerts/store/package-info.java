@NullMarked
package dev.statusmonitor.alerts.store;

import org.jspecify.annotations.NullMarked;
