@NullMarked
package dev.statusmonitor.alerts.rule;

import org.jspecify.annotations.NullMarked;
