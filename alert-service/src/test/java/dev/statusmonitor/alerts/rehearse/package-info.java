@NullMarked
package dev.statusmonitor.alerts.rehearse;

import org.jspecify.annotations.NullMarked;
