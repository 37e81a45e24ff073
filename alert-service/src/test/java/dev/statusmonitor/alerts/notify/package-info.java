@NullMarked
package dev.statusmonitor.alerts.notify;

import org.jspecify.annotations.NullMarked;
